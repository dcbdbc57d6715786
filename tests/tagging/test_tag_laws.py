"""Laws of tagging, for any bytes; and git itself as the oracle of where a trailer belongs."""

from __future__ import annotations

import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from blastgate.tagging.agents import Agent, agent_in
from blastgate.tagging.form import Form
from blastgate.tagging.message import read_message, with_trailer
from blastgate.tagging.tag import tag

AGENT = Agent("codex", "Codex", "OpenAI Codex", "gpt-5.4")
TRAILER = b"Assisted-by: Codex:gpt-5.4"
LINES = [
    b"Mend it", b"", b"", b"Why so.", b"# comment", b"#", b"; other", b"Closes: #1", b"  folded", b"\tfolded", b"---",
    b"Signed-off-by: Kim <k@example.org>", b"(cherry picked from commit 1234567)", b"fixup! Mend", b"the cause: a b",
    b"Conflicts:", b"# ------------------------ >8 ------------------------", b"AI-assisted: no", b"caf\xe9 \xff",
]  # fmt: skip
ends = st.sampled_from([b"\n", b"\r\n", b"\r", b""])
raw = st.lists(st.tuples(st.sampled_from(LINES) | st.binary(max_size=12), ends), max_size=12)
messages = raw.map(lambda lines: b"".join(part for line in lines for part in line)) | st.binary(max_size=60)
comments = st.sampled_from([b"#", b";", b"auto", b"//", b""])
# What git and we write alike: trailers that are not empty, lines that end in LF.
plain = st.lists(
    st.sampled_from([line for line in LINES if line.isascii() and line != b"Conflicts:"]), min_size=1, max_size=10
)


@given(messages, comments)
@settings(max_examples=150, deadline=None)
def test_a_second_time_adds_nothing(message: bytes, comment: bytes) -> None:
    once = tag(message, AGENT, Form(), comment)
    assert tag(once.message, AGENT, Form(), comment).message == once.message


@given(messages, comments)
@settings(max_examples=300, deadline=None)
def test_nothing_but_the_trailer_and_its_line_ends_is_added(message: bytes, comment: bytes) -> None:
    tagged = tag(message, AGENT, Form(), comment).message
    if tagged == message:
        return
    at = next(
        i
        for i in range(len(message) + 1)
        if tagged.startswith(message[:i])
        and tagged.endswith(message[i:])
        and len(tagged) >= len(message)
        and _is_trailer(tagged[i : len(tagged) - len(message) + i])
    )
    assert tagged[:at] + tagged[len(tagged) - len(message) + at :] == message


def _is_trailer(added: bytes) -> bool:
    return added.strip(b"\r\n") == TRAILER and len(added) <= len(TRAILER) + 4


@given(messages, comments)
@settings(max_examples=150, deadline=None)
def test_the_trailer_ends_the_text_that_git_will_commit(message: bytes, comment: bytes) -> None:
    read = read_message(message, comment)
    again = read_message(with_trailer(read, TRAILER), read.comment)
    if not read.is_empty:
        assert again.text.rstrip(b"\r\n").endswith(TRAILER)
        assert again.start < again.end


@given(plain)
@settings(max_examples=120, deadline=None)
def test_git_would_have_put_it_in_the_same_place(lines: list[bytes]) -> None:
    message = b"".join(line + b"\n" for line in lines)
    read = read_message(message)
    if read.is_empty:
        return
    asked = ["git", "interpret-trailers", "--no-divider", "--if-exists", "add", "--trailer", TRAILER.decode()]
    by_git = subprocess.run(asked, input=message, capture_output=True, check=True).stdout
    assert essence(with_trailer(read, TRAILER)) == essence(by_git)


def essence(message: bytes) -> list[bytes]:
    """Leave out what git rewrites within a trailer block, and we do not: comments, and blanks behind a key."""
    return [line.rstrip() for line in message.splitlines() if not line.startswith(b"#")]


@given(
    st.dictionaries(
        st.sampled_from(["AI_AGENT", "AGENT", "CLAUDECODE", "ANTHROPIC_MODEL", "EDITOR", "PATH"]), st.text()
    )
)
@settings(max_examples=60, deadline=None)
def test_no_environment_adds_a_second_line(environment: dict[str, str]) -> None:
    agent = agent_in(environment)
    if agent is not None:
        before = b"Mend it\n"
        after = tag(before, agent, Form()).message
        assert after.isascii()
        assert after.splitlines()[:-1] == [b"Mend it", b""]
        assert after.splitlines()[-1].startswith(b"Assisted-by: ")
