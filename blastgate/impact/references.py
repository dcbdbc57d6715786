"""From a reference to a component: by folder, or by a name in one ecosystem, the nearest declaration first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from blastgate.model.graph import SERVICE_KINDS, Component, Graph
from blastgate.model.named import NamedTuple

NAMES_OF_HOSTS = ("compose", "k8s", "host")

Owner = Callable[[str], str | None]


class Declared(NamedTuple):
    """A component that answers to a reference, and the file that declares it under that name."""

    component: str
    path: str


class References:
    """Resolves references among the components of one snapshot."""

    def __init__(self, components: Iterable[Component], declared: Mapping[str, Iterable[Declared]]) -> None:
        self._components = tuple(components)
        self._names = {c.name for c in self._components if c.kind in SERVICE_KINDS}
        self._declared = {reference: tuple(sorted(set(found))) for reference, found in declared.items()}
        self.owner = owner_among(self._components)
        self._spaces: dict[str, set[str]] = {}
        for reference, found in self._declared.items():
            for item in found:
                self._spaces.setdefault(item.component, set()).add(reference.partition(":")[0])

    def resolve(self, reference: str, asked_at: str) -> str | None:
        """Return the one component a reference means to the file that asks; None when none does, or several equally."""
        found = self.candidates(reference, asked_at)
        return found[0] if len(found) == 1 else None

    def candidates(self, reference: str, asked_at: str, besides: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """List the components a reference may mean to the file that asks, the nearest ones only, ``besides`` left out.

        Two packages of one name that are equally near are both listed; an image name shared by several proves nothing.
        A host that nobody declares may be the very name of a service.
        """
        space, _, rest = reference.partition(":")
        if space == "path":
            found = self._of_folder(rest)
            return (found,) if found is not None and found not in besides else ()
        names = _names_of(rest) if space == "host" else (reference,)
        declared = [d for name in names for d in self._declared.get(name, ()) if d.component not in besides]
        if space == "host" and not declared and rest in self._names and rest not in besides:
            return (rest,)
        if space == "image" and len({d.component for d in declared}) > 1:
            return ()
        nearest = max((_nearness(d.path, asked_at) for d in declared), default=0)
        return tuple(dict.fromkeys(d.component for d in declared if _nearness(d.path, asked_at) == nearest))

    def below(self, folder: str) -> tuple[str, ...]:
        """List the components whose root lies strictly below a folder."""
        prefix = f"{folder}/" if folder else ""
        return tuple(c.name for c in self._components if c.root and c.root != folder and c.root.startswith(prefix))

    def answering(self, space: str, root: str) -> tuple[str, ...]:
        """List the components at or below a root that have a name in a space; an empty space means any."""
        within = [
            c for c in self._components if c.root is not None and (not root or f"{c.root}/".startswith(f"{root}/"))
        ]
        return tuple(c.name for c in within if not space or space in self._spaces.get(c.name, ()))

    def _of_folder(self, folder: str) -> str | None:
        exact = next((c.name for c in self._components if c.root == folder), None) if not folder else None
        return exact or self.owner(f"{folder}/" if folder else "")


def _names_of(host: str) -> list[str]:
    """List what a host may be the name of: a compose or Kubernetes service, or what an application calls itself.

    The service's name comes first where the cluster's domain follows it (``cart.shop.svc.cluster.local``).
    """
    hosts = dict.fromkeys((host, host.split(".", 1)[0]))
    return [f"{space}:{name}" for name in hosts for space in NAMES_OF_HOSTS]


def owner_among(components: Iterable[Component]) -> Owner:
    """Return the look-up of the component that owns a path: the one with the longest root above it.

    A tool at the top only coordinates (a workspace's root manifest): it owns the files beside it and nothing below, so
    that a folder no component claims stays unmapped instead of hiding in the root.
    """
    roots: dict[str, str] = {}
    beside = None
    for component in components:
        if component.root == "" and component.kind == "tool":
            beside = component.name
        elif component.root is not None:
            roots[component.root] = component.name
    known: dict[str, str | None] = {"": roots.get("")}

    def of_folder(folder: str) -> str | None:
        way = []
        while folder not in known and folder not in roots:
            way.append(folder)
            folder = folder[: folder.rfind("/")] if "/" in folder else ""
        name = roots[folder] if folder in roots else known[folder]
        known.update(dict.fromkeys(way, name))
        return name

    def owner(path: str) -> str | None:
        if "/" not in path:
            return beside if beside is not None else known[""]
        return of_folder(path[: path.rfind("/")])

    return owner


def owner_of(graph: Graph) -> Owner:
    """Return the look-up of the component that owns a path, as :func:`owner_among` finds it."""
    return owner_among(graph.components)


def _nearness(path: str, other: str) -> int:
    """Count the leading folders two paths share; the same file is nearest of all."""
    if path == other:
        return 1_000_000
    shared = 0
    for mine, theirs in zip(path.split("/")[:-1], other.split("/")[:-1], strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared
