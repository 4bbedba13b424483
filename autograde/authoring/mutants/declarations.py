"""Survivors that are right: declared in answers.py beside the answers, with the reason.

A cell ``# %% equivalent="task"`` holds comments: the reason, then the changed lines as a survivor's report shows them::

    # %% equivalent="heaviside"
    # Whole numbers are asked for, not their size in memory.
    # + return ....astype('uint8')

Lines that begin with - and + form a declaration; after a line of another kind, or a - after a +, the next one begins.
Without - lines it holds for any line that became the + lines. ``...`` stands for any text. So a declaration outlives
edits of everything but the lines that it quotes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograde.authoring.mutants.generate import Mutant
from autograde.authoring.source import Source, read_percent
from autograde.errors import CourseError


@dataclass(frozen=True)
class Declaration:
    """One kind of change that leaves an answer right.

    Attributes:
        task: the task.
        reason: why the answer is still right.
        lines: the changed lines, as ``- text`` and ``+ text``.
        where: file and line of the cell.
    """

    task: str
    reason: str
    lines: tuple[str, ...]
    where: str

    def matches(self, mutant: Mutant) -> bool:
        """Whether the declaration speaks of a mutant."""
        if mutant.original.task != self.task:
            return False
        removed, added = _split(self.lines)
        gone, new = _split(mutant.changed_lines)
        return (not removed or _match(removed, gone)) and _match(added, new)


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
        reason, blocks = _parts(cell.text)
        if not reason or not blocks:
            todo = "Write the reason as a comment, then the changed lines as `# - old` and `# + new`."
            raise CourseError("The declaration is not complete.", where=where, todo=todo)
        found += [Declaration(task, reason, block, where) for block in blocks]
    return tuple(found)


def _parts(text: str) -> tuple[str, list[tuple[str, ...]]]:
    """The reason and the blocks of changed lines."""
    reason: list[str] = []
    blocks: list[list[str]] = []
    before = " "
    for line in [*text.splitlines(), ""]:
        content = line.removeprefix("#").strip()
        mark = content[:1] if content[:2] in {"- ", "+ "} else " "
        if mark == " ":
            reason += [content] if content else []
        elif before == " " or (before, mark) == ("+", "-"):
            blocks.append([content])
        else:
            blocks[-1].append(content)
        before = mark
    return " ".join(reason), [tuple(block) for block in blocks]


def _split(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    removed, added = ([line[2:] for line in lines if line[0] == mark] for mark in "-+")
    return removed, added


def _match(patterns: list[str], lines: list[str]) -> bool:
    return len(patterns) == len(lines) and all(
        re.fullmatch(".*".join(map(re.escape, pattern.split("..."))), line)
        for pattern, line in zip(patterns, lines, strict=True)
    )
