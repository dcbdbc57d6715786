"""Tables of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blastgate.reporters.escape import for_html

Cell = tuple[str, str]  # class (n: a number, w: a text that may wrap) and content; the content is HTML


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], last_is_sum: bool = False, keys: Sequence[int] = ()
) -> Iterator[str]:
    """Write a table; the cells of its first row say how the columns stand. ``keys`` join rows to a script's marks."""
    kinds = [kind for kind, _ in rows[0]] if rows else [""] * len(heads)
    yield '<div class="wide"><table>'
    cells = (_cell("th", kind, for_html(head)) for kind, head in zip(kinds, heads, strict=True))
    yield f"<thead><tr>{''.join(cells)}</tr></thead>"
    yield "<tbody>"
    for number, row in enumerate(rows, 1):
        kind = ' class="sum"' if last_is_sum and number == len(rows) else ""
        kind += f' data-n="{keys[number - 1]}"' if keys else ""
        yield f"<tr{kind}>{''.join(_cell('td', *cell) for cell in row)}</tr>"
    yield "</tbody></table></div>"


def words(*texts: str, kind: str = "") -> list[Cell]:
    """Write strangers' texts as cells."""
    return [(kind, for_html(text)) for text in texts]


def _cell(tag: str, kind: str, content: str) -> str:
    return f'<{tag} class="{kind}">{content}</{tag}>' if kind else f"<{tag}>{content}</{tag}>"
