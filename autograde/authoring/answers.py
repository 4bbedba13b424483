"""Named wrong answers and right alternatives of a topic (``answers.py``): read, never imported."""

from dataclasses import dataclass

from autograde.authoring.source import Source, read_percent
from autograde.errors import CourseError


@dataclass(frozen=True)
class Answer:
    """One answer to one task.

    Attributes:
        task: the task it answers.
        name: its name among the task's answers.
        right: whether it keeps all points.
        text: the task cell's text.
        points: automatic points that a notebook with this answer, and perfect otherwise, should earn.
        line: its line in the file.
    """

    task: str
    name: str
    right: bool
    text: str
    points: int
    line: int

    @property
    def student(self) -> str:
        """The sample class's member who hands it in."""
        return f"{'right' if self.right else 'wrong'}-{self.task}-{self.name}"


def read_answers(source: Source) -> tuple[Answer, ...]:
    """Read a topic's answers.

    Raises:
        CourseError: the file is missing, an answer's task is unknown, or a name stands twice.
    """
    path = source.topic.answers
    answers: dict[str, Answer] = {}
    for cell in read_percent(path):
        where = f"{path}:{cell.line}"
        kinds = [kind for kind in ("wrong", "right") if kind in cell.options]
        if not kinds:
            continue
        if len(kinds) > 1 or "name" not in cell.options:
            raise CourseError('An answer reads # %% wrong="task" name="its_name" (or right=).', where=where)
        right = kinds[0] == "right"
        task = str(cell.options[kinds[0]])
        if not any(known.task == task for known in source.of_kind("task")):
            raise CourseError(f"The topic has no task {task!r}.", where=where)
        automatic = source.points - source.written_points
        expected = automatic - (0 if right else source.points_of(task))
        points = int(cell.options.get("points", expected))
        answer = Answer(task, str(cell.options["name"]), right, cell.text, points, cell.line)
        if answer.student in answers:
            raise CourseError(f"The answer {answer.name!r} stands there twice.", where=where)
        answers[answer.student] = answer
    return tuple(answers.values())
