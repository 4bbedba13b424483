"""Record results in the gradebook, and give feedback back: pages of the class folder and of the exchange."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from autograde.authoring.source import read_source
from autograde.classroom import Classroom
from autograde.collecting.watch.attempts import SECRET, Attempt, place
from autograde.collecting.watch.exchange import Exchange
from autograde.collecting.watch.inbox import Item, Progress, read_progress, write_progress
from autograde.collecting.watch.rules import Rules, counting
from autograde.course import Topic
from autograde.errors import Unrecordable
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.backup import back_up
from autograde.gradebook.batch import points_off
from autograde.gradebook.late import LatePenalties
from autograde.gradebook.marks import Marks, read_marks
from autograde.gradebook.record import Recorder
from autograde.grading import store
from autograde.grading.results import Outcome
from autograde.reporting.feedback import feedback_page, write_feedback
from autograde.reporting.outline import read_outline
from autograde.reporting.pages import points, render

#: The attempts of a student at a topic, in order.
OfStudent = Callable[[Topic, str], Sequence[Attempt]]

#: What stands for a result's key where the student was told that there is none.
REFUSED = "refused"


@dataclass(frozen=True)
class Done:
    """A result with the item that it belongs to."""

    item: Item
    key: str
    outcome: Outcome


class Returning:
    """Takes finished results to where they belong. Everything may be done twice without harm.

    Args:
        classroom: the class folder.
        topics: those that are watched.
        rules: which attempt counts, when feedback is given.
        exchange: where students look for feedback; None where the class folder is all there is.
        of_student: tells a student's attempts.

    Raises:
        CourseError: a topic cannot be read.
    """

    def __init__(
        self,
        classroom: Classroom,
        topics: Sequence[Topic],
        rules: Rules,
        exchange: Exchange | None,
        of_student: OfStudent,
    ) -> None:
        self._classroom, self._topics, self._rules = classroom, topics, rules
        self._exchange, self._of_student = exchange, of_student
        self._outlines = {topic: read_outline(read_source(topic)) for topic in topics}
        self._prepared = False

    def prepare(self) -> None:
        """Make the topics assignments, and the exchange's feedback folder; once is enough.

        Raises:
            CourseError: the gradebook or the exchange cannot be written.
        """
        if not self._prepared:
            prepare_assignments(self._classroom, self._topics)
            if self._exchange is not None:
                self._exchange.prepare_release()
            self._prepared = True

    def record(self, done: Sequence[Done]) -> Mapping[str, bool]:
        """Record results, in one transaction; by the items' names whether they are what counts.

        A result that cannot be recorded is removed, and its item left out of what is returned.

        Raises:
            CourseError: the gradebook or the class folder cannot be written. Nothing is lost: call it again.
        """
        due = read_marks(self._classroom, self._topics)
        penalties = LatePenalties(self._classroom)
        counts = {}
        with Recorder(self._classroom) as recorder:
            for one in done:
                found = self._counts(one, due, penalties)
                try:
                    if found:
                        self._record(recorder, one)
                    counts[one.item.name] = found
                except Unrecordable:
                    store.remove_at(one.item.result)
        # Only now: the recorder writes when it is left.
        for one in done:
            if one.item.name in counts:
                write_progress(one.item, replace(read_progress(one.item), recorded=one.key))
        return counts

    def _record(self, recorder: Recorder, one: Done) -> None:
        hand_in = one.item.hand_in
        if one.item.attempt is not None:
            hand_in = place(self._classroom, one.item.attempt)
        recorder.record(hand_in, one.outcome.notebook, one.outcome.by_cell, gradable=one.outcome.gradable)
        if one.item.attempt is not None:
            store.save(self._classroom, hand_in, one.key, one.outcome)

    def _counts(self, done: Done, due: Marks, penalties: LatePenalties) -> bool:
        """Whether an item is its student's hand-in; in the class folder each one is."""
        if done.item.attempt is None:
            return True
        graded = []
        for attempt in self._of_student(done.item.hand_in.topic, done.item.hand_in.student):
            stored = None if attempt.refused else store.read_at(attempt.result)
            if stored is not None:
                hand_in, earned = attempt.hand_in, stored.outcome.points
                late = due.due_of(hand_in.topic.name, hand_in.student)
                off = points_off(hand_in.student, earned, hand_in.timestamp, late, penalties.points_off) or 0.0
                graded.append((attempt.name, earned - off, stored.outcome.gradable))
        return counting(graded, self._rules.count) == done.item.attempt.name

    def may_see(self, items: Sequence[Item]) -> list[Item]:
        """The items of which the student may have the feedback now.

        Raises:
            CourseError: the gradebook cannot be read.
        """
        if self._rules.feedback == "never":
            return []
        marks, now = read_marks(self._classroom, self._topics), datetime.now(UTC).replace(tzinfo=None)
        return [
            item
            for item in items
            if self._rules.gives_feedback(marks.due_of(item.hand_in.topic.name, item.hand_in.student), now)
        ]

    def give_back(self, done: Sequence[Done]) -> None:
        """Write the feedback of recorded results where students look for it.

        Raises:
            CourseError: the gradebook cannot be read, or a page cannot be written.
        """
        marks = read_marks(self._classroom, self._topics)
        for one in done:
            self._write(one, marks)
            write_progress(one.item, Progress(one.key, one.key))

    def _write(self, done: Done, marks: Marks) -> None:
        hand_in, attempt = done.item.hand_in, done.item.attempt
        mark, outline = marks.marks.get((hand_in.topic.name, hand_in.student)), self._outlines[hand_in.topic]
        if attempt is None:
            write_feedback(self._classroom, hand_in.topic, outline, done.outcome, mark)
            return
        outcome = done.outcome
        if self._is_placed(attempt):
            write_feedback(self._classroom, hand_in.topic, outline, outcome, mark)
        elif mark is not None:
            # What the gradebook has, a person's marks and comments too, belongs to the attempt that counts.
            note = f"this is not the attempt that counts: another one has {points(mark.score)} points"
            outcome, mark = replace(outcome, notes=(note, *outcome.notes)), None
        if self._exchange is not None:
            self._exchange.release(feedback_page(outline, outcome, mark), attempt.secret, attempt.notebooks)

    def _is_placed(self, attempt: Attempt) -> bool:
        path = self._classroom.root / "submitted" / attempt.student / attempt.topic.name / SECRET
        return path.is_file() and path.read_text("utf-8") == attempt.secret

    def back_up(self) -> None:
        """Back up what people have put into the gradebook meanwhile.

        Raises:
            CourseError: the gradebook cannot be read, or the file cannot be written.
        """
        back_up(self._classroom)

    def refuse(self, item: Item) -> None:
        """Tell the student at once that an attempt is not graded, and why.

        Raises:
            CourseError: the page cannot be written.
        """
        attempt = item.attempt
        if attempt is not None and self._exchange is not None:
            outline = self._outlines[attempt.topic]
            page = render("refused.html.jinja", outline=outline, student=attempt.student, reason=attempt.refused)
            self._exchange.release(page, attempt.secret, attempt.notebooks)
            write_progress(item, Progress(returned=REFUSED))
