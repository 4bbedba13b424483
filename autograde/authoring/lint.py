"""What a source must satisfy before it is built; each problem names file and line."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from autograde.authoring.check_code import Unsound, check_code
from autograde.authoring.comparisons import lenient_comparisons
from autograde.authoring.names import names_of, parse
from autograde.authoring.requirements import lint_requirements
from autograde.authoring.source import TASK_HEADING, Cell, Source
from autograde.course import read_settings

_TITLE = re.compile(r"# \d+ · \S")
_ANY_TASK_HEADING = re.compile(r"^#{2,4} Task\b.*$", re.M)


@dataclass(frozen=True)
class Problem:
    """Something an author must mend: where (``file:line``) and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def lint(source: Source) -> list[Problem]:
    """Return everything wrong with a source, in the order of its lines; an empty list when it is sound."""
    found: list[tuple[int, str]] = [
        *_ids(source),
        *_points(source),
        *_tasks(source),
        *lint_requirements(source),
        *_code(source),
    ]
    path = source.topic.source.relative_to(source.topic.root)
    return [Problem(f"{path}:{line}", what) for line, what in sorted(found)]


def _ids(source: Source) -> Iterator[tuple[int, str]]:
    first = source.cells[0] if source.cells else None
    if first is None or first.kind != "prose" or not _TITLE.match(first.text):
        yield (1, "the first cell should be markdown and start with '# N · Title'")
    seen: dict[str, int] = {}
    for cell in source.of_kind("task", "essay"):
        if cell.id in seen:
            yield (cell.line, f"the name {cell.id!r} is already used in line {seen[cell.id]}")
        seen[cell.id] = cell.line


def _points(source: Source) -> Iterator[tuple[int, str]]:
    settings = read_settings(source.topic.root)
    if source.points != settings.topic_points:
        yield (1, f"the topic has {source.points} points; it should have {settings.topic_points}")
    if source.written_points > settings.written_points:
        yield (1, f"{source.written_points} points are written; at most {settings.written_points} should be")
    announced: tuple[int, int] | None = None
    earned = 0
    for cell in source.cells:
        if cell.kind == "prose" and _ANY_TASK_HEADING.search(cell.text):
            yield from _compare(announced, earned)
            heading = TASK_HEADING.search(cell.text)
            if heading is None:
                yield (cell.line, "a task heading reads '### Task 1 · Title · ●○○ · 1 point · 5 minutes'")
            announced = (cell.line, int(heading["points"])) if heading else None
            earned = 0
        elif cell.points and announced is None and earned == 0:
            yield (cell.line, "no task heading announces these points")
            earned = cell.points
        else:
            earned += cell.points
    yield from _compare(announced, earned)


def _compare(announced: tuple[int, int] | None, earned: int) -> Iterator[tuple[int, str]]:
    if announced and announced[1] != earned:
        yield (announced[0], f"the heading announces {announced[1]} points; the checks below give {earned}")


def _tasks(source: Source) -> Iterator[tuple[int, str]]:
    defined = {cell.task: cell for cell in source.of_kind("task")}
    checked: dict[str, Cell] = {}
    for check in source.of_kind("check"):
        checked.setdefault(check.task, check)
        if check.task not in defined:
            yield (check.line, f"the check {check.task!r} has no task")
        elif check.line < defined[check.task].line:
            yield (check.line, f"the check {check.task!r} stands before its task")
    for name, task in defined.items():
        if name not in checked:
            yield (task.line, f"the task {name!r} has no check")
        if not task.is_solved:
            yield (task.line, f"the task {name!r} has no ### BEGIN SOLUTION ... ### END SOLUTION")
    for essay in source.of_kind("essay"):
        if "### BEGIN SOLUTION" not in essay.text or "=== BEGIN MARK SCHEME ===" not in essay.text:
            yield (essay.line, f"the written answer {essay.id!r} needs a model answer and a marking scheme")


def _code(source: Source) -> Iterator[tuple[int, str]]:
    known: set[str] = set()
    imported: set[str] = set()
    skipped: set[str] = set()
    for cell in source.cells:
        if not cell.is_code:
            continue
        try:
            names = names_of(cell.text)
        except SyntaxError as error:
            yield (cell.line + (error.lineno or 0), f"not Python: {error.msg}")
            continue
        if cell.kind == "check":
            yield from _check_code(source, cell, names.needed, known, imported)
            continue
        if cell.kind in {"demo", "figure"}:
            skipped |= names.bound - known
            continue
        for name in sorted(names.needed & (skipped - known)):
            yield (cell.line, f"needs {name!r}, which only a demo or figure cell binds; grading skips those")
        known |= names.bound
        imported = (imported | names.imported) - (names.bound - names.imported)


