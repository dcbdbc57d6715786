"""The hook as real git runs it: every way to make a commit, and every way to carry one over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hooked import AGENT, NO_HOOKS, TAG, TOP, Hooked

TYPE = "sed -i '1s/^/Typed in the editor/'"


@pytest.fixture
def repo(tmp_path: Path) -> Hooked:
    """A repository with one commit and both hooks."""
    made = Hooked(_folder(tmp_path))
    made.by_hand("a", "First")
    return made


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    return folder


def test_a_message_on_the_command_line(repo: Hooked) -> None:
    assert repo.commit("a", "Mend it") == f"Mend it\n\n{TAG}\n"
    assert repo.said == ""


def test_a_persons_commit_is_left_alone(repo: Hooked) -> None:
    assert repo.commit("a", "Mend it", agent=False) == "Mend it\n"
    assert repo.said == ""


def test_a_message_from_a_file_with_bytes_that_are_no_utf8(repo: Hooked) -> None:
    repo.change("a")
    repo.git(
        "-c", "i18n.commitEncoding=latin1", "commit", "-q", "-F", "-", agent=True, stdin=b"Caf\xe9\n\nCloses: #1\n"
    )
    assert repo.message() == f"Caf\udce9\n\nCloses: #1\n{TAG}\n"


def test_an_editor_with_comments_and_the_diff_below_scissors(repo: Hooked) -> None:
    repo.change("a", f"{TAG}\n")
    repo.git("commit", "-q", "-v", agent=True, editor=TYPE)
    assert repo.message() == f"Typed in the editor\n\n{TAG}\n"


def test_the_editor_shows_the_trailer_above_the_comments(repo: Hooked, tmp_path: Path) -> None:
    repo.change("a")
    repo.git("commit", "-q", "-v", "-e", "-m", "Mend it", agent=True, editor=f"cp -t {tmp_path}")
    seen = (tmp_path / "COMMIT_EDITMSG").read_text(encoding="utf-8")
    assert seen.startswith(f"Mend it\n\n{TAG}\n\n# Please enter the commit message")
    assert "\n# ------------------------ >8 ------------------------\n" in seen
    assert repo.message() == f"Mend it\n\n{TAG}\n"


def test_an_editor_that_is_left_empty_makes_no_commit(repo: Hooked) -> None:
    repo.change("a")
    repo.git("commit", "-q", "-s", agent=True, fails=True)
    assert "empty commit message" in repo.said


def test_an_untouched_template_makes_no_commit_and_a_filled_one_is_tagged(repo: Hooked) -> None:
    (repo.folder / ".git" / "template").write_text("Why:\n", encoding="utf-8")
    repo.git("config", "commit.template", ".git/template")
    repo.change("a")
    repo.git("commit", "-q", agent=True, fails=True)
    assert "you did not edit the message" in repo.said
    repo.git("commit", "-q", agent=True, editor=TYPE)
    assert repo.message() == f"Typed in the editorWhy:\n\n{TAG}\n"


def test_amending_tags_once(repo: Hooked) -> None:
    repo.by_hand("a", "By hand")
    repo.git("commit", "-q", "--amend", "--no-edit", agent=True)
    repo.git("commit", "-q", "--amend", "--no-edit", agent=True)
    assert repo.message() == f"By hand\n\n{TAG}\n"


@pytest.mark.parametrize("stage", ["prepare-commit-msg", "commit-msg"])
def test_one_stage_is_enough(tmp_path: Path, stage: str) -> None:
    repo = Hooked(_folder(tmp_path), (stage,))
    assert repo.commit("a", "Mend it") == f"Mend it\n\n{TAG}\n"
    assert (repo.commit("a", "More", "--no-verify") == f"More\n\n{TAG}\n") == (stage == "prepare-commit-msg")


def test_sign_off_and_trailer_of_git_itself(repo: Hooked) -> None:
    message = repo.commit("a", "Mend it", "-s", "--trailer", "Closes: #1")
    assert message == f"Mend it\n\nSigned-off-by: Kim Lee <kim@example.org>\nCloses: #1\n{TAG}\n"


def test_the_authors_no_stands_and_is_told(repo: Hooked) -> None:
    assert repo.commit("a", "Mend it\n\nAI-assisted: no") == "Mend it\n\nAI-assisted: no\n"
    assert "the message says 'AI-assisted: no' (the environment is Claude Code's)" in repo.said


def test_a_merge_is_not_tagged(repo: Hooked) -> None:
    repo.git("switch", "-q", "-c", "topic")
    repo.by_hand("b", "Topic")
    repo.git("switch", "-q", "main")
    repo.by_hand("a", "Main")
    repo.git("merge", "-q", "topic", agent=True)
    assert repo.message() == "Merge branch 'topic'\n"


def test_a_merge_with_conflicts_is_not_tagged(repo: Hooked) -> None:
    _diverge(repo)
    repo.git("merge", "-q", "topic", agent=True, fails=True)
    repo.write("a", "both\n")
    repo.git("commit", "-q", "--no-edit", agent=True)
    assert TAG not in repo.message()


@pytest.mark.parametrize("args", [(), ("-m", "All of it")])
def test_a_squash_merge_is_not_tagged_by_whoever_makes_it(repo: Hooked, args: tuple[str, ...]) -> None:
    repo.git("switch", "-q", "-c", "topic")
    repo.by_hand("b", "Topic")
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--squash", "topic", agent=True)
    repo.git("commit", "-q", *args, agent=True)
    assert TAG not in repo.message()


def test_a_rebase_leaves_the_commits_of_people_alone(repo: Hooked) -> None:
    repo.git("switch", "-q", "-c", "topic")
    repo.by_hand("b", "By hand")
    repo.commit("c", "By agent")
    repo.git("switch", "-q", "main")
    repo.by_hand("a", "Main")
    repo.git("rebase", "-q", "main", "topic", agent=True)
    assert repo.subjects_tagged("main..topic") == {"By agent": True, "By hand": False}


def test_what_is_committed_while_a_rebase_has_stopped_is_tagged(repo: Hooked) -> None:
    for name in ("b", "c"):
        repo.by_hand(name, f"Add {name}")
    repo.git("-c", "sequence.editor=sed -i 1s/pick/edit/", "rebase", "-q", "-i", "HEAD~2", agent=True)
    repo.commit("d", "Made in between")
    repo.git("rebase", "--continue", agent=True)
    assert repo.subjects_tagged("HEAD~3..") == {"Add c": False, "Made in between": True, "Add b": False}


def test_autosquash_finds_tagged_fixups_and_keeps_what_is_not_thrown_away(repo: Hooked) -> None:
    for name in ("b", "c", "d"):
        repo.by_hand(name, f"Add {name}")
    ids = {name: repo.git("rev-parse", f":/Add {name}").strip() for name in ("b", "c", "d")}
    for name, kind in (("b", "--fixup={}"), ("c", "--squash={}"), ("d", "--fixup=amend:{}")):
        repo.change(name)
        repo.git("commit", "-q", kind.format(ids[name]), agent=True)
        assert TAG in repo.message()
    repo.git("rebase", "-q", "-i", "--autosquash", "HEAD~6", agent=True)
    assert repo.subjects_tagged("HEAD~3..") == {"Add d": True, "Add c": True, "Add b": False}
    assert repo.message() == f"Add d\n\n{TAG}\n"


def test_a_cherry_pick_carries_over_and_names_its_origin(repo: Hooked) -> None:
    repo.git("switch", "-q", "-c", "topic")
    repo.by_hand("b", "By hand")
    origin = repo.git("rev-parse", "HEAD").strip()
    repo.git("switch", "-q", "main")
    repo.git("cherry-pick", "-x", "topic", agent=True)
    picked = f"By hand\n\n(cherry picked from commit {origin})\n"
    assert repo.message() == picked
    repo.change("b")
    repo.git("commit", "-q", "--amend", "--no-edit", agent=True)
    assert repo.message() == f"{picked}{TAG}\n"
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.git("cherry-pick", "-e", "topic", agent=True)
    assert repo.message() == "By hand\n"


def test_a_revert_is_made_now(repo: Hooked) -> None:
    repo.by_hand("b", "Add b")
    added = repo.git("rev-parse", "HEAD").strip()
    repo.git("revert", "--no-edit", "HEAD", agent=True)
    assert repo.message() == f'Revert "Add b"\n\nThis reverts commit {added}.\n\n{TAG}\n'


def test_a_file_of_crlf_lines_keeps_them(repo: Hooked) -> None:
    repo.change("a")
    repo.git("commit", "-q", "--cleanup=verbatim", "-F", "-", agent=True, stdin=b"Mend it\r\n\r\nWhy.\r\n")
    assert repo.message() == f"Mend it\r\n\r\nWhy.\r\n\r\n{TAG}\r\n"


def test_a_message_without_a_final_line_end_stays_so(repo: Hooked) -> None:
    repo.change("a")
    repo.git("commit", "-q", "--cleanup=verbatim", "-F", "-", agent=True, stdin=b"Mend it")
    assert repo.message() == f"Mend it\n\n{TAG}"


@pytest.mark.parametrize("comment", [";", "auto"])
def test_another_comment_character(repo: Hooked, comment: str) -> None:
    repo.change("a")
    args = ("-c", f"core.commentChar={comment}", "commit", "-q", "-v", "-e", "-m", "Mend it", "-m", "#1 is closed")
    repo.git(*args, agent=True)
    assert repo.message() == f"Mend it\n\n#1 is closed\n\n{TAG}\n"


def test_an_empty_message_stays_empty(repo: Hooked) -> None:
    repo.change("a")
    repo.git("commit", "-q", "--allow-empty-message", "-m", "", agent=True)
    assert repo.message() == ""


def test_a_linked_worktree_has_a_folder_of_its_own(repo: Hooked, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", "-b", "topic", str(tmp_path / "linked"))
    (tmp_path / "linked" / "a").write_text("other\n", encoding="utf-8")
    repo.git("-C", str(tmp_path / "linked"), "commit", "-q", "-a", "-m", "Mend it", agent=True)
    assert repo.message("topic") == f"Mend it\n\n{TAG}\n"


def test_a_form_of_ones_own(repo: Hooked) -> None:
    repo.git("config", "blastgate.tag.trailer", "AI-Tool: {tool}")
    assert repo.commit("a", "Mend it") == "Mend it\n\nAI-Tool: claude-code\n"


def test_a_form_that_is_no_trailer_stops_the_agent_and_never_a_person(repo: Hooked) -> None:
    repo.git("config", "blastgate.tag.trailer", "Signed-off-by: Kim")
    repo.change("a")
    repo.git("commit", "-q", "-m", "Mend it", agent=True, fails=True)
    assert repo.said.startswith("blastgate: error: blastgate.tag.trailer: only a person can sign off\n")
    repo.git("commit", "-q", "-m", "Mend it")
    assert repo.message() == "Mend it\n"


def test_by_hand_the_command_says_what_it_does(repo: Hooked, tmp_path: Path) -> None:
    hook = str(repo.folder / ".git" / "hooks" / "prepare-commit-msg")
    message = tmp_path / "message"
    message.write_text("Mend it\n", encoding="utf-8")
    alias = ("-c", f"alias.tag-it=!{hook}")
    repo.git(*alias, "tag-it", str(message), "-v")
    assert repo.said == "blastgate tag: no agent's environment is seen\n"
    repo.git(*alias, "tag-it", str(message), "-v", agent=True)
    assert repo.said == f"blastgate tag: added '{TAG}' (the environment is Claude Code's)\n"
    assert message.read_text(encoding="utf-8") == f"Mend it\n\n{TAG}\n"
    repo.git(*alias, "tag-it", str(message), "merge", "-v", agent=True)
    assert repo.said == "blastgate tag: not tagged: a merge makes nothing of its own\n"
    repo.git(*alias, "tag-it", str(tmp_path / "absent"), agent=True, fails=True)
    assert repo.said == f"blastgate: error: {tmp_path / 'absent'}: No such file or directory\n"
    repo.git(*alias, "tag-it", str(tmp_path / "absent"))


HEAVY = ("yaml", "pydantic", "requests", "git", "blastgate.attribution.tools", "blastgate.policy", "blastgate.pipeline")
LOADED = "import sys; from blastgate.cli.app import run; run(['tag', sys.argv[1]]); print(*sys.modules)"


@pytest.mark.parametrize("agent", [True, False])
@pytest.mark.parametrize("message", ["Mend it\n", "Mend it\n\nCloses: #1\nCo-authored-by: Kim <kim@example.org>\n"])
def test_little_is_loaded_for_a_usual_commit(repo: Hooked, agent: bool, message: str) -> None:
    """It runs on every commit: the tables of all tools are for messages with a word of this tool's marks."""
    file = repo.folder / ".git" / "COMMIT_EDITMSG"
    file.write_text(message, encoding="utf-8")
    environment = repo.environment(AGENT if agent else {}) | {"PYTHONPATH": str(TOP)}
    command = [sys.executable, "-c", LOADED, str(file)]
    loaded = subprocess.run(command, cwd=repo.folder, env=environment, capture_output=True, check=True).stdout.decode()
    assert "blastgate.tagging.agents" in loaded.split()
    assert [name for name in HEAVY if name in loaded.split()] == []
    assert ("click" in loaded.split()) == agent, "a person's commit does not wait for what reads a command line"
    assert (TAG in file.read_text(encoding="utf-8")) == agent


