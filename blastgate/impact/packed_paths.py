"""Many paths in one run of bytes, sorted: a few are found by halving, and none becomes a text before somebody asks."""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set

_HEAD = struct.Struct("<2I")  # paths, bytes of the paths
WORD = array("I").itemsize


class PackedPaths(Set[str]):
    """A set of paths that also numbers them: ``paths[i]`` is a path, ``paths.find(path)`` its number."""

    def __init__(self, data: memoryview) -> None:
        self._count: int
        self._count, size = _HEAD.unpack_from(data)
        start = _HEAD.size + (self._count + 1) * WORD
        self._starts = data[_HEAD.size : start].cast("I")
        self._names = data[start : start + size]
        self.size = start + size  # bytes of all, where what follows begins
        self._found: dict[str, int | None] = {}

    @classmethod
    def _from_iterable(cls, paths: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(paths)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(self._count))

    def __getitem__(self, number: int) -> str:
        return str(self._names[self._starts[number] : self._starts[number + 1]], "utf-8", "surrogateescape")

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.find(path) is not None

    def find(self, path: str) -> int | None:
        """Return the number of a path; None when it is not among them. What was asked once is remembered."""
        if path not in self._found:
            wanted = path.encode("utf-8", "surrogateescape")
            number = self._place(wanted)
            self._found[path] = number if number < self._count and self._bytes(number) == wanted else None
        return self._found[path]

    def starting_at(self, path: str) -> Iterator[str]:
        """Yield a path and those that follow it in order, whether it is among them or not."""
        return map(self.__getitem__, range(self._place(path.encode("utf-8", "surrogateescape")), self._count))

    def _place(self, wanted: bytes) -> int:
        return bisect_left(range(self._count), wanted, key=self._bytes)

    def _bytes(self, number: int) -> bytes:
        return bytes(self._names[self._starts[number] : self._starts[number + 1]])


def pack_paths(paths: Iterable[str]) -> bytes:
    """Pack paths, padded to whole words."""
    names = sorted(path.encode("utf-8", "surrogateescape") for path in paths)
    starts = array("I", [0])
    for name in names:
        starts.append(starts[-1] + len(name))
    padding = b"\0" * (-starts[-1] % WORD)
    return _HEAD.pack(len(names), starts[-1] + len(padding)) + starts.tobytes() + b"".join(names) + padding
