"""Sealed grading of the corpus: no attack earns a point, no oddity loses one."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograde.authoring.source import read_source
from autograde.kernels import probe
from tests.hostile.corpus import Case, cases, make_topic

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not probe().sandbox, reason=f"this host has no sandbox: {probe().sandbox_unavailable_reason}"),
]

FAMILIES_AT_LEAST = 13
#: Set to grade a part of the corpus: what the sandbox must hold, all oddities, one case of each other family.
SAMPLE = "AUTOGRADE_HOSTILE_SAMPLE"
SANDBOXED = frozenset({"files", "network", "processes", "resources", "oddities"})
#: Generous for a loaded machine; only the cases that never end wait for it.
CELL_SECONDS = 20


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Case, dict[str, Any]]]:
    """Every case with its outcome, graded in one run of the command line."""
    root: Path = tmp_path_factory.mktemp("hostile")
    source = read_source(make_topic(root / "course"))
    corpus = {case.student: case for case in _chosen(cases(source))}
    for case in corpus.values():
        case.write(source, root / "class")
    command = [sys.executable, "-m", "autograde", "grade", str(root / "class"), "--json", "--sandbox=require"]
    command += ["--cell-seconds", str(CELL_SECONDS), "--jobs", str(os.cpu_count() or 1)]
    done = subprocess.run(command, cwd=root / "course", capture_output=True, text=True, check=False, timeout=1500)
    assert done.returncode == 1, done.stderr
    return {o["student"]: (corpus[o["student"]], o) for o in json.loads(done.stdout)}


def _chosen(corpus: Iterable[Case]) -> Iterator[Case]:
    seen = set()
    for case in corpus:
        if SAMPLE not in os.environ or case.family in SANDBOXED or case.family not in seen:
            yield case
        seen.add(case.family)


@pytest.mark.skipif(SAMPLE in os.environ, reason="a part of the corpus")
def test_the_corpus_is_large_enough(graded: dict[str, tuple[Case, dict[str, Any]]]) -> None:
    families = Counter(case.family for case, _ in graded.values())
    assert families.pop("oddities") >= 20
    assert families.total() >= 130
    assert len(families) >= FAMILIES_AT_LEAST


def test_no_attack_earns_a_point(graded: dict[str, tuple[Case, dict[str, Any]]]) -> None:
    earned = {name: _points(o) for name, (case, o) in graded.items() if case.points == 0 and _points(o)}
    assert earned == {}


def test_no_oddity_loses_a_point(graded: dict[str, tuple[Case, dict[str, Any]]]) -> None:
    lost = {name: o["scores"] for name, (case, o) in graded.items() if case.points and _points(o) != case.points}
    assert lost == {}


def test_the_grader_itself_fails_on_nothing(graded: dict[str, tuple[Case, dict[str, Any]]]) -> None:
    failed = {name: o["notes"] for name, (_, o) in graded.items() if "could not be graded" in " ".join(o["notes"])}
    assert failed == {}


def test_what_stopped_a_notebook_is_said(graded: dict[str, tuple[Case, dict[str, Any]]]) -> None:
    said = {name: " ".join(outcome["notes"]) for name, (_, outcome) in graded.items()}
    assert "memory" in said["resources-memory_bomb"]
    assert "time limit" in said["resources-endless_loop_at_the_top"]
    assert "could not be interrupted" in said["processes-ignores_interrupts"]
    assert "exit status 0" in said["processes-exits_at_once"]
    assert "SIGSEGV" in said["processes-crashes"]


def test_nothing_secret_reaches_the_student(graded: dict[str, tuple[Case, dict[str, Any]]]) -> None:
    for name, (_, outcome) in graded.items():
        text = json.dumps(outcome)
        assert "default_rng(seed)" not in text, name
        assert len(text) < 200_000, f"{name}: a message as long as a book"


def _points(outcome: dict[str, Any]) -> float:
    return float(sum(score["points"] or 0 for score in outcome["scores"]))
