"""The pages of docs/reference, written from the code; ``python -m blastgate.reference`` writes them anew."""

from __future__ import annotations

from blastgate import registry
from blastgate.reference._markdown import NOTE, document

INDEX = "index"


def pages() -> dict[str, str]:
    """Write every page, by its file name without the ending, and their index."""
    written = {name.replace("_", "-"): registry.load(__name__, name) for name in registry.names(__name__)}
    index = [f"- [{module.TITLE}]({name}.md): {module.ABOUT}" for name, module in sorted(written.items())]
    texts = {name: document(module.TITLE, NOTE, *module.parts()) for name, module in written.items()}
    return {INDEX: document("Reference", NOTE, "\n".join(index)), **texts}
