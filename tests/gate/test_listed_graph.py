"""The smaller graph of a gate without git: manifests out of GitHub's trees and blobs, bounded, checked, and told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from stage import POLICY, SAM, Stage

from blastgate.gate.listed import MOST_MANIFESTS
from blastgate.gate.run import run_gate
from blastgate.model.assessment import Assessment
from blastgate.policy.layers.load import load_policy

ACCEPTS = f"{POLICY}smaller_graph: accept\n"
STATUS = {"A": "added", "M": "modified", "D": "removed", "T": "changed"}


def package(name: str, *needs: str) -> str:
    """Write a package.json."""
    return json.dumps({"name": name, "dependencies": dict.fromkeys(needs, "workspace:*")})


SHOP: dict[str, Any] = {
    "package.json": json.dumps({"name": "shop", "workspaces": ["apps/*", "packages/*"]}),
    "packages/money/package.json": package("money"),
    "packages/money/index.js": "export const cents = 100;\n",
}
for app in ("web", "api"):
    SHOP |= {f"apps/{app}/package.json": package(app, "money"), f"apps/{app}/Dockerfile": "FROM scratch\nCOPY . .\n"}
CHANGE = {"packages/money/index.js": "export const cents = 10;\n"}


@pytest.fixture
def shop(stage: Stage) -> Stage:
    """A workspace of two services over one library, shown by the API with its trees and blobs."""
    stage.repo.switch("main").commit("Shop", SHOP)
    stage.sync()
    stage.fake.objects(stage.repo.path)
    return stage


def judged(stage: Stage, files: dict[str, Any], policy: str = POLICY, hide: str = "") -> Assessment | None:
    """Judge a pull request with these files without git; ``hide`` leaves one out of GitHub's list."""
    stage.repo.switch("main").commit("Policy", {".blastgate.yml": policy})
    stage.sync()
    return shown(stage, stage.open(files, author=SAM), hide)


def shown(stage: Stage, head: str, hide: str = "") -> Assessment | None:
    """List the files of the pull request as git tells them, and judge it without git."""
    changed = stage.repo.run("diff", "--no-renames", "--name-status", "main", head).splitlines()
    rows = [line.split("\t") for line in changed]
    url = "https://api.github.com/repos/acme/shop/contents/x"
    urls = dict.fromkeys(("blob_url", "raw_url", "contents_url"), url)
    made = {"sha": "e" * 40, "additions": 1, "deletions": 1, "changes": 2, "patch": "@@ -1 +1 @@\n-x\n+y", **urls}
    pull = stage.fake.world.pulls[7]
    pull.files = [{**made, "filename": path, "status": STATUS[letter]} for letter, path in rows if path != hide]
    pull.files_count = len(pull.files)
    done = list(run_gate(stage.environment(), with_git=False))
    assert done[0].ruling is not None
    return done[0].ruling.assessment


def test_reach_by_manifests_is_shown_and_is_a_lower_bound(shop: Stage) -> None:
    found = judged(shop, CHANGE)
    assert found is not None
    assert [(a.name, a.distance) for a in found.impact.affected] == [("money", 0), ("api", 1), ("web", 1)]
    assert (found.impact.services_affected, found.impact.affected_files) == (None, None)
    assert found.impact.warnings[0] == "services affected are unknown: at least 2"
    assert "no source was read for its imports" in found.impact.warnings[1]
    assert (found.level, shop.status().state) == ("high", "pending")


def test_a_policy_may_accept_it_but_never_for_affected_files(shop: Stage) -> None:
    found = judged(shop, CHANGE, ACCEPTS)
    assert found is not None
    assert (found.impact.services_affected, found.impact.affected_files, found.level) == (2, None, "medium")
    assert any("no source was read" in warning for warning in found.impact.warnings)


def test_prose_affects_nobody_in_any_graph(shop: Stage) -> None:
    found = judged(shop, {"docs/cart.md": "# Cart\n"})
    assert found is not None
    assert (found.impact.services_affected, found.outcome) == (0, "pass")


