"""A GitHub of one's own for tests: see :class:`FakeGitHub`."""

from blastgate.testing.github.fake import FakeGitHub

__all__ = ["FakeGitHub"]
