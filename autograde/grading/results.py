"""What grading one notebook yields: plain frozen data that travels as JSON."""

import json
import sys
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["graded", "look", "unreadable", "missing", "failed"]


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of one grade cell.

    Attributes:
        grade_id: nbgrader's name of the check or written answer.
        task: the task it belongs to; the written answer's own name.
        points: what was earned; None where a person still grades it.
        max_points: what could be earned.
        message: what the check said when it failed, for the student; else "".
    """

    grade_id: str
    task: str
    points: float | None
    max_points: float
    message: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of grading one notebook of one submission.

    Attributes:
        student, topic: whose and what.
        status: ``graded``; ``look`` where a person should have a look; ``unreadable`` and ``missing`` earn 0;
            ``failed`` where the grader itself failed: nothing is recorded, the next run tries again.
        scores: one per grade cell, in the notebook's order.
        notes: what student and instructor should know, in plain words.
        notebook: the graded notebook as JSON text, "" if there was none to run.
        seconds: wall time; cell_seconds: the part in which cells ran, checks only if inline.
    """

    student: str
    topic: str
    status: Status
    scores: tuple[Score, ...]
    notes: tuple[str, ...] = ()
    notebook: str = field(default="", repr=False)
    seconds: float = 0.0
    cell_seconds: float = 0.0

    @property
    def points(self) -> float:
        """Automatic points earned."""
        return sum(score.points or 0 for score in self.scores)

    @property
    def by_cell(self) -> dict[str, float | None]:
        """Points by grade_id; None where a person still grades."""
        return {score.grade_id: score.points for score in self.scores}

    @property
    def gradable(self) -> bool:
        """Whether there was a notebook to grade; if not, there is nothing for a person to grade either."""
        return self.status not in {"missing", "unreadable"}

    @property
    def auto_max(self) -> float:
        return sum(score.max_points for score in self.scores if score.points is not None)

    @property
    def pending(self) -> float:
        """Points that a person still grades."""
        return sum(score.max_points for score in self.scores if score.points is None)

    @property
    def max_points(self) -> float:
        return sum(score.max_points for score in self.scores)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Outcome":
        """Make an outcome from what `to_json` wrote, as `json.loads` gives it."""
        # Names of cells are the same in every hand-in of a topic: a large class keeps each once.
        names = ("grade_id", "task")
        scores = tuple(Score(**score | {name: sys.intern(score[name]) for name in names}) for score in data["scores"])
        return cls(**data | {"scores": scores, "notes": tuple(data["notes"])})