def test_many_manifests_are_read_up_to_a_bound_and_the_rest_is_told(shop: Stage) -> None:
    many = {f"packages/p{n:03}/package.json": package(f"p{n}") for n in range(MOST_MANIFESTS)}
    shop.repo.switch("main").commit("Many", many)
    found = judged(shop, CHANGE, ACCEPTS)
    assert found is not None
    assert found.impact.services_affected is None
    assert any("of 30 manifests were not read" in warning for warning in found.impact.warnings)
    assert sum("/git/blobs/" in seen.path for seen in shop.fake.seen) == MOST_MANIFESTS + 1  # and the policy


def test_a_usual_pull_request_takes_one_call_for_each_tree_and_manifest(shop: Stage) -> None:
    judged(shop, CHANGE)
    paths = [seen.path for seen in shop.fake.seen if seen.method == "GET"]
    assert sum("/git/trees/" in path for path in paths) == 2
    assert sum("/git/blobs/" in path for path in paths) == 6
    assert len(shop.fake.seen) <= 29


@pytest.mark.parametrize("entries", [5, 100_000])
def test_the_policy_is_read_at_a_commit_never_by_a_name_that_a_tag_may_bear(shop: Stage, entries: int) -> None:
    shop.fake.world.most_entries = entries
    shop.fake.file(".blastgate.yml", POLICY)
    assert judged(shop, CHANGE) is not None
    asked = [seen.path for seen in shop.fake.seen if seen.method == "GET"]
    asked = [path for path in asked if "/git/trees/" in path or "/contents/" in path]
    assert asked
    assert not [path for path in asked if "main" in path]


def test_a_tree_that_is_cut_short_makes_no_graph(shop: Stage) -> None:
    shop.fake.world.most_entries = 5
    shop.fake.file(".blastgate.yml", POLICY)
    found = judged(shop, CHANGE, ACCEPTS)
    assert found is not None
    assert (found.impact.services_affected, found.impact.affected) == (None, ())
    assert "services affected are unknown" in found.impact.warnings[0]


def test_a_blob_of_another_id_is_not_believed(shop: Stage) -> None:
    blob = shop.repo.run("rev-parse", "main:apps/web/package.json")
    shop.fake.world.blobs[blob] = b'{"name": "web"}'
    found = judged(shop, CHANGE, ACCEPTS)
    assert found is not None
    assert [(item.path, item.why) for item in found.impact.unreadable] == [
        ("apps/web/package.json", "what GitHub sent is another file than asked for")
    ]


def test_a_file_that_became_a_link_is_told_by_the_trees(shop: Stage) -> None:
    shop.repo.switch("main").branch("topic").symlink("packages/money/index.js", "../../README.md")
    found = shown(shop, shop.show(7, "topic", shop.repo.commit("Link", author=SAM)))
    assert found is not None
    assert [(file.path, file.status) for file in found.change.files] == [("packages/money/index.js", "type-changed")]


def test_a_file_that_the_list_leaves_out_is_an_error(shop: Stage) -> None:
    assert judged(shop, CHANGE | {"docs/cart.md": "# Cart\n"}, hide="packages/money/index.js") is None
    assert (shop.status().state, "leaves out" in str(shop.status().description)) == ("error", True)


LAYERS = [("unknown", "accept", False), ("accept", "unknown", False), ("accept", "accept", True), ("", "accept", False)]


@pytest.mark.parametrize(("floor", "own", "accepts"), LAYERS)
def test_a_layer_cannot_loosen_the_smaller_graph(floor: str, own: str, accepts: bool) -> None:
    below = "version: 1\nextends: [recommended]\n" + (f"smaller_graph: {floor}\n" if floor else "")
    text = f"version: 1\nextends: [floor.yml]\nsmaller_graph: {own}\n".encode()
    policy = load_policy(text, "main:.blastgate.yml", "default-branch", lambda _: below.encode())
    assert policy.accepts_smaller_graph == accepts
