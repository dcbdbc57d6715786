"""Whom a pull request could ask: those who own what is left, and never whoever made it."""

from __future__ import annotations

from said import account, asked, linked, membership, review, reviewed

from blastgate.approvals import count_approvals, who_could_approve


def test_for_each_part_that_is_left_its_owners_and_nobody_who_made_it() -> None:
    facts = reviewed(review("kim"), commits=[linked("robin")])
    members = membership(facts, "app.py", "billing/pay.py")
    counted = count_approvals(asked("owners"), facts, members, "none").requirements[0]
    assert who_could_approve(counted, facts, members, "none") == (("@pat",),)
    facts = reviewed(review("kim"), commits=[linked("pat")])
    assert who_could_approve(counted, facts, members, "none") == ((),)


def test_nobody_is_asked_while_somebody_objects_or_where_all_is_met() -> None:
    facts = reviewed(review("lee", "changes_requested"))
    members = membership(facts)
    assert who_could_approve(asked("senior").requirements[0], facts, members, "none") == ()
    facts = reviewed(review("dana"))
    met = count_approvals(asked("senior"), facts, members, "none").requirements[0]
    assert who_could_approve(met, facts, members, "none") == ()


def test_who_reviewed_before_is_asked_first_and_the_opener_never() -> None:
    facts = reviewed(review("lee", "commented"), review("tess", "dismissed"), opener=account("dana"))
    members = membership(facts)
    ((first, *others),) = who_could_approve(asked("senior").requirements[0], facts, members, "none")
    assert "@dana" not in (first, *others)
