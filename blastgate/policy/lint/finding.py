"""What the policy's lint reports."""

from __future__ import annotations

from typing import Literal

from blastgate.model.named import NamedTuple
from blastgate.policy.model import Location

Severity = Literal["error", "warning"]


class Finding(NamedTuple):
    """One thing found: how bad, where, what, and what mends it."""

    severity: Severity
    location: Location
    text: str
    remedy: str
