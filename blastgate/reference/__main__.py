"""Write docs/reference of this checkout from the code as it is now."""

from __future__ import annotations

import sys
from pathlib import Path

from blastgate.reference import pages

folder = Path(__file__).resolve().parents[2] / "docs" / "reference"
if not folder.parent.is_dir():
    sys.exit("blastgate: there is no docs folder beside the package: run this in a checkout")
folder.mkdir(exist_ok=True)
written = pages()
for page in set(folder.glob("*.md")) - {folder / f"{name}.md" for name in written}:
    page.unlink()
for name, text in written.items():
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