def _check_code(
    source: Source, cell: Cell, needed: frozenset[str], known: set[str], imported: set[str]
) -> Iterator[tuple[int, str]]:
    for name in sorted(needed - known):
        yield (cell.line, f"the check needs {name!r}, which no cell before it defines")
    for name in sorted(needed & imported):
        yield (cell.line, f"the check uses {name!r} from the notebook; it should import it itself")
    body = parse(cell.text).body
    yield from _sent_secrets(cell)
    if body and isinstance(body[-1], ast.Expr) and not _is_assertion(body[-1]):
        yield (cell.line, "the check ends in an expression; nbgrader would read its value as partial credit")
    try:
        code = check_code(source, cell)
    except SyntaxError:
        return  # of another cell, where it is named
    except Unsound as error:
        todo = "define it in the check, or make it part of a task"
        yield (
            cell.line,
            f"the check needs a name of an example cell that cannot come from the source: {error}; {todo}",
        )
    else:
        for line, what in lenient_comparisons(parse(cell.text), code.from_student):
            yield (cell.line + line, what)


def _sent_secrets(cell: Cell) -> Iterator[tuple[int, str]]:
    """Functions of hidden tests that run in the student's process, where the student's code can read their text."""
    hidden = cell.hidden_lines
    for node in ast.walk(parse(cell.text)):
        if (
            isinstance(node, ast.FunctionDef)
            and node.lineno in hidden
            and any(map(_runs_elsewhere, node.decorator_list))
        ):
            yield (cell.line + node.lineno, f"{node.name} runs in the student's process: not in the hidden tests")


def _runs_elsewhere(decorator: ast.expr) -> bool:
    return any(getattr(part, "attr", "") == "in_kernel_of" for part in ast.walk(decorator))


def _is_assertion(statement: ast.Expr) -> bool:
    """Whether a statement calls an assertion of the lesson library: these return nothing."""
    call = statement.value
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "checks"
        and call.func.attr.startswith("assert_")
    )


def lint_release(source: Source, release: NotebookNode) -> list[Problem]:
    """Return what a student's notebook gives away or gets wrong: leaked solution or hidden lines, broken stubs."""
    path = source.topic.source.relative_to(source.topic.root)
    text = "\n".join(cell.source for cell in release.cells)
    leaks = (*leaked_blocks(source, text), *_leaked_lines(source, text))
    problems = [Problem(f"{path}:{line}", what) for line, what in sorted(leaks)]
    for mark in ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME"):
        if mark in text:
            problems.append(Problem(str(path), f"the release contains {mark!r}"))
    starts = {cell.id: cell.line for cell in source.cells}
    for cell in release.cells:
        if cell.cell_type == "code":
            try:
                parse(cell.source)
            except SyntaxError as error:
                where = f"{path}:{starts.get(cell.id, 1)}"
                problems.append(Problem(where, f"the student's version of this cell is not Python: {error.msg}"))
        if cell.get("outputs"):
            problems.append(Problem(f"{path}:{starts.get(cell.id, 1)}", "the release contains an output"))
    return problems


def leaked_blocks(source: Source, text: str) -> Iterator[tuple[int, str]]:
    """Solutions, schemes and hidden tests that stand in a text as a whole: the source's line, and what it is."""
    joined = "\n".join(["", *_lines(text), ""])
    for cell in source.cells:
        for block in cell.secrets:
            if _could_leak("".join(block)) and "\n".join(["", *block, ""]) in joined:
                yield (cell.line, f"the release contains this secret as a whole: {block[0]!r} ...")


def _leaked_lines(source: Source, text: str) -> Iterator[tuple[int, str]]:
    """Single lines of secrets that stand in a text and nowhere in public."""
    released, public = _lines(text), _public_lines(source)
    for cell in source.cells:
        for block in cell.secrets:
            for line in block:
                if line in released and line not in public and _could_leak(line):
                    yield (cell.line, f"the release contains a secret line: {line!r}")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _public_lines(source: Source) -> set[str]:
    """Lines that stand outside of solutions, schemes and hidden tests, and so are no secret on their own."""
    lines: set[str] = set()
    for cell in source.cells:
        secret = [line for block in cell.secrets for line in block]
        for line in cell.text.splitlines():
            if line.strip() in secret:
                secret.remove(line.strip())
            else:
                lines.add(line.strip())
    return lines


def _could_leak(line: str) -> bool:
    """Whether a text is long enough to give something away: 'else:' or a closing bracket is not."""
    return len(re.sub(r"\W", "", line)) > 8
