"""What tests look like in eight families of languages: their files, assertions, definitions, skips and snapshots."""

from __future__ import annotations

import re

from blastgate.model.named import NamedTuple
from blastgate.model.patterns import expression


class Family(NamedTuple):
    """How one family of languages writes tests; ``comment`` starts a line that does not run."""

    extensions: tuple[str, ...]
    comment: tuple[str, ...]
    assertion: re.Pattern[str]
    empty: re.Pattern[str]  # an assertion that cannot fail
    definition: re.Pattern[str]
    skip: re.Pattern[str]


PYTHON = Family(
    (".py", ".pyi"),
    ("#",),
    expression(r"\bassert\b|\.assert\w*\(|\bassert_\w+\(|\bpytest\.(?:raises|warns|fail)\b|\bself\.fail\("),
    expression(r"\bassert\s*\(?(?:True|1)\b\)?\s*(?:,|#|$)|\.assertTrue\(\s*True\b|\.assertEqual\(\s*(\w+),\s*\1\s*\)"),
    expression(r"^\s*(?:async\s+)?def\s+test"),
    expression(
        r"@(?:pytest\.)?mark\.(?:skip|xfail)|\bmark\.(?:skip|xfail)|@(?:unittest\.)?(?:skip(?:If|Unless)?|expectedFailure)\b"
        r"|\bpytest\.(?:skip|xfail|importorskip)\(|\.skipTest\(|\bSkipTest\b|__test__\s*=\s*False|\bcollect_ignore"
        r"|\bpytest_(?:collection_modifyitems|ignore_collect|runtest_setup|pyfunc_call|deselected)\b"
        r"|\bfrom\s+(?:pytest|unittest)\s+import\b.*\b(?:skip|xfail|skipIf|skipUnless|expectedFailure)\b"
        r"|\bgetattr\(\s*(?:pytest|unittest|mark)\b"
    ),
)
JAVASCRIPT = Family(
    (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte"),
    ("//", "*", "/*"),
    expression(
        r"\bexpect(?:TypeOf)?\s*(?:\(|\.(?:soft|poll|fail|element|assertions|hasAssertions)\b)|\bassert\b|\.should\b|\bt\.(?:is|not|deepEqual|true|false|truthy|throws|equal|ok)\("
    ),
    expression(r"\bexpect\(\s*(true|false|1|0|null)\s*\)\.to(?:Be|Equal)\(\s*\1\s*\)|\bassert(?:\.ok)?\(\s*true\s*\)"),
    expression(r"^\s*(?:it|test|specify)(?:\.[a-z]\w*)*\s*[(`]"),
    expression(
        r"\b(?:it|test|describe|context|suite|specify)(?:\.concurrent|\.sequential)?\."
        r"(?:skip|skipIf|runIf|only|todo|fixme|failing|fails|fail)\b"
        r"|\b(?:xit|xdescribe|xtest|xcontext|xspecify|fit|fdescribe|ftest)\s*\(|\b(?:this|t|test|ctx)\.skip\("
    ),
)
GO = Family(
    (".go",),
    ("//",),
    expression(r"\b[tb]\.(?:Errorf?|Fatalf?|Fail|FailNow)\(|\b(?:assert|require|Expect|cmp)\b[.(]"),
    expression(r"\b(?:assert|require)\.True\(\s*t,\s*true\b"),
    expression(r"^func\s+(?:\([^)]*\)\s*)?(?:Test|Fuzz|Example)|\bt\.Run\(|^\s*It\("),
    expression(r"\b[tbf]\.Skip(?:f|Now)?\(|\b[FPX](?:It|Describe|Context|Specify|When|Entry)\(|\btesting\.Short\("),
)
JAVA = Family(
    (".java", ".kt", ".kts", ".groovy", ".scala"),
    ("//", "*", "/*"),
    expression(
        r"\bassert\w*\b|\bverify\w*\s*[({]|\bfail\s*\(|\.andExpect\(|\bshould(?:Be|Equal|Throw)\w*\b|\bexpectThrows\b"
    ),
    expression(r"\bassertTrue\(\s*true\s*\)|\bassertThat\(\s*true\s*\)\.isTrue\("),
    expression(
        r"@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\b|^\s*(?:test|it|should)\(\s*[sf]?\""
    ),
    expression(r"@(?:Disabled|Ignore|DisabledIf|EnabledIf)\w*|\bassum(?:e|ing)\w*\s*\(|enabled\s*=\s*false"),
)
RUBY = Family(
    (".rb",),
    ("#",),
    expression(r"\bexpect\b|\bassert\w*\b|\brefute\w*\b|\.should(?:_not)?\b|\.(?:must|wont)_\w+|\bis_expected\b"),
    expression(r"\bassert\s*\(?\s*true\b|\bexpect\(\s*true\s*\)\.to\s+(?:be\(?\s*true|eq\(?\s*true)"),
    expression(r"^\s*(?:it|specify|scenario|test)\b|^\s*def\s+test_"),
    expression(
        r"^\s*(?:xit|xdescribe|xcontext|xspecify|xscenario|xexample|fit|fdescribe|fcontext)\b|^\s*(?:skip|pending)\b"
        r"|\b(?:skip|pending|focus):\s|,\s*:(?:skip|pending|focus)\b"
    ),
)
RUST = Family(
    (".rs",),
    ("//",),
    expression(r"\b(?:debug_)?assert\w*!|\bpanic!|\bprop_assert\w*!|\bassert_\w+\("),
    expression(r"\bassert!\(\s*true\b"),
    expression(r"#\[(?:[a-z_]+::)?(?:test|rstest|test_case|wasm_bindgen_test|quickcheck)\b"),
    expression(r"#\[ignore\b|#\[cfg_attr\(.{0,80}\bignore\b"),
)
CSHARP = Family(
    (".cs", ".fs", ".vb"),
    ("//", "*", "/*"),
    expression(r"\bAssert\.\w+|\.Should\(\)|\.Verify\w*\(|\.Should(?:Be|NotBe|Throw|Contain|Equal)\w*\("),
    expression(r"\bAssert\.(?:True|IsTrue)\(\s*true\b"),
    expression(r"^\s*\[(?:\w+,\s*)?(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod|Property)\b"),
    expression(r"\bSkip\s*=|\[(?:Ignore|Explicit)\b|\bAssert\.(?:Ignore|Inconclusive|Skip\w*)\(|\bSkip\.If(?:Not)?\("),
)
PHP = Family(
    (".php", ".phpt"),
    ("//", "*", "/*"),
    expression(r"(?:->|::)assert\w*\(|(?:->|::)expect(?:Exception|Output|NotTo)\w*\(|(?:->|::)fail\(|\bexpect\("),
    expression(r"assertTrue\(\s*true\s*\)"),
    expression(r"\bfunction\s+test|#\[Test\b|@test\b|^\s*(?:it|test)\("),
    expression(
        r"(?:->|::)markTest(?:Skipped|Incomplete)\(|^(?:\}|(?:it|test)\(.{0,300})\)->(?:skip|todo|only)\(|@requires\b|#\[Requires"
    ),
)
FAMILIES = (PYTHON, JAVASCRIPT, GO, JAVA, RUBY, RUST, CSHARP, PHP)
_BY_EXTENSION = {extension: family for family in FAMILIES for extension in family.extensions}

_FOLDERS = frozenset(
    ("test", "tests", "__tests__", "spec", "specs", "e2e", "integration-tests", "unittests", "androidtest")
)
_NAMES = expression(
    r"^(?:test_.*|.*_test|conftest|tests)\.pyi?$"
    r"|\.(?:test|spec|e2e|cy|e2e-spec|test-d)\.[cm]?[jt]sx?$"
    r"|_test\.go$"
    r"|^Test[A-Z]\w*\.(?:java|kt|groovy|scala)$|(?:Test|Tests|TestCase|IT|Spec|Suite)\.(?:java|kt|groovy|scala)$"
    r"|_(?:spec|test)\.rb$|^test_.*\.rb$|^tests?\.rs$|_tests?\.rs$|Tests?\.(?:cs|fs|vb)$|Test\.php$|\.phpt$"
)
_SNAPSHOT_ENDINGS = (".snap", ".ambr", ".golden", ".snapshot", ".snap.new")
_SNAPSHOT_FOLDERS = frozenset(("__snapshots__", "__image_snapshots__", "__screenshots__", "goldens", "golden"))


# A skip under a condition: with a new test it is how that test is written; without one it takes a test away somewhere.
CONDITIONAL = expression(
    r"skip(?:if|unless)|runif|importorskip|testing\.Short|(?:En|Dis)abledIf|\bassum|\bSkip\.If|cfg_attr|@requires|#\[Requires"
    r"|\b(?:test|it)\.(?:skip|fixme)\((?!\s*(?:[\"'`)]|true\b|async\b|function\b|\(\)|$))"
    r"|^[?:]\s*\w+\.(?:skip|only)\b|\?\s*[\w.]+\s*:\s*\w+\.skip\b|\?\s*\w+\.skip\s*:",
    re.IGNORECASE,
)
_CONDITION = expression(r"^(\s*)(?:\}\s*else\s+)?(?:if|elif|unless)\b")


def guards(above: str, below: str) -> bool:
    """Tell whether a line is the condition under which the next one runs."""
    condition = _CONDITION.match(above)
    return condition is not None and len(below) - len(below.lstrip()) > len(condition[1])


def family_of(path: str) -> Family | None:
    """Find how the language of a file writes tests; None where it is not known."""
    dot = path.rfind(".")
    return _BY_EXTENSION.get(path[dot:].lower()) if dot > path.rfind("/") else None


def is_test(path: str) -> bool:
    """Tell by folder or by the grammar of file names whether a source file holds tests."""
    if family_of(path) is None:
        return False
    *folders, name = path.split("/")
    return bool(_NAMES.search(name)) or any(folder.lower() in _FOLDERS for folder in folders)


def is_found_by_name(path: str) -> bool:
    """Tell whether a runner takes a file for tests by its name, as most do wherever it lies."""
    return family_of(path) is not None and _NAMES.search(path.rpartition("/")[2]) is not None


def is_snapshot(path: str) -> bool:
    """Tell whether a file holds expected output that a test run can rewrite."""
    *folders, name = path.lower().split("/")
    if name.endswith(_SNAPSHOT_ENDINGS) or ".approved." in name:
        return True
    if not _SNAPSHOT_FOLDERS.isdisjoint(folders) or any(folder.endswith("-snapshots") for folder in folders):
        return True
    return "snapshots" in folders and not _FOLDERS.isdisjoint(folders)
