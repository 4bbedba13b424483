"""Put the service together: where hand-ins come from, by which rules, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from autograde.classroom import Classroom
from autograde.collecting.watch.events import Events
from autograde.collecting.watch.exchange import Exchange
from autograde.collecting.watch.inbox import ExchangeInbox, FolderInbox, Inbox, Say
from autograde.collecting.watch.returning import Returning
from autograde.collecting.watch.rules import Rules
from autograde.collecting.watch.service import Service, only_instance, plan_topics
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.gradebook.database import has_gradebook
from autograde.gradebook.marks import read_marks
from autograde.grading.backend import Backend
from autograde.grading.plan import Options
from autograde.grading.remembered import remember


@dataclass(frozen=True)
class Setup:
    """What is watched, and how.

    Attributes:
        classroom: the class folder.
        topics: which hand-ins.
        options: how they are graded.
        rules: limits, what counts, when feedback is given.
        origin: where hand-ins come from; ``auto``: the exchange where there is one.
        interval: seconds between two looks.
    """

    classroom: Classroom
    topics: Sequence[Topic]
    options: Options
    rules: Rules
    origin: Literal["auto", "exchange", "folder"] = "auto"
    interval: float = 5.0


def watch(setup: Setup, backend: Backend, say: Say, *, once: bool = False) -> bool:
    """Watch until a signal to stop, or with ``once`` until nothing is left to do; return whether all went well.

    Raises:
        CourseError: it cannot begin: the settings do not fit, or another instance works for the class.
    """
    classroom, events = setup.classroom, Events(setup.interval)
    exchange = _exchange(setup, must_be_there=once)
    with events.signals_stop(), only_instance(classroom):
        if exchange is not None and not _is_there(exchange, events, say):
            return True
        inbox: Inbox
        if exchange is None:
            inbox = FolderInbox(classroom, setup.topics)
            returning = Returning(classroom, setup.topics, setup.rules, None, lambda *_: ())
        else:
            inbox = arrived = ExchangeInbox(classroom, setup.topics, exchange, setup.rules, say)
            returning = Returning(classroom, setup.topics, setup.rules, exchange, arrived.of_student)
        plans = plan_topics(setup.topics, setup.options)
        remember(classroom, setup.options)
        say(f"watching {inbox.folder}: {_words(setup)}")
        for topic in _without_due_date(setup):
            say(f"{topic.name} has no due date: its feedback waits until it gets one (autograde release --due)")
        service = Service(classroom, plans, backend, inbox, returning, events, say)
        with events.files_wake(inbox.folder, recursive=inbox.recursive):
            well = service.run(once=once)
        if events.stopping:
            say("stopped; what was not finished is graded at the next start")
        return well


def _exchange(setup: Setup, *, must_be_there: bool) -> Exchange | None:
    if setup.origin != "folder":
        exchange = Exchange(setup.classroom)
        if exchange.is_there or (setup.origin == "exchange" and not must_be_there):
            return exchange
        if setup.origin == "exchange":
            raise CourseError(
                "There is no such exchange, or nothing was released in it.",
                where=str(exchange.inbound),
                todo=f"Run: cd {setup.classroom.root} && nbgrader release_assignment TOPIC",
            )
    if setup.rules.attempts is not None or setup.rules.spacing > timedelta() or setup.rules.count == "best":
        raise CourseError(
            "Limits on attempts, and the best of them, need nbgrader's exchange: a class folder has one hand-in each.",
            where=str(setup.classroom.root),
            todo="Leave out --attempts, --spacing and --count.",
        )
    return None


def _is_there(exchange: Exchange, events: Events, say: Say) -> bool:
    """Wait until something was released; False where the service was stopped before."""
    if not exchange.is_there:
        say(f"waiting for the first release: {exchange.inbound} is not there yet (nbgrader release_assignment TOPIC)")
    while not exchange.is_there and not events.stopping:
        events.wait()
    return exchange.is_there


def _words(setup: Setup) -> str:
    rules = setup.rules
    words = [", ".join(topic.name for topic in setup.topics), f"feedback {rules.feedback}"]
    if rules.attempts is not None:
        words.append(f"at most {rules.attempts} attempts")
    if rules.spacing:
        words.append(f"{rules.spacing.total_seconds() / 60:g} minutes apart")
    return "; ".join([*words, f"the {rules.count} attempt counts"])


def _without_due_date(setup: Setup) -> list[Topic]:
    if setup.rules.feedback != "after-due":
        return []
    try:
        due = read_marks(setup.classroom, setup.topics).due if has_gradebook(setup.classroom) else {}
    except CourseError:  # a gradebook that is locked now will be waited for
        return []
    return [topic for topic in setup.topics if due.get(topic.name) is None]
