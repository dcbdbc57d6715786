"""Judge every branch of the example shop with the real command, and hold each outcome to what it should be.

Exit code 0 when all are as expected, else 1.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from build_shop import BUILT, build

TOP = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).parent / "blastgate"
EXIT_CODES = {"PASS": 0, "WARN": 0, "REVIEW": 3, "BLOCK": 1}


class Story(NamedTuple):
    """One branch of the shop: what it is about and the outcome it must have."""

    branch: str
    title: str
    outcome: str


STORIES = (
    Story("docs-only", "documentation only", "PASS"),
    Story("ai-tests-only", "an AI-assisted change that only adds tests", "PASS"),
    Story("senior-ai-change", "an AI-assisted change to one service, by a senior", "WARN"),
    Story("ai-auth-shared-library", "AI touches the shared library and the login", "REVIEW"),
    Story("ai-outside-allowed-paths", "AI touches infrastructure, where it may not write", "BLOCK"),
)


class Judged(NamedTuple):
    """What the command said of a branch: the first word on the screen and the exit code."""

    story: Story
    outcome: str
    exit_code: int

    @property
    def as_expected(self) -> bool:
        """Tell whether the outcome and its exit code are the ones the story must have."""
        return (self.outcome, self.exit_code) == (self.story.outcome, EXIT_CODES[self.story.outcome])


def main() -> int:
    """Build the shop, judge each branch, print every screen and a closing table."""
    build(BUILT)
    judged = [judge(story) for story in STORIES]
    print("expected  judged    exit  branch")
    for one in judged:
        mark = "" if one.as_expected else "   <-- not as expected"
        print(f"{one.story.outcome:9} {one.outcome:9} {one.exit_code:4}  {one.story.branch}{mark}")
    return 0 if all(one.as_expected for one in judged) else 1


def judge(story: Story) -> Judged:
    """Run ``blastgate check`` on one branch and print its title, command line, screen and exit code."""
    arguments = ["check", "--repo", str(BUILT.relative_to(TOP)), "--base", "main", "--head", story.branch]
    print(f"== {story.title}\n\n$ blastgate {' '.join(arguments)}")
    ran = subprocess.run([COMMAND, *arguments], cwd=TOP, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    print(f"{ran.stdout}\nexit code {ran.returncode}\n", flush=True)
    words = ran.stdout.split(maxsplit=1)
    return Judged(story, words[0] if words else "nothing", ran.returncode)


if __name__ == "__main__":
    sys.exit(main())
