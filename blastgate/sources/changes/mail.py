"""The commits that a series of ``git format-patch`` mails speaks of.

Source: git-format-patch(1), git-am(1).
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime

from blastgate.model.change import Commit, Identity

MAX_MAIL_BYTES = 1_000_000
_start = re.compile(rb"From ([0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001\r?\n").fullmatch
_tag = re.compile(r"^(?:\[[^\]]{0,80}\]\s*)+")


class Mails:
    """Collects what stands around the patches; ``clean`` as long as every patch belongs to a readable mail."""

    def __init__(self) -> None:
        self.clean = True
        self.commits: list[Commit] = []
        self._sha = ""
        self._text: list[bytes] = []
        self._size = 0
        self._additions = 0
        self._in_patch = False

    def line(self, line: bytes) -> None:
        """Take a line that belongs to no patch."""
        start = _start(line)
        if start:
            self.finish()
            self._sha, self._in_patch = start[1].decode(), False
        elif not self._in_patch and self._size < MAX_MAIL_BYTES:
            self._text.append(line)
            self._size += len(line)

    def patch(self, added: int) -> None:
        """Take note of one patch and the lines it adds."""
        self._in_patch = True
        self._additions += added
        self.clean &= bool(self._sha)

    def finish(self) -> None:
        """Make a commit of the mail that ends here."""
        if self._sha:
            commit = _commit(self._sha, b"".join(self._text), self._additions)
            self.clean &= commit is not None
            self.commits += [commit] if commit else []
        self._sha, self._text, self._size, self._additions = "", [], 0, 0


def _commit(sha: str, text: bytes, additions: int) -> Commit | None:
    mail = message_from_bytes(text)
    sender = _identity(_header(mail["From"]))
    subject = _tag.sub("", _header(mail["Subject"]))
    if sender is None or not subject or mail.is_multipart():
        return None
    payload = mail.get_payload(decode=True)
    body = payload.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(payload, bytes) else ""
    body = re.split(r"^---$", body, maxsplit=1, flags=re.MULTILINE)[0].strip("\n")
    first, _, rest = body.partition("\n")
    if first.startswith("From: "):  # git am takes this one: the sender only passes the patch on
        sender, body = _identity(first[len("From: ") :]) or sender, rest.strip("\n")
    message = f"{subject}\n\n{body}" if body else subject
    return Commit(sha, (), sender, sender, _date(mail["Date"]), message, additions=additions)


def _header(value: object) -> str:
    try:
        return " ".join(str(make_header(decode_header(str(value or "")))).split())
    except (MessageError, LookupError, ValueError):
        return ""


def _identity(text: str) -> Identity | None:
    name, address = parseaddr(text)
    return Identity(name, address) if "@" in address else None


def _date(value: object) -> str:
    try:
        return parsedate_to_datetime(str(value)).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
