"""Write the shipped schemas from the models as they are now."""

from __future__ import annotations

from blastgate.model.schema import MODELS, schema
from blastgate.schemas import FOLDER, text_of

for kind in MODELS:
    (FOLDER / f"{kind}.schema.json").write_text(text_of(schema(kind)), "utf-8")
