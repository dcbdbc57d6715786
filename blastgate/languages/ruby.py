"""Ruby: ``require``, ``require_relative``, ``load`` and ``autoload`` of literals, and constants that name a file.

A constant is looked for as Zeitwerk and Rails do, below ``lib`` and each folder in ``app``: ``Billing::Invoice`` is
``billing/invoice.rb``, from the own namespace outwards. Underscores and capitals are ignored, so acronyms need no
list. Does not see: names put together at run time, constants of gems, what ``Bundler.require`` brings in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern

from blastgate.languages._code import blank, first_lines
from blastgate.languages._lexing import DOUBLE_QUOTED, SINGLE_QUOTED, LineCounter, text
from blastgate.languages._ruby_files import RubyResolver
from blastgate.languages.interface import Import
from blastgate.model.snapshot import Snapshot

NAME = "ruby"
EXTENSIONS = (".rb", ".rake", ".gemspec", ".ru")
VERSION = 1

_BLOCK = rb"^=begin\b(?:.*?\n=end\b|.*)|^__END__\r?\n.*"
_HEREDOC = rb"<<[~-][\"']?([A-Z]\w*+)[\"']?[^\n]*+\n(?:.*?\n[ \t]*+\1\b|.*)"
_STRINGS = DOUBLE_QUOTED + rb"|" + SINGLE_QUOTED
_HIDDEN = re.compile(rb"(?ms:" + _HEREDOC + rb"|" + _BLOCK + rb")|" + _STRINGS + rb"|#[^\n]*+", re.MULTILINE)
_REQUIRE = re.compile(
    rb"^[ \t]*+(require_relative|require|load|autoload[ \t(]++:\w++,)[ \t(]*+[\"']([^\"'\n#]++)[\"']", re.MULTILINE
)
_NAMED = re.compile(rb"(?:class|module)[ \t]++([A-Z]\w*+(?:::[A-Z]\w*+)*+)")
_WORD = re.compile(rb"\n|(?:::)?[A-Za-z_]\w*+(?:::[A-Z]\w*+)*+")
_EVERYWHERE = frozenset({"String", "Integer", "Hash", "Array", "Set", "Time", "StandardError", "Struct", "File"})


def extract(data: bytes) -> tuple[Import, ...]:
    """Find the files a Ruby file requires and the constants it names."""
    shown = blank(data, _HIDDEN, keep=(b'"', b"'"))
    found = [*_required(shown), *_constants(blank(shown, _HIDDEN))]
    return tuple(sorted(found, key=lambda one: one.line))


def is_test(path: str) -> bool:
    """Tell RSpec's, Minitest's and Cucumber's folders and files by whole tokens."""
    *folders, file = path.split("/")
    stem = file.partition(".")[0]
    return not {"spec", "test", "tests", "features"}.isdisjoint(folders) or stem.endswith(("_spec", "_test"))


def resolver(snapshot: Snapshot) -> RubyResolver:
    """Index the files of a snapshot; Ruby needs no settings, only paths."""
    return RubyResolver(snapshot.entries)


def _required(code: bytes) -> Iterator[Import]:
    lines = LineCounter(code)
    for match in _REQUIRE.finditer(code):
        word = "require_relative" if match[1] == b"require_relative" else "require"
        yield Import(intern(f"{word} {text(match[2])}"), lines.at(match.start(1)))


def _constants(code: bytes) -> Iterator[Import]:
    seen = {text(name) for name in _NAMED.findall(code)} | _EVERYWHERE
    for word, line in first_lines(code, _WORD):
        name = text(word)
        if name.lstrip(":")[:1].isupper() and name not in seen:
            yield Import(intern("uses " + name), line)
