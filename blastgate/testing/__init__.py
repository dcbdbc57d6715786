"""Public doubles for tests: snapshots from plain dicts, and real repositories from a few lines of script."""

from blastgate.testing.repository import NO_CONFIGURATION, RepositoryBuilder
from blastgate.testing.snapshots import MemoryReader, blob_id, snapshot_of

__all__ = ["NO_CONFIGURATION", "MemoryReader", "RepositoryBuilder", "blob_id", "snapshot_of"]
