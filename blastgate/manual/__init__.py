"""Manual pages for ``blastgate explain``: one file per kind of thing that can be explained."""
