"""What .gitattributes sets for a path, as git reads it; and that only the base's counts, for a name and no level."""

from __future__ import annotations

from pathlib import Path

import pytest

from blastgate.pipeline import Range, check
from blastgate.policy.matching.attributes import compile_attributes
from blastgate.testing import RepositoryBuilder

TOP = """
# comment linguist-generated
*.pb.go linguist-generated
/api/*.ts linguist-generated=true
dist/** linguist-generated -diff
dist/hand.js -linguist-generated
docs/* linguist-vendored=false
"a b/c.js" linguist-vendored
third/ linguist-vendored
!x linguist-vendored
[attr]ours linguist-generated
made/** ours
lib/**/gen.py linguist-generated
{odd}.js linguist-generated
[bad linguist-generated
"""
FILES = {"": TOP, "web": "out.js linguist-generated\n/top.js linguist-vendored\n*.pb.go !linguist-generated\n"}
CASES = {
    "x.pb.go": ("linguist-generated",),
    "a/b/x.pb.go": ("linguist-generated",),
    "web/x.pb.go": (),
    "api/a.ts": ("linguist-generated",),
    "api/deep/a.ts": (),
    "web/api/a.ts": (),
    "dist/a/b.js": ("linguist-generated",),
    "dist/hand.js": (),
    "docs/a.js": (),
    "a b/c.js": ("linguist-vendored",),
    "third/a.js": (),
    "x": (),
    "made/a.py": ("linguist-generated",),
    "lib/gen.py": ("linguist-generated",),
    "lib/a/b/gen.py": ("linguist-generated",),
    "{odd}.js": ("linguist-generated",),
    "odd.js": (),
    "web/out.js": ("linguist-generated",),
    "web/a/out.js": ("linguist-generated",),
    "out.js": (),
    "web/top.js": ("linguist-vendored",),
    "web/a/top.js": (),
}


@pytest.mark.parametrize("path", CASES)
def test_a_path_has_the_attributes_that_git_gives_it(path: str) -> None:
    marks = compile_attributes(FILES, ("linguist-generated", "linguist-vendored"))
    assert marks(path) == CASES[path]


def test_git_agrees(tmp_path: Path) -> None:
    """The same files and paths, asked of git itself."""
    repo = RepositoryBuilder(tmp_path)
    for folder, text in FILES.items():
        repo.write(f"{folder}/.gitattributes".lstrip("/"), text)
    for path in CASES:
        said = repo.run("check-attr", "linguist-generated", "linguist-vendored", "--", path).splitlines()
        found = tuple(line.split(": ")[-2] for line in said if line.split(": ")[-1] in ("set", "true"))
        assert found == CASES[path], path


def test_only_the_base_names_a_file_and_it_gives_no_level(tmp_path: Path) -> None:
    repo = RepositoryBuilder(tmp_path)
    repo.commit(
        "Begin", {".gitattributes": "auth/** linguist-vendored\napi.txt linguist-generated\n", "api.txt": "1\n"}
    )
    repo.branch("topic")
    repo.commit(
        "More", {".gitattributes": "* linguist-generated\n", "auth/a.py": "x = 1\n", "api.txt": "2\n", "b.txt": "1"}
    )
    found = {file.path: file for file in check(tmp_path, Range("main", "topic"), cached=False).change.files}
    assert (found["api.txt"].generated, found["b.txt"].generated) == (True, False)
    assert found["auth/a.py"].categories == ("auth", "vendored")
    assert found["auth/a.py"].level == "high"