def _diverge(repo: Hooked) -> None:
    """Let main and topic change the same line."""
    repo.git("switch", "-q", "-c", "topic")
    repo.write("a", "topic\n")
    repo.git(*NO_HOOKS, "commit", "-q", "-m", "Topic")
    repo.git("switch", "-q", "main")
    repo.write("a", "main\n")
    repo.git(*NO_HOOKS, "commit", "-q", "-m", "Main")


CONFIG = """\
repos:
  - repo: local
    hooks:
      - {id: tag, name: tag, language: system, always_run: true, entry: ENTRY, stages: [prepare-commit-msg]}
      - {id: tag-again, name: tag, language: system, always_run: true, entry: ENTRY --commit-msg, stages: [commit-msg]}
"""


@pytest.mark.parametrize("stages", [("prepare-commit-msg", "commit-msg"), ("commit-msg",)], ids=["both", "commit-msg"])
def test_the_stages_of_pre_commit(tmp_path: Path, stages: tuple[str, ...]) -> None:
    repo = Hooked(_folder(tmp_path), ())
    entry = tmp_path / "blastgate-tag"
    entry.write_text(Hooked.script(), encoding="utf-8")
    entry.chmod(0o755)
    repo.write(".pre-commit-config.yaml", CONFIG.replace("ENTRY", str(entry)))
    repo.install_pre_commit(stages)
    assert repo.commit("a", "Mend it") == f"Mend it\n\n{TAG}\n"
    assert repo.said.count("Passed") == len(stages), os.linesep + repo.said
    repo.git("switch", "-q", "-c", "topic")
    repo.by_hand("b", "Topic")
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "topic", agent=True)
    assert repo.message() == "Merge branch 'topic'\n"
