"""Stored results that belong to what a class folder holds now."""

from collections.abc import Iterator, Sequence

from autograde.classroom import Classroom, HandIn
from autograde.grading import store
from autograde.grading.store import Stored


def current_results(classroom: Classroom, hand_ins: Sequence[HandIn]) -> Iterator[Stored]:
    """Yield the stored results of some hand-ins, one at a time: a notebook with its figures is large."""
    wanted = {(hand_in.topic.name, hand_in.student) for hand_in in hand_ins}
    topics = sorted({hand_in.topic for hand_in in hand_ins})
    for stored in store.stored_results(classroom, topics):
        if (stored.outcome.topic, stored.outcome.student) in wanted:
            yield stored


def ungraded(classroom: Classroom, hand_ins: Sequence[HandIn]) -> list[HandIn]:
    """The hand-ins without a result."""
    return [hand_in for hand_in in hand_ins if not store.path_of(classroom, hand_in).is_file()]
