"""How far a change goes beyond the component that it is in: by its image alone, by its sources, or as a whole.

Sources are followed import by import, so they lead on by every other edge. What only says how an image is built or run
changes nothing for whoever imports the component's code, and a file of the repository's top component that stands
beside its code is no part of what others import from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from itertools import islice, takewhile

from blastgate.impact.files import extension
from blastgate.impact.packed_paths import PackedPaths
from blastgate.impact.places import is_used_unseen
from blastgate.model.graph import CODE_KINDS, Edge, Graph
from blastgate.model.patterns import expression

Extent = int
IMAGE, SOURCES, WHOLE = 0, 1, 2

LEADS: tuple[frozenset[str], ...] = (frozenset({"build", "infra"}), CODE_KINDS - {"import"}, CODE_KINDS)
MOST_LOOKED_AT = 2_000  # files of one folder, for a source among them
MAX_NAME = 300

_RUNS = expression(
    r"(?:Docker|Container)file.*|.*\.[Dd]ockerfile|\.dockerignore|"
    r"(?:.*[.-])?(?:docker-)?compose.*\.ya?ml|docker-bake\.hcl|skaffold\.ya?ml"
)
_MANIFEST = expression(
    r"package\.json|deno\.jsonc?|tsconfig.*\.json|\.npmrc|\.babelrc|\.swcrc|\.browserslistrc|\.env.*|"
    r"pyproject\.toml|setup\.cfg|.*requirements.*\.(?:txt|in)|MANIFEST\.in|environment\.ya?ml|"
    r"go\.(?:mod|sum|work)|Cargo\.toml|build\.sbt|pom\.xml|.*\.gradle(?:\.kts)?|gradle\.properties|"
    r"composer\.json|Gemfile|.*\.(?:gemspec|[a-z]{2}proj|props|targets|podspec|cabal|cmake|mk)|mix\.exs|"
    r"Package\.swift|pubspec\.yaml|CMakeLists\.txt|BUILD(?:\.bazel)?|WORKSPACE|MODULE\.bazel|meson\.build|"
    r"configure\.ac|[Mm]akefile.*|project\.clj|deps\.edn|rebar\.config"
)
_SCRIPTS = frozenset({".sh", ".bash"})

ExtentOf = Callable[[str], Extent]


def says_how_it_runs(path: str) -> bool:
    """Tell by its name whether a file only says how an image is built or run."""
    return _RUNS.fullmatch(path[path.rfind("/") + 1 :][:MAX_NAME]) is not None


def extent_along(edge: Edge) -> Extent:
    """Tell how far whoever has this edge is affected: an image built from something else has the same sources."""
    by_image = edge.kind == "build" and says_how_it_runs(edge.evidence.rpartition(":")[0])
    return IMAGE if by_image else WHOLE


def extents_in(graph: Graph, owner: Callable[[str], str | None]) -> ExtentOf:
    """Return the look-up of how far a changed file's component is affected beyond its files."""
    top = next((c.name for c in graph.components if c.root == "" and c.kind != "tool"), None)

    def extent_of(path: str) -> Extent:
        if says_how_it_runs(path):
            return IMAGE
        if path in graph.files and not is_used_unseen(path):
            return SOURCES
        beside = top is not None and owner(path) == top and _is_beside_code(path, graph.files)
        return SOURCES if beside else WHOLE

    return extent_of


def _is_beside_code(path: str, files: Set[str]) -> bool:
    """Tell whether a file of the top is no manifest, or stands in a folder of the top in which there is no code."""
    folder, below, _ = path.partition("/")
    if not below:
        return _MANIFEST.fullmatch(path[:MAX_NAME]) is None
    if folder.startswith("."):
        return True
    found = list(islice(_below(f"{folder}/", files), MOST_LOOKED_AT))
    return len(found) < MOST_LOOKED_AT and all(is_used_unseen(p) or extension(p) in _SCRIPTS for p in found)


def _below(prefix: str, files: Set[str]) -> Iterator[str]:
    """Yield the paths that begin with a prefix; packed ones are sorted, so that few are looked at."""
    if not isinstance(files, PackedPaths):
        return (path for path in files if path.startswith(prefix))
    return takewhile(lambda path: path.startswith(prefix), files.starting_at(prefix))
