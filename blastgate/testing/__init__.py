"""Public doubles for tests: snapshots from plain dicts, real repositories in a few lines, a GitHub on the loopback."""

from blastgate.testing.github import FakeGitHub
from blastgate.testing.repository import NO_CONFIGURATION, RepositoryBuilder
from blastgate.testing.snapshots import MemoryReader, blob_id, snapshot_of

__all__ = ["NO_CONFIGURATION", "FakeGitHub", "MemoryReader", "RepositoryBuilder", "blob_id", "snapshot_of"]
