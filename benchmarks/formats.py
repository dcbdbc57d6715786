"""Hold what blastgate writes against other people's readers: ``make formats [REPOSITORIES="DIR..."]``.

SARIF logs against Microsoft's validator, with its rules for GitHub; Mermaid blocks against Mermaid's parser; JUnit
reports against the schema of Jenkins' xUnit plug-in, as pytest's source distribution carries it. All are downloaded
with npm and pip into a folder that is thrown away. The blocks, logs and reports are those of the assessments that the
tests use, of components whose names are made to break out, and of the repositories that are named.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TOP / "tests"))

import assessments as made  # noqa: E402

from blastgate.model.graph import Component, Edge  # noqa: E402
from blastgate.reporters import junit, sarif  # noqa: E402
from blastgate.reporters.graphs import mermaid  # noqa: E402
from blastgate.reporters.graphs.interface import GraphView  # noqa: E402
from blastgate.reporters.interface import PLAIN  # noqa: E402

XSD = "junit-10.xsd"
PACKAGES = ("mermaid@12", "jsdom@26", "@microsoft/sarif-multitool-linux@5")
ASSESSMENTS = ("assessment_of", "warn", "review", "block", "hostile", "huge", "could_not_decide", "without_graph")
NAMES = (
    *("end", "graph", "subgraph x", "class", "default", "style n0 fill:red", "click n0 call x()", "%%{init: {}}%%"),
    *('"]', "&quot;", "#35;", "`a`", "**b**", "__c__", "1. d", "- e", "http://f", "fa:fa-car g", "$$h$$", "<script>"),
    *("i\nj", "k\\nl", "m;n", "(o)/[p]", "{q}", "\udcff", "\u202er", "日本/é", "🙂", " ", "", "s" * 5_000, made.EVIL),
)


def main() -> int:
    """Write everything, let the readers read it, and say what they refuse."""
    with tempfile.TemporaryDirectory(prefix="blastgate-formats-") as name:
        folder = Path(name)
        subprocess.run(
            ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", *PACKAGES],
            cwd=folder,
            check=True,
        )
        return max(check_mermaid(folder), check_sarif(folder), check_junit(folder))


def check_mermaid(folder: Path) -> int:
    """Parse every block with Mermaid's parser; return 1 where it refuses one."""
    files = [str(write(folder / f"{number}.mmd", text)) for number, text in enumerate(blocks())]
    return subprocess.run(
        ["node", str(TOP / "benchmarks" / "mermaid_parse.mjs"), *files], cwd=folder, check=False
    ).returncode


def check_sarif(folder: Path) -> int:
    """Validate every log; return 1 where an error is found. Notes of taste are not asked for."""
    logs = [write(folder / f"{name}.sarif", sarif.report(getattr(made, name)(), PLAIN)) for name in ASSESSMENTS]
    tool = folder / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
    tool.chmod(0o755)
    kinds = ("--rule-kind", "Sarif;Gh", "--level", "Error", "--quiet", "true")
    output = ("--output", str(folder / "found.sarif"), "--log", "ForceOverwrite")
    environment = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": str(folder)}
    command = [str(tool), "validate", *map(str, logs), *kinds, *output]
    ran = subprocess.run(command, env=environment, check=False)
    found = (folder / "found.sarif").read_text(encoding="utf-8-sig").count('"ruleIndex"')
    print(f"sarif: {len(logs)} logs, {found} errors (exit code {ran.returncode})")
    return int(bool(found or ran.returncode))


def check_junit(folder: Path) -> int:
    """Validate every report; return 1 where the schema refuses one."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    library = str(folder / "library")
    subprocess.run([*pip, "install", "--target", library, "xmlschema>=4"], check=True)
    source = [*pip, "download", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), "pytest>=8"]
    subprocess.run(source, check=True)
    with tarfile.open(next(folder.glob("pytest-*.tar.gz"))) as archive:
        member = next(one for one in archive if one.name.endswith(f"/{XSD}"))
        content = archive.extractfile(member)
        assert content is not None
        (folder / XSD).write_bytes(content.read())
    reports = [write(folder / f"{name}.xml", junit.report(getattr(made, name)(), PLAIN)) for name in ASSESSMENTS]
    sys.path.insert(0, library)
    import xmlschema

    schema = xmlschema.XMLSchema(folder / XSD)
    refused = [error.reason for report in reports for error in schema.iter_errors(report)]
    print(f"junit: {len(reports)} reports, {len(refused)} errors{''.join(f'{chr(10)}  {why}' for why in refused)}")
    return int(bool(refused))


def blocks() -> Iterator[str]:
    """Draw graphs: of evil names, one by one and all together, and of the repositories named on the command line."""
    for names in (*((name, "b") for name in NAMES), NAMES):
        components = tuple(Component(name, name, "service", "x") for name in dict.fromkeys(names))
        edges = tuple(Edge(names[0], name, "import", "x:1") for name in names)
        yield mermaid.draw(GraphView(components=components, edges=edges, affected=frozenset(names[:1])))
    for repository in sys.argv[1:]:
        command = [
            str(Path(sys.executable).with_name("blastgate")),
            "graph",
            "--repo",
            repository,
            "--format",
            "mermaid",
        ]
        yield subprocess.run(command, check=True, capture_output=True, text=True).stdout


def write(file: Path, text: str) -> Path:
    """Write a file and return it."""
    file.write_text(text, encoding="utf-8")
    return file


if __name__ == "__main__":
    sys.exit(main())
