"""Marks for other programs: a table for people, a CSV for Canvas or Moodle, JSON for scripts."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from autograde.gradebook.marks import Mark, Marks, Person
from autograde.reporting.pages import points
from autograde.sanitize import spreadsheet_cell

Format = Literal["csv", "canvas", "moodle", "json"]


def export(marks: Marks, topics: Sequence[str], form: Format) -> str:
    """Write some topics' marks in a format."""
    return _FORMATS[form](marks, topics)


def _table(marks: Marks, topics: Sequence[str]) -> str:
    """One row per student and topic, with nbgrader's column names."""
    header = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score"]
    header += ["late_submission_penalty", "score", "max_score", "ungraded"]
    rows = []
    for topic in topics:
        due = marks.due[topic]
        for person in marks.people.values():
            mark = marks.marks.get((topic, person.id))
            numbers = (mark.raw, mark.penalty, mark.score) if mark else (0.0, 0.0, 0.0)
            handed_in = mark.handed_in if mark else None
            rows.append(
                [
                    topic,
                    str(due or ""),
                    str(handed_in or ""),
                    person.id,
                    person.last_name,
                    person.first_name,
                    person.email,
                    *map(points, (*numbers, marks.max_points[topic], mark.waiting if mark else 0.0)),
                ]
            )
    return _csv([header, *rows], numbers=range(7, 12))


def _canvas(marks: Marks, topics: Sequence[str]) -> str:
    """Canvas' gradebook import: ID is Canvas' number of the user; an empty cell changes nothing there."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *topics]
    possible = ["    Points Possible", "", "", "", "", *(points(marks.max_points[topic]) for topic in topics)]
    rows = [
        [_sortable_name(person), person.lms_user_id, "", person.id, "", *_scores(marks, person, topics)]
        for person in marks.people.values()
    ]
    return _csv([header, possible, *rows], numbers=range(5, 5 + len(topics)))


def _moodle(marks: Marks, topics: Sequence[str]) -> str:
    """Moodle's gradebook import from CSV: one column identifies the user, one column an assignment."""
    header = ["Username", "ID number", "First name", "Last name", "Email address", *topics]
    rows = [
        [
            person.id,
            person.lms_user_id,
            person.first_name,
            person.last_name,
            person.email,
            *_scores(marks, person, topics),
        ]
        for person in marks.people.values()
    ]
    return _csv([header, *rows], numbers=range(5, 5 + len(topics)))


def _json(marks: Marks, topics: Sequence[str]) -> str:
    """Everything, down to the single checks."""
    data = {
        "topics": [
            {"name": topic, "max_points": marks.max_points[topic], "due": _time(marks.due[topic])} for topic in topics
        ],
        "students": [
            vars(person)
            | {"marks": {topic: _details(marks.marks[topic, person.id]) for topic in _handed_in(marks, person, topics)}}
            for person in marks.people.values()
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _details(mark: Mark) -> Mapping[str, object]:
    return {
        "score": mark.score,
        "raw_score": mark.raw,
        "late_penalty": mark.penalty,
        "ungraded": mark.waiting,
        "handed_in": _time(mark.handed_in),
        "due": _time(mark.due),
        "extended": mark.extended,
        "cells": {name: asdict(cell) for name, cell in mark.cells.items()},
        "comments": dict(mark.comments),
    }


def _handed_in(marks: Marks, person: Person, topics: Sequence[str]) -> list[str]:
    return [topic for topic in topics if (topic, person.id) in marks.marks]


def _scores(marks: Marks, person: Person, topics: Sequence[str]) -> list[str]:
    found = (marks.marks.get((topic, person.id)) for topic in topics)
    return [points(mark.score) if mark else "" for mark in found]


def _sortable_name(person: Person) -> str:
    return ", ".join(filter(None, (person.last_name, person.first_name))) or person.id


def _time(when: object) -> str | None:
    return None if when is None else str(when)


def _csv(rows: Sequence[Sequence[str]], numbers: Iterable[int]) -> str:
    """CSV text in which no cell that holds text can become a formula.

    Args:
        rows: the cells; the first row is the header.
        numbers: columns of numbers, which stay as they are.
    """
    kept = set(numbers)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for index, row in enumerate(rows):
        writer.writerow(
            [cell if index and column in kept else spreadsheet_cell(cell) for column, cell in enumerate(row)]
        )
    return text.getvalue()


_FORMATS: Mapping[Format, Callable[[Marks, Sequence[str]], str]] = {
    "csv": _table,
    "canvas": _canvas,
    "moodle": _moodle,
    "json": _json,
}
