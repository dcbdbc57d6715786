"""Weeks and months, whatever the date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blastgate.errors import UsageError
from blastgate.model.stats import PeriodKind
from blastgate.stats.periods import LAST_TIME, begin_of, day_of, end_of, fill, period_of

TIMES = st.integers(0, LAST_TIME - 1)
KINDS = st.sampled_from(["week", "month"])


@given(TIMES)
def test_a_day_is_that_of_utc(time: int) -> None:
    assert day_of(time) == datetime.fromtimestamp(time, UTC).date().isoformat()


@given(TIMES)
def test_a_week_begins_on_monday_and_holds_its_day(time: int) -> None:
    monday = date.fromisoformat(period_of("week")(time))
    assert monday.weekday() == 0
    assert monday <= date.fromisoformat(day_of(time)) < monday + timedelta(days=7)


@given(TIMES)
def test_a_month_is_the_head_of_its_day(time: int) -> None:
    assert day_of(time).startswith(period_of("month")(time))


@given(KINDS, TIMES, st.lists(st.integers(0, 300 * 86_400), max_size=5))
def test_filling_keeps_what_is_there_in_order_and_twice_is_once(by: PeriodKind, time: int, later: list[int]) -> None:
    starts = {period_of(by)(min(time + step, LAST_TIME - 1)) for step in (0, *later)}
    filled = fill(starts, by)
    assert starts <= set(filled)
    assert filled == sorted(set(filled)) == fill(filled, by)


def test_periods_follow_each_other() -> None:
    assert fill({"2024-11", "2025-02"}, "month") == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert fill({"2024-12-23", "2025-01-06"}, "week") == ["2024-12-23", "2024-12-30", "2025-01-06"]
    assert fill(set(), "week") == []
    assert fill({"1970-01", "2025-02"}, "month") == ["1970-01", "2025-02"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-03-09", "2025-03-09", "2025-03-09"),
    ],
)
def test_a_date_is_a_day_a_month_or_a_year(text: str, first: str, last: str) -> None:
    assert day_of(begin_of(text, "--since")) == first
    assert day_of(end_of(text, "--until")) == last
    assert end_of(text, "--until") % 86_400 == 86_399


@pytest.mark.parametrize(
    "text", ["", "25", "2025-0", "2025-13", "2025-02-30", "0000", "2025-00", "٢٠٢٥", "2025-01-01 "]
)
def test_anything_else_is_refused(text: str) -> None:
    for read in (begin_of, end_of):
        with pytest.raises(UsageError, match="is no date"):
            read(text, "--since")
