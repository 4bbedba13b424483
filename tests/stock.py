"""Stock ``nbgrader autograde``: the oracle that sealed grading agrees with on honest work; benchmarks use it too."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook

from autograde.authoring.sample_class import Member
from autograde.classroom import Classroom, open_classroom
from autograde.course import Topic
from autograde.environment import put_tools_on_path
from autograde.gradebook.assignment import prepare_assignments

#: By student and grade_id: automatic points; None where a person grades.
Scores = Mapping[tuple[str, str], float | None]


def write_class(folder: Path, members: Iterable[Member], *, skip_demos: bool = True) -> Classroom:
    """Write hand-ins into a class folder for stock nbgrader.

    Args:
        folder: a new class folder.
        members: the hand-ins.
        skip_demos: tag figure cells ``skip-execution`` as demo cells are, because ours does not run them while
            grading either; False removes the tag from all cells.
    """
    for member in members:
        _tagged(member, skip_demos).write(folder)
        for data in member.topic.data_files:
            shutil.copy(data, folder / "submitted" / member.student / member.topic.name)
    return open_classroom(folder)


def autograde(classroom: Classroom, topic: Topic, environment: Mapping[str, str] | None = None) -> None:
    """Run ``nbgrader autograde TOPIC`` as an instructor would.

    Raises:
        subprocess.CalledProcessError: nbgrader gave up; its output is in the error.
    """
    put_tools_on_path()
    prepare_assignments(classroom, [topic])
    command = [sys.executable, "-m", "nbgrader", "autograde", topic.name, "--log-level=WARN"]
    variables = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **(environment or {})}
    subprocess.run(command, cwd=classroom.root, env=variables, check=True, capture_output=True, text=True)


def read_scores(classroom: Classroom, topic: Topic) -> Scores:
    """The automatic scores in a class's gradebook, whoever graded it, read through nbgrader's own API."""
    put_tools_on_path()
    with Gradebook(classroom.database, classroom.root.name) as gradebook:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(topic.name)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _tagged(member: Member, skip_demos: bool) -> Member:
    notebook = json.loads(member.content)
    for cell in notebook["cells"]:
        tags = set(cell["metadata"].get("tags", ())) - {"skip-execution"}
        skipped = skip_demos and tags & {"demo", "figure"}
        cell["metadata"]["tags"] = sorted(tags | {"skip-execution"} if skipped else tags)
    return replace(member, content=json.dumps(notebook).encode())
