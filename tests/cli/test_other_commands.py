"""``affected``, ``graph``, ``commits``, ``explain``: answers, refusals, and the shipped schemas they keep."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from small_shop import AI, Command

from blastgate.cli.app import run
from blastgate.schemas import shipped
from blastgate.testing import RepositoryBuilder

CONTRACT = [
    ("check", "check", []),
    ("affected", "affected", ["cart/api.py"]),
    ("affected", "why", ["--why", "cart/api.py", "web"]),
    ("graph", "graph", []),
    ("graph", "graph", ["--level", "file"]),
    ("graph", "unresolved", ["--unresolved"]),
    ("commits", "commits", ["main..topic"]),
]


@pytest.mark.parametrize(("command", "schema", "arguments"), CONTRACT)
def test_the_json_of_a_command_keeps_its_schema(
    shop: RepositoryBuilder, blastgate: Command, command: str, schema: str, arguments: list[str]
) -> None:
    shop.commit("Add" + AI, {"cart/api.py": "def add(): return 2\n", "cart/bin": b"\0\1", "cart/\udcff.py": "x\n"})
    result = blastgate(command, *arguments, "--format", "json")
    Draft202012Validator(shipped(schema)).validate(result.data)
    assert blastgate(command, *arguments, "--format", "json").data.keys() == result.data.keys()


def test_affected_shows_components_and_files_nearest_first(blastgate: Command) -> None:
    answer = blastgate("affected", "cart/api.py", "--format", "json").data
    assert [(c["name"], c["distance"]) for c in answer["components"]] == [("cart", 0), ("web", 1)]
    assert [(f["path"], f["distance"]) for f in answer["files"]] == [("web/page.py", 1)]


def test_affected_takes_a_folder_for_every_file_in_it(blastgate: Command) -> None:
    assert blastgate("affected", "cart/", "--format", "json").data["paths"] == [
        "cart/Dockerfile",
        "cart/__init__.py",
        "cart/api.py",
        "cart/auth/login.py",
    ]


def test_affected_refuses_an_unknown_path_with_the_nearest(blastgate: Command) -> None:
    result = blastgate("affected", "cart/apy.py")
    assert (result.code, "did you mean cart/api.py?" in result.err) == (2, True)


def test_a_file_that_the_branch_deleted_still_shows_its_users(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.remove("cart/api.py").commit("Drop")
    assert [c["name"] for c in blastgate("affected", "cart/api.py", "--format", "json").data["components"]] == [
        "cart",
        "web",
    ]


def test_why_draws_the_chain_with_its_proof(blastgate: Command) -> None:
    assert blastgate("affected", "--why", "cart", "web/page.py").out == (
        "web/page.py is affected by cart\n  web/page.py → cart/api.py  import  web/page.py:1\n"
    )


def test_why_says_when_nothing_leads_there(blastgate: Command) -> None:
    said = blastgate("affected", "--why", "web", "cart").out
    assert said.startswith("cart is not affected by web\n  It is the other way round")


@pytest.mark.parametrize(
    ("paths", "said"),
    [(["cart"], "takes two PATHs, not 1"), (["cart", "wob/page.py"], "did you mean web/page.py?")],
)
def test_why_refuses(blastgate: Command, paths: list[str], said: str) -> None:
    result = blastgate("affected", "--why", *paths)
    assert (result.code, said in result.err) == (2, True)


def test_graph_lists_imports_that_lead_nowhere(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.commit("Misspell", {"cart/api.py": "from .gone import x\n\nfrom .lost import y\n"})
    assert blastgate("graph", "--unresolved").out == (
        "2 imports of 1 file look internal and lead to no file\n  cart/api.py:1  .gone:x\n  cart/api.py:3  .lost:y\n"
    )


def test_graph_says_when_every_import_leads_somewhere(blastgate: Command) -> None:
    assert blastgate("graph", "--unresolved").out == "no import looks internal and leads to no file\n"


def test_unresolved_imports_are_no_picture(blastgate: Command) -> None:
    result = blastgate("graph", "--unresolved", "--format", "dot")
    assert (result.code, "unknown format 'dot'" in result.err) == (2, True)


def test_graph_draws_components_with_the_lines_that_join_them(blastgate: Command) -> None:
    answer = blastgate("graph", "--format", "json").data
    assert {(e["from"], e["to"], e["kind"]): e["evidence"] for e in answer["edges"]} == {
        ("web", "cart", "import"): "web/page.py:1",
        ("web", "cart", "runtime"): "compose.yaml:2",
    }


@pytest.mark.parametrize("format_", ["text", "dot", "html", "mermaid"])
def test_graph_has_a_picture_in_every_format(blastgate: Command, format_: str) -> None:
    result = blastgate("graph", "--format", format_)
    assert (result.code, "cart" in result.out) == (0, True)


def test_graph_focuses_on_one_component_and_refuses_an_unknown_one(blastgate: Command) -> None:
    assert blastgate("graph", "--focus", "cart").code == 0
    result = blastgate("graph", "--focus", "carts")
    assert (result.code, "did you mean 'cart'?" in result.err) == (2, True)


def test_graph_affected_keeps_what_the_branch_reaches(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.commit("Page", {"web/page.py": "x = 1\n"})
    answer = blastgate("graph", "--affected", "--format", "json").data
    assert [c["name"] for c in answer["components"]] == ["web"]


def test_commits_counts_by_state_and_filters(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.commit("By hand", {"a.py": "1\n"})
    shop.commit("By Claude" + AI, {"b.py": "2\n"})
    answer = blastgate("commits", "--only", "ai", "--format", "json").data
    assert [commit["subject"] for commit in answer["commits"]] == ["By Claude"]
    assert answer["totals"] == {"ai": 1, "none": 1, "unknown": 0, "bot": 0}


def test_commits_refuses_an_unknown_range(blastgate: Command) -> None:
    result = blastgate("commits", "nowhere..topic")
    assert (result.code, "nowhere" in result.err) == (2, True)


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        ("auth", "at least high"),
        ("ai-paths", "only"),
        ("ai_paths", "only"),
        ("levels.low.max_files", "Files changed"),
        ("cart/api.py", "web"),
        ("new/file.py", "No component owns it"),
    ],
)
def test_explain_has_a_page(blastgate: Command, topic: str, says: str) -> None:
    result = blastgate("explain", topic)
    assert (result.code, says in result.out) == (0, True)


def test_explain_refuses_an_unknown_topic_with_the_nearest(blastgate: Command) -> None:
    result = blastgate("explain", "atuh")
    assert (result.code, "'auth'" in result.err) == (2, True)


def test_explain_alone_shows_the_verdict_with_all_its_evidence(shop: RepositoryBuilder, blastgate: Command) -> None:
    shop.commit("Login", {"cart/auth/login.py": "x = 1\n"})
    assert "tokens" in blastgate("explain", "auth").out
    assert "cart/auth/login.py" in blastgate("explain").out


def test_a_misspelt_command_names_the_nearest(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["chekc"]) == 2
    assert "Did you mean 'check'?" in capfd.readouterr().err


def test_every_command_has_help(capfd: pytest.CaptureFixture[str]) -> None:
    from blastgate import registry

    for name in set(registry.names("blastgate.cli")) - {"app", "options", "failures"}:
        assert run([name, "--help"]) == 0
        assert "Usage:" in capfd.readouterr().out


@pytest.mark.parametrize("group", ["", "cache", "guardrails", "policy"])
def test_help_says_what_each_command_does_in_one_whole_line(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*group.split(), "--help"]) == 0
    lines = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert lines
    assert [line for line in lines if line[2] == " " or not line.endswith(".") or line.endswith("...")] == []
