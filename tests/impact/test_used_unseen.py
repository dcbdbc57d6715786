"""Files that code uses without an import: templates, contracts, data. A change to one is never precise."""

from __future__ import annotations

import pytest

from blastgate.impact.affected import radius_of
from blastgate.impact.build import join_graph
from blastgate.impact.claims import read_claims
from blastgate.impact.files import FactsStore, build_file_graph, source_files
from blastgate.model.graph import Graph
from blastgate.testing import snapshot_of

SHOP = {
    "web/pyproject.toml": '[project]\nname = "web"\ndependencies = ["mail"]\n',
    "web/web.py": "import mail",
    "mail/pyproject.toml": '[project]\nname = "mail"\n',
    "mail/mail.py": "",
    "mail/unused.py": "",
    "mail/templates/base.html": "",
    "mail/api/openapi.yaml": "a: {$ref: ../../shared/money.json}",
    "mail/queries/cart.graphql": "",
    "shared/money.json": "{}",
    "infra/main.tf": 'x = templatefile("../shared/x.tpl", {})',
    "shared/x.tpl": "",
}


def shop() -> Graph:
    """Build the shop's graph from its files."""
    snapshot = snapshot_of(SHOP)
    files = frozenset(source_files(snapshot.entries))
    return join_graph(read_claims(snapshot), (), build_file_graph(snapshot, FactsStore()), files)


def affected(path: str) -> set[str]:
    """Name the components that a change to one file of the shop affects."""
    return {component.name for component in radius_of([path], shop()).components}


@pytest.mark.parametrize(
    "path", ["mail/templates/base.html", "mail/api/openapi.yaml", "mail/queries/cart.graphql", "mail/data.bin"]
)
def test_a_file_that_code_may_read_affects_all_who_import_its_component(path: str) -> None:
    assert {"mail", "web"} <= affected(path)


def test_a_file_of_code_affects_those_who_import_it() -> None:
    assert {"mail", "web"} <= affected("mail/mail.py")


@pytest.mark.parametrize(("path", "user"), [("shared/x.tpl", "infra"), ("shared/money.json", "mail")])
def test_a_file_that_is_no_source_leads_to_those_who_name_it(path: str, user: str) -> None:
    assert user in affected(path)


def test_a_file_that_no_component_owns_stands_for_itself_in_the_chain() -> None:
    components = {component.name: component for component in radius_of(["shared/x.tpl"], shop()).components}

    assert [(edge.to, edge.evidence) for edge in components["infra"].via] == [("shared/x.tpl", "infra/main.tf:1")]
