"""The mutants of a task: each right answer, changed in one place."""

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograde.authoring.mutants.calls import CALLS
from autograde.authoring.mutants.code import Code
from autograde.authoring.mutants.expressions import EXPRESSIONS
from autograde.authoring.mutants.learning import LEARNING
from autograde.authoring.mutants.operators import Operator
from autograde.authoring.mutants.statements import STATEMENTS

OPERATORS = (*EXPRESSIONS, *STATEMENTS, *CALLS, *LEARNING)


@dataclass(frozen=True)
class RightAnswer:
    """A right answer to a task.

    Attributes:
        task: the task.
        name: "reference", or the name of the alternative in answers.py.
        text: the task cell's text.
        where: file and line of its cell.
    """

    task: str
    name: str
    text: str
    where: str


@dataclass(frozen=True)
class Mutant:
    """A right answer, changed in one place.

    Attributes:
        original: the answer.
        operator: what made the change.
        text: the changed text.
    """

    original: RightAnswer
    operator: Operator
    text: str

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = (text.splitlines() for text in (self.original.text, self.text))
        lines = list(difflib.unified_diff(before, after, lineterm="", n=1))
        return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))

    @property
    def removed(self) -> str:
        """The lines that are gone, without indentation."""
        return self._lines("-")

    @property
    def added(self) -> str:
        """The lines that are new, without indentation."""
        return self._lines("+")

    def _lines(self, mark: str) -> str:
        return "\n".join(line[1:].strip() for line in self.diff.splitlines() if line.startswith(mark))


def mutants(answers: Iterable[RightAnswer], operators: Iterable[Operator] = OPERATORS) -> list[Mutant]:
    """All different mutants of some right answers to one task, in the order of operators.

    Two texts are the same if their syntax trees are. An answer itself is no mutant of another.
    """
    originals = [answer for answer in answers if meaning_of(answer.text) is not None]
    seen = {meaning_of(answer.text) for answer in originals}
    found = []
    for answer in originals:
        for operator in operators:
            for text in _texts(Code(answer.text), operator):
                meaning = meaning_of(text)
                if meaning is not None and meaning not in seen:
                    seen.add(meaning)
                    found.append(Mutant(answer, operator, text))
    return found


def _texts(code: Code, operator: Operator) -> Iterator[str]:
    for node in code.nodes():
        for change in operator.changes(code, node):
            yield code.changed(change)


def meaning_of(text: str) -> str | None:
    """The syntax tree as text; None if the text is not Python that compiles."""
    try:
        tree = ast.parse(text)
        compile(tree, "mutant", "exec")
    except (SyntaxError, ValueError):
        return None
    return ast.dump(tree)
