"""A toy course with one topic, built once, and a class for it: whole-program tests run on it in seconds."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.authoring.build import build
from autograde.authoring.new import new_topic
from autograde.authoring.sample_class import filled
from autograde.authoring.source import read_release, read_source
from autograde.course import Topic, open_course

SOURCE = """\
# %% [markdown]
# # 10 · Toy

# %%
import time

# %% [markdown]
# ### Task 1 · Double · ●○○ · 4 points · 1 minute

# %% task="double"
def double(x):
    ### BEGIN SOLUTION
    return x + x  # twice as much
    ### END SOLUTION

# %% check="double" points=4 tests="small and large numbers"
assert double(2) == 4, f"double(2) should be 4; you return {double(2)}."
### BEGIN HIDDEN TESTS
assert double("ab") == "abab", "double should work for text as well"
### END HIDDEN TESTS

# %% [markdown]
# ### Task 2 · Total · ●○○ · 4 points · 1 minute

# %% task="total"
def total(numbers):
    ### BEGIN SOLUTION
    return sum(numbers, start=0)
    ### END SOLUTION

# %% check="total" points=4 tests="the sum of a list"
assert total([1, 2, 3]) == 6, "total([1, 2, 3]) should be 6."

# %% [markdown]
# ### Task 3 · Why · ●○○ · 2 points · 1 minute

# %% [markdown] essay="why" points=2
# ### BEGIN SOLUTION
# Because adding a number to itself doubles it.
# ### END SOLUTION
# === BEGIN MARK SCHEME ===
# 2 points for the word adding.
# === END MARK SCHEME ===
"""

ANSWERS = """\
# %% wrong="double" name="squared"
def double(x):
    return x * x
"""


@dataclass(frozen=True)
class Toy:
    """The toy course."""

    topic: Topic

    @property
    def root(self) -> Path:
        return self.topic.root

    def hand_in(self, class_folder: Path, student: str, **answers: str) -> Path:
        """Write a hand-in with the given task texts, all else solved; return its path."""
        path = class_folder / "submitted" / student / self.topic.name / self.topic.release.name
        path.parent.mkdir(parents=True, exist_ok=True)
        source = read_source(self.topic)
        notebook = filled(source, read_release(source), answers)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    def run(
        self, *arguments: str | Path, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line inside the course."""
        surroundings = self.surroundings() | {"env": os.environ | (environment or {})}
        return subprocess.run(self.command(*arguments), **surroundings, timeout=300, check=False)

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(self.command(*arguments), **self.surroundings(), start_new_session=True)

    def grade(self, class_folder: Path, *options: str) -> dict[str, dict[str, Any]]:
        """Grade a class folder; the outcomes by student."""
        done = self.run("grade", class_folder, "--json", *options)
        assert done.returncode in {0, 1}, done.stderr
        return {outcome["student"]: outcome for outcome in json.loads(done.stdout)}

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "autograde", *map(str, arguments)]

    def surroundings(self) -> dict[str, Any]:
        return {"cwd": self.root, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": os.environ}


def make_toy(folder: Path, source: str = SOURCE) -> Toy:
    """Make and build the toy course in an empty folder, with its own source or another one for the same tasks."""
    (folder / "solutions").mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    topic = new_topic(open_course(folder), "10_toy")
    topic.source.write_text(source, encoding="utf-8")
    topic.answers.write_text(ANSWERS, encoding="utf-8")
    build(topic)
    return Toy(topic)


def points(outcome: dict[str, Any]) -> dict[str, float | None]:
    """Points by grade_id."""
    return {score["grade_id"]: score["points"] for score in outcome["scores"]}
