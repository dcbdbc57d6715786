"""GitHub workflows and composite actions as frozen facts with their places. Pure: bytes in, a model out.

::

    bytes ─► read_workflow ─► Workflow (triggers, permissions, jobs, steps, each with its line), and what was not read
"""

from blastgate.workflows.model import (
    Job,
    Permissions,
    Setting,
    Step,
    Text,
    Trigger,
    Unread,
    Uses,
    Workflow,
)
from blastgate.workflows.read import is_workflow_path, read_workflow

__all__ = [
    "Job",
    "Permissions",
    "Setting",
    "Step",
    "Text",
    "Trigger",
    "Unread",
    "Uses",
    "Workflow",
    "is_workflow_path",
    "read_workflow",
]
