"""One message, one environment: add the trailer that names the agent, or say why not."""

from __future__ import annotations

from blastgate.model.named import NamedTuple
from blastgate.tagging.agents import Agent
from blastgate.tagging.form import Form, trailer_of
from blastgate.tagging.marks import is_marked
from blastgate.tagging.message import read_message, with_trailer


class Tagged(NamedTuple):
    """The message to commit, the trailer that was added to it (empty: none), and otherwise why there is none.

    ``denied`` is the author's own line that says no AI was used: it is kept, and told aloud.
    """

    message: bytes
    trailer: str = ""
    why_not: str = ""
    denied: str = ""


def tag(message: bytes, agent: Agent, form: Form, comment: bytes = b"#", template: bytes = b"") -> Tagged:
    """Add the agent's trailer to a message unless it is empty, shows the agent already, or denies any.

    Nothing but the trailer is added, and a second time nothing. ``comment`` is git's core.commentChar, ``template``
    the text of its commit.template: as long as nobody has written more, git takes it for no message.
    """
    read = read_message(message, comment)
    if read.is_empty:
        return Tagged(message, why_not="the message is empty")
    if read.text.split() == read_message(template, read.comment).text.split():
        return Tagged(message, why_not="the message is still the template")
    text = read.text.decode("utf-8", "replace")
    if denied := _denial(text):
        return Tagged(message, why_not=f"the message says {denied!r}", denied=denied)
    trailer = trailer_of(agent, form)
    if is_marked(text, agent, trailer):
        return Tagged(message, why_not="the message names the agent already")
    return Tagged(with_trailer(read, trailer.encode()), trailer)


def _denial(text: str) -> str:
    if "ai" not in text.lower():
        return ""
    from blastgate.attribution.declaration import denial  # its tables cost more than most messages need

    return denial(text)
