"""What the instructor sets: how often a student may try, which attempt counts, when feedback is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeVar

Count = Literal["latest", "best"]
FeedbackTime = Literal["now", "after-due", "never"]


class Tried(Protocol):
    """What the rules need of an attempt."""

    @property
    def arrived(self) -> datetime:
        """When it came, by the exchange's clock and not by the student's."""

    @property
    def spent(self) -> bool:
        """Whether it was graded: a refused one, and one without a notebook, uses up nothing."""


@dataclass(frozen=True)
class Rules:
    """The rules of a class.

    Attributes:
        attempts: how many a student has for each topic; None for any number.
        spacing: between two of them.
        count: whether the latest or the best one counts.
        feedback: when it is given to the student.
    """

    attempts: int | None = None
    spacing: timedelta = timedelta()
    count: Count = "latest"
    feedback: FeedbackTime = "now"

    def refusal(self, earlier: Sequence[Tried], arrived: datetime) -> str:
        """Why an attempt is not graded, for the student; "" where it is."""
        spent = [one.arrived for one in earlier if one.spent]
        if self.attempts is not None and len(spent) >= self.attempts:
            return f"all attempts at this topic are used: {self.attempts} of {self.attempts}"
        if spent and arrived < max(spent) + self.spacing:
            free = max(spent) + self.spacing
            minutes = f"{self.spacing.total_seconds() / 60:g} minutes"
            return f"there must be {minutes} between two attempts; hand in again after {free:%Y-%m-%d %H:%M:%S} UTC"
        return ""

    def gives_feedback(self, due: datetime | None, now: datetime) -> bool:
        """Whether a student may see feedback now; without a due date, after it is never."""
        return self.feedback == "now" or (self.feedback == "after-due" and due is not None and now > due)


Scored = TypeVar("Scored")


def counting(attempts: Sequence[tuple[Scored, float, bool]], count: Count) -> Scored:
    """The attempt that counts.

    Args:
        attempts: at least one, in the order in which they came: the attempt, its points after the late penalty, and
            whether there was a notebook to grade. One without counts only where all are so.
        count: the rule; of equally good attempts the latest counts.
    """
    candidates = [one for one in attempts if one[2]] or list(attempts)
    if count == "latest":
        return candidates[-1][0]
    best = max(score for _, score, _ in candidates)
    return [attempt for attempt, score, _ in candidates if score == best][-1]
