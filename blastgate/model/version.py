"""The version of the output contract, in every JSON that blastgate writes."""

from __future__ import annotations

SCHEMA_VERSION = 1
