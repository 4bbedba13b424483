"""Survivors that are right: declared in answers.py beside the answers, with the reason.

A cell ``# %% equivalent="task"`` holds comments: the reason, then changed lines as a survivor's report shows them::

    # %% equivalent="heaviside"
    # Whole numbers are asked for, not their size in memory.
    # + return ....astype('uint8')
    #
    # A plain number is an array already where it is compared.
    # - z = np.asarray(z)
    # + z = z

A - line and the + line right after it declare one change; a + line alone, whatever stood there before; a - line alone,
that the line is gone. ``...`` stands for any text, further lines included. So a declaration outlives edits of
everything but what it quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from autograde.authoring.mutants.generate import Mutant
from autograde.authoring.source import Source, read_percent
from autograde.errors import CourseError


@dataclass(frozen=True)
class Declaration:
    """One kind of change that leaves an answer right.

    Attributes:
        task: the task.
        reason: why the answer is still right.
        removed: what is replaced or deleted; None if it may be anything.
        added: what stands there instead; "" if nothing does.
        where: file and line of the cell.
    """

    task: str
    reason: str
    removed: str | None
    added: str
    where: str

    def matches(self, mutant: Mutant) -> bool:
        """Whether the declaration speaks of a mutant."""
        return (
            mutant.original.task == self.task
            and (self.removed is None or _match(self.removed, mutant.removed))
            and _match(self.added, mutant.added)
        )

    def __str__(self) -> str:
        return " ".join(
            [*([f"- {self.removed}"] if self.removed else []), *([f"+ {self.added}"] if self.added else [])]
        )


def read_declarations(source: Source) -> tuple[Declaration, ...]:
    """Read what a topic's answers.py declares.

    Raises:
        CourseError: a declaration has no reason, quotes no lines, or its task is unknown.
    """
    path = source.topic.answers
    found: list[Declaration] = []
    for cell in read_percent(path):
        if "equivalent" not in cell.options:
            continue
        task, where = str(cell.options["equivalent"]), f"{path}:{cell.line}"
        if not any(known.task == task for known in source.of_kind("task")):
            raise CourseError(f"The topic has no task {task!r}.", where=where)
        changes = list(_changes(cell.text))
        reason = [line for line in _comments(cell.text) if line and line[:2] not in _MARKS]
        if not reason or not changes:
            todo = "Write the reason as a comment, then the changed lines as `# - old` and `# + new`."
            raise CourseError("The declaration is not complete.", where=where, todo=todo)
        found += [Declaration(task, " ".join(reason), removed, added, where) for removed, added in changes]
    return tuple(found)


_MARKS = ("- ", "+ ")


def _comments(text: str) -> list[str]:
    return [line.removeprefix("#").strip() for line in text.splitlines()]


def _changes(text: str) -> Iterator[tuple[str | None, str]]:
    """What is removed and what is added, by declaration."""
    for line, following in pairwise([*_comments(text), ""]):
        if line.startswith("- "):
            yield line[2:], following[2:] if following.startswith("+ ") else ""
    for before, line in pairwise(["", *_comments(text)]):
        if line.startswith("+ ") and not before.startswith("- "):
            yield None, line[2:]


def _match(pattern: str, lines: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("..."))), lines, re.DOTALL) is not None
