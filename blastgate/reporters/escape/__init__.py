"""The one place where strangers' text is made safe to show: no name can forge a line, a colour, markup or a mention."""

from blastgate.reporters.escape.html import for_html
from blastgate.reporters.escape.markdown import code, for_markdown
from blastgate.reporters.escape.terminal import defuse, for_terminal
from blastgate.reporters.escape.workflow import workflow_command

__all__ = ["code", "defuse", "for_html", "for_markdown", "for_terminal", "workflow_command"]
