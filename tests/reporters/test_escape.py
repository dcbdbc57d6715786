"""No name can forge a line, a colour, markup, a mention or a command."""

from __future__ import annotations

import re

import pytest
from generated import hostile_text
from hypothesis import given, settings
from markdown_it import MarkdownIt

from blastgate.reporters.escape import code, defuse, for_markdown, for_terminal, workflow_command

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
MENTION = re.compile(r"(?<![\w`])@[\w-]|#\d")
MANY = settings(max_examples=150, deadline=None)

TERMINAL = [
    ("src/app.py", "src/app.py"),
    ("a\nPASS", "a\\x0aPASS"),
    ("a\r\tb\x1b[31m\x7f", "a\\x0d\\x09b\\x1b[31m\\x7f"),
    ("\x85\u2028\u2029", "\\u0085\\u2028\\u2029"),
    ("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066"),
    ("zero\u200bwidth\u200d\ufeff", "zero\\u200bwidth\\u200d\\ufeff"),
    ("caf\udce9", "caf\\xe9"),
    ("\ud800", "\\ud800"),
    ("\U000e0041", "\\U000e0041"),
    ("\u3164\ufe0f\u00a0", "\\u3164\\ufe0f\\u00a0"),
    ("café 中文 ж", "café 中文 ж"),
]


@pytest.mark.parametrize(("text", "shown"), TERMINAL)
def test_a_terminal_sees_escapes(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@MANY
@given(hostile_text)
def test_a_terminal_sees_one_printable_line_and_the_same_when_escaped_twice(text: str) -> None:
    shown = for_terminal(text)
    assert shown.isprintable()
    assert for_terminal(shown) == shown


DEFUSED = [
    ("::error::x", "\\x3a:error::x"),
    ("   ::stop-commands::x", "   \\x3a:stop-commands::x"),
    ("see ##[add-mask]x", "see #\\x23[add-mask]x"),
    ("std::string", "std::string"),
]


@pytest.mark.parametrize(("line", "safe"), DEFUSED)
def test_a_log_sees_no_command(line: str, safe: str) -> None:
    assert defuse(line) == safe


PROSE = [
    ("ask @octocat", "ask @&#8203;octocat"),
    ("fixes #12", "fixes #&#8203;12"),
    ("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y"),
    ("a|b", "a\\|b"),
    ("- item", "&#8203;- item"),
    ("12. item", "&#8203;12. item"),
    ("https://evil.example", "https:&#8203;//evil.example"),
    ("tests/**", "tests/\\*\\*"),
]


@pytest.mark.parametrize(("text", "shown"), PROSE)
def test_prose_is_escaped(text: str, shown: str) -> None:
    assert for_markdown(text) == shown


@MANY
@given(hostile_text)
def test_prose_renders_as_its_own_text_and_mentions_nobody(text: str) -> None:
    tokens = MARKDOWN.parseInline(f"x {for_markdown(text)} x")[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}
    rendered = "".join(token.content for token in tokens)
    assert not MENTION.search(rendered)
    assert re.sub("\u200b| +", "", rendered) == re.sub(" +", "", f"x{for_terminal(text)}x")


@MANY
@given(hostile_text)
def test_a_code_span_holds_the_whole_name(text: str) -> None:
    tokens = [t for t in MARKDOWN.parseInline(f"x {code(text)} x")[0].children or [] if t.content]
    assert [token.type for token in tokens] == ["text", "code_inline", "text"]


@MANY
@given(hostile_text, hostile_text)
def test_names_stay_in_their_cells(first: str, second: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {code(first, cell=True)} | {for_markdown(second)} |\n\nend\n"
    tokens = MARKDOWN.parse(table)
    assert [t.type for t in tokens].count("td_open") == 2
    cells = [t for t in tokens if t.type == "inline"]
    assert [child.type for child in cells[2].children or []] == ["code_inline"]
    assert cells[-1].content == "end"


COMMANDS = [
    (("error", "50% a\nb", {}), "::error::50%25 a\\x0ab"),
    (("error", "m", {"file": "a,b:c%.py", "line": "3"}), "::error file=a%2Cb%3Ac%25.py,line=3::m"),
    (("warning", "m", {"file": "a\nb", "title": "t"}), "::warning title=t::m"),
    (("notice", "::error::x", {}), "::notice::::error::x"),
]


@pytest.mark.parametrize(("given_", "line"), COMMANDS)
def test_workflow_commands_are_escaped(given_: tuple[str, str, dict[str, str]], line: str) -> None:
    assert workflow_command(given_[0], given_[1], **given_[2]) == line


@MANY
@given(hostile_text, hostile_text)
def test_a_workflow_command_is_one_line(message: str, path: str) -> None:
    line = workflow_command("error", message, file=path)
    assert line.startswith("::error")
    assert line.isprintable()
