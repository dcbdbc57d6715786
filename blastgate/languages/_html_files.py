"""Which file a template's name or a page's link means, from the paths alone.

A template is looked for in the template folder that the page is in, then in those of folders above, then in others of
the tree, the nearest first; what no template folder has is external (installed packages bring templates, too).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from blastgate.languages._paths import folders_up, nearest_first
from blastgate.languages.interface import Import
from blastgate.model.paths import normalize

# Where engines look by convention: Django and Flask, Rails, Express, Symfony, Shopify, Jekyll, Handlebars.
_ROOTS = frozenset({"templates", "template", "views", "layouts", "_includes", "includes", "partials", "snippets"})
_SUFFIXES = ("", ".html", ".liquid", ".twig", ".html.twig", ".html.erb", ".erb", ".hbs", ".handlebars", ".ejs")
_PUBLIC = ("", "public", "static", "src")


class HtmlResolver:
    """Answers from the files of the tree by name."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = frozenset(paths)
        self._roots = sorted({root for path in self._files for root in _roots_of(path.rpartition("/")[0])})
        self._static = sorted({root for path in self._files if (root := _static_of(path))})
        self._nearest: dict[str, list[str]] = {}

    def resolve(self, path: str, found: Import) -> tuple[str, ...] | None:
        """Find the file of a template, a link or a static file."""
        way, _, name = found.name.partition(" ")
        folder = path.rpartition("/")[0]
        if way == "template":
            return self._template(folder, name)
        if way == "static":
            return self._below(nearest_first(self._static, folder), name) or ()
        return self._link(folder, name.partition("?")[0].partition("#")[0])

    def _template(self, folder: str, name: str) -> tuple[str, ...] | None:
        if name.startswith(("./", "../")):
            place = normalize(folder, name)
            return (self._spelled(place) if place is not None else ()) or None
        own = [root for root in folders_up(folder) if root.rpartition("/")[2] in _ROOTS] or [folder]
        beside = [f"{up}/{root}".lstrip("/") for up in folders_up(folder) for root in ("templates", "partials")]
        return self._below((*own, *beside), name) or self._below((folder,), name) or self._elsewhere(folder, name) or ()

    def _elsewhere(self, folder: str, name: str) -> tuple[str, ...]:
        if folder not in self._nearest:
            self._nearest[folder] = nearest_first(self._roots, folder)
        return self._below(self._nearest[folder], name)

    def _below(self, roots: Iterable[str], name: str) -> tuple[str, ...]:
        for root in roots:
            place = normalize(root, name)
            if place and place.startswith(root) and (file := self._spelled(place)):
                return file
        return ()

    def _spelled(self, place: str) -> tuple[str, ...]:
        """Find a file as written, with an extension, or as a partial with the underscore of Rails."""
        folder, _, file = place.rpartition("/")
        partial = f"{folder}/_{file}".lstrip("/")
        spelled = (stem + suffix for stem in (place, partial) for suffix in _SUFFIXES)
        return next(((one,) for one in spelled if one in self._files), ())

    def _link(self, folder: str, name: str) -> tuple[str, ...] | None:
        if name.startswith("/"):
            tried = ("/".join(filter(None, (up, start, name[1:]))) for up in folders_up(folder) for start in _PUBLIC)
            return next(((place,) for place in tried if place in self._files), ())
        place = normalize(folder, name)
        if place is not None and place in self._files:
            return (place,)
        return None if name.startswith(("./", "../")) else ()


@lru_cache(maxsize=65536)
def _roots_of(folder: str) -> tuple[str, ...]:
    return tuple(root for root in folders_up(folder) if root.rpartition("/")[2] in _ROOTS)


def _static_of(path: str) -> str:
    parts = path.split("/")[:-1]
    return "/".join(parts[: parts.index("static") + 1]) if "static" in parts else ""
