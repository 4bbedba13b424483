"""The sample class: a perfect student, a blank one, one per named answer, and broken hand-ins."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbformat import NotebookNode

from autograde.authoring.answers import read_answers
from autograde.authoring.source import Source, read_release, read_source
from autograde.course import Topic
from autograde.files import write_whole

Kind = Literal["perfect", "blank", "right", "wrong", "broken"]


@dataclass(frozen=True)
class Member:
    """One hand-in of the sample class.

    Attributes:
        student, topic: whose and what.
        kind: ``perfect``, ``blank``, ``right``, ``wrong`` are honest; ``broken`` files had an accident.
        content: the file's bytes.
        points: automatic points it should earn.
    """

    student: str
    topic: Topic
    kind: Kind
    content: bytes
    points: float

    @property
    def honest(self) -> bool:
        return self.kind != "broken"

    def write(self, class_folder: Path) -> None:
        """Write the hand-in into a class folder; the same one that is already there stays untouched."""
        path = class_folder / "submitted" / self.student / self.topic.name / self.topic.release.name
        if not path.is_file() or path.read_bytes() != self.content:
            write_whole(path, self.content)


def members(topic: Topic) -> Iterator[Member]:
    """Yield the topic's part of the sample class.

    Raises:
        CourseError: the topic is not built, or its answers cannot be read.
    """
    source = read_source(topic)
    release = read_release(source)
    full = source.points - source.written_points
    perfect = filled(source, release, {})
    yield Member("perfect", topic, "perfect", to_bytes(perfect), full)
    yield Member("blank", topic, "blank", to_bytes(release), 0)
    for answer in read_answers(source):
        notebook = filled(source, release, {answer.task: answer.text})
        kind: Kind = "right" if answer.right else "wrong"
        yield Member(answer.student, topic, kind, to_bytes(notebook), answer.points)
    for name, content, points in broken_hand_ins(source, perfect):
        yield Member(f"broken-{name}", topic, "broken", content, points)


def filled(source: Source, release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """A student's notebook with the given texts of tasks and written answers, by cell; all others solved."""
    notebook = nbformat.reads(nbformat.writes(release), as_version=4)
    cells = {cell.id: cell for cell in source.cells}
    for node in notebook.cells:
        cell = cells[node.id]
        if cell.kind in {"task", "essay"}:
            node.source = answers.get(cell.id, cell.solution)
    return notebook


def write_sample_class(topics: Sequence[Topic], folder: Path) -> list[Member]:
    """Write the sample class of some topics into a class folder; hand-ins that are already there stay untouched.

    Members of earlier builds that exist no longer are removed.
    """
    written = [member for topic in topics for member in members(topic)]
    wanted = {(member.student, member.topic.name) for member in written}
    submitted = folder / "submitted"
    for topic in topics:
        for old in submitted.glob(f"*/{topic.name}"):
            if (old.parent.name, topic.name) not in wanted:
                shutil.rmtree(old)
    for member in written:
        member.write(folder)
    return written


def broken_hand_ins(source: Source, perfect: NotebookNode) -> Iterator[tuple[str, bytes, float]]:
    """Accidents by name, with the points that the work in them deserves."""
    full = source.points - source.written_points
    checks = [cell.id for cell in source.of_kind("check")]
    tasks = [cell.id for cell in source.of_kind("task")]
    yield "not_json", b"This was a notebook once.", 0
    yield "cut_off", to_bytes(perfect)[:-2000], 0
    yield "empty", b"", 0

    plain = json.loads(to_bytes(perfect))
    yield "missing_check", _changed(plain, [cell for cell in plain["cells"] if cell["id"] != checks[0]]), full
    again = next(cell for cell in plain["cells"] if cell["id"] == tasks[0])
    yield "duplicated_cell", _changed(plain, _after(plain["cells"], tasks[0], again)), full
    extra = {"cell_type": "code", "id": "mine", "metadata": {}, "source": "my_notes = 1 + 1", "outputs": []}
    cells = [extra | {"execution_count": None, "id": f"mine-{i}"} for i in range(3)]
    yield "extra_cells", _changed(plain, [cells[0], *_after(plain["cells"], tasks[0], cells[1]), cells[2]]), full
    other = {"kernelspec": {"display_name": "Julia 1.10", "language": "julia", "name": "julia-1.10"}}
    yield "wrong_kernel", _json(plain | {"metadata": other}), full
    stranger = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('shopping list')", id="list")])
    yield "other_notebook", to_bytes(stranger), 0


def _after(cells: list[Any], cell_id: str, new: Any) -> list[Any]:
    index = next(i for i, cell in enumerate(cells) if cell["id"] == cell_id)
    return [*cells[: index + 1], new, *cells[index + 1 :]]


def _changed(notebook: dict[str, Any], cells: list[Any]) -> bytes:
    return _json(notebook | {"cells": cells})


def _json(notebook: object) -> bytes:
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def to_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as a file's bytes."""
    return (str(nbformat.writes(notebook)) + "\n").encode()
