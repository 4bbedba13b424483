"""The commands `autograde feedback`, `autograde report` and `autograde export`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from autograde.cli.output import NEEDS_A_LOOK, StudentOption, TopicOption, counted, progress, say, shown
from autograde.course import Course, Topic, open_course
from autograde.errors import CourseError

# What it needs takes a second to import: not for `autograde --help`.
if TYPE_CHECKING:
    from autograde.classroom import Classroom

ClassDir = Annotated[Path | None, typer.Argument(help="A class folder. Default: the demo class, build/demo_class.")]
_EXPORTS = {"csv": "grades.csv", "canvas": "grades-canvas.csv", "moodle": "grades-moodle.csv", "json": "grades.json"}


def feedback(
    class_dir: ClassDir = None,
    topic: TopicOption = None,
    student: StudentOption = None,
) -> None:
    """Write one page a student and topic: points, what each check said, the student's own work, comments.

    The pages are feedback/STUDENT/TOPIC/NOTEBOOK.html in the class folder, where formgrader and nbgrader's
    release_feedback look for them. Run it again after grading by hand.

    Exit code 0: written. 1: written, but some hand-ins have not been graded yet. 2: could not run.
    """
    from autograde.authoring.source import read_source
    from autograde.gradebook.marks import read_marks
    from autograde.reporting.feedback import write_feedback
    from autograde.reporting.outline import read_outline
    from autograde.reporting.results import current_results, ungraded

    classroom, topics = _open(class_dir, topic)
    marks = read_marks(classroom, topics)
    outlines = {chosen.name: read_outline(read_source(chosen)) for chosen in topics}
    by_name = {chosen.name: chosen for chosen in topics}
    hand_ins = _of_students(classroom, topics, student)
    written, path = 0, None
    for result in progress("feedback", current_results(classroom, hand_ins), len(hand_ins)):
        outcome = result.outcome
        mark = marks.marks.get((outcome.topic, outcome.student))
        path = write_feedback(classroom, by_name[outcome.topic], outlines[outcome.topic], outcome, mark)
        written += 1
    say(f"{counted(written, 'page')} written: {shown(classroom.root / 'feedback')}/STUDENT/TOPIC/NOTEBOOK.html")
    if path is not None:
        say(f"For example: {shown(path)}")
    waiting = ungraded(classroom, hand_ins)
    if waiting:
        say(_not_graded(len(waiting), classroom))
        raise typer.Exit(NEEDS_A_LOOK)


def report(class_dir: ClassDir = None, topic: TopicOption = None) -> None:
    """Write report.html and report.json into the class folder: how the class did, and which hand-ins need a look.

    Exit code 0: written. 1: written, but some hand-ins have not been graded yet. 2: could not run.
    """
    from autograde.gradebook.marks import read_marks
    from autograde.reporting.report import write_report
    from autograde.reporting.statistics import ClassFigures, class_figures

    classroom, topics = _open(class_dir, topic)
    marks = read_marks(classroom, topics)
    for figures in progress("report", class_figures(classroom, topics, marks), len(topics) + 1):
        if isinstance(figures, ClassFigures):
            say(f"Class report: {shown(write_report(classroom, figures))} (and report.json)")
            waiting = sum(found.hand_ins - found.graded for found in figures.topics)
            if waiting:
                say(_not_graded(waiting, classroom))
                raise typer.Exit(NEEDS_A_LOOK)


def export(
    class_dir: ClassDir = None,
    form: Annotated[
        Literal["csv", "canvas", "moodle", "json"], typer.Option("--format", "-f", help="What the file is for.")
    ] = "csv",
    topic: TopicOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file to write; - prints it. Default: in the class folder."),
    ] = None,
) -> None:
    """Write the marks that count: automatic points, a person's points, late penalties taken off.

    Exit code 0: written. 1: written, but some answers wait for a person's marks or a second look. 2: could not run.
    """
    from autograde.files import write_whole
    from autograde.gradebook.marks import read_marks
    from autograde.reporting import export as exporter

    classroom, topics = _open(class_dir, topic)
    marks = read_marks(classroom, topics)
    if not marks.marks:  # an earlier export is worth more than an empty one
        names = ", ".join(chosen.name for chosen in topics)
        raise CourseError(
            f"No marks for {names} are in the gradebook.",
            where=str(classroom.root),
            todo=f"Run: autograde grade {classroom.root}",
        )
    text = exporter.export(marks, [chosen.name for chosen in topics], form)
    if str(output) == "-":
        sys.stdout.write(text)
    else:
        path = output or classroom.root / _EXPORTS[form]
        # Excel takes a table without this mark for another encoding.
        write_whole(path, f"\ufeff{text}" if form == "csv" else text)
        say(f"Marks of {counted(len(marks.people), 'student')} written: {path}", stderr=True)
    waiting = sum(mark.waiting > 0 for mark in marks.marks.values())
    if waiting:
        say(f"Still to be graded by hand (counts 0 so far): {counted(waiting, 'written answer')}.", stderr=True)
    marked_before = sum(mark.marked_before for mark in marks.marks.values())
    if marked_before:
        say(
            "Marked by hand before the work was graded again (these marks count; look at them in formgrader): "
            f"{counted(marked_before, 'written answer')}.",
            stderr=True,
        )
    if waiting or marked_before:
        raise typer.Exit(NEEDS_A_LOOK)


def _of_students(classroom: "Classroom", topics: tuple[Topic, ...], students: list[str] | None) -> list[Any]:
    hand_ins = list(classroom.hand_ins(topics))
    known = {hand_in.student for hand_in in hand_ins}
    for name in students or ():
        if name not in known:
            raise CourseError(
                f"{name!r} has handed in nothing.",
                where=str(classroom.root / "submitted"),
                todo="See the folder's names.",
            )
    return [hand_in for hand_in in hand_ins if not students or hand_in.student in students]


def _not_graded(count: int, classroom: "Classroom") -> str:
    return f"Not graded yet: {counted(count, 'hand-in')}. Run: autograde grade {classroom.root}"


def _open(class_dir: Path | None, names: list[str] | None) -> "tuple[Classroom, tuple[Topic, ...]]":
    """Open a class folder and choose the topics that are in it."""
    from autograde.classroom import open_classroom
    from autograde.gradebook.backup import back_up

    course = open_course()
    classroom = open_classroom(class_dir or _demo_class(course))
    topics = course.select(names or [])
    handed_in = {hand_in.topic.name for hand_in in classroom.hand_ins(topics)}
    chosen = tuple(topic for topic in topics if topic.name in handed_in)
    if not chosen:
        wanted = ", ".join(topic.name for topic in topics)
        raise CourseError(f"Nothing handed in for {wanted}.", where=str(classroom.root / "submitted"))
    back_up(classroom)  # formgrader may have written since the last command
    return classroom, chosen


def _demo_class(course: Course) -> Path:
    from autograde.authoring.demo_class import demo_folder

    folder = demo_folder(course)
    if not folder.is_dir():
        raise CourseError("The demo class has not been graded yet.", todo="Run: autograde grade")
    return folder
