"""Comparisons in checks that an empty, stretched or strange value could satisfy; see docs/author.md."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

#: Comparisons that stretch shapes and pass for nothing, or whose errors no student can read.
_LENIENT = frozenset({"allclose", "isclose", "array_equal", "array_equiv", "testing"})
_WRAPPERS = frozenset({"enumerate", "list", "reversed", "sorted", "tuple"})


@dataclass(frozen=True)
class _Assigned:
    """An expression that a name is assigned, whole or a part of it by unpacking."""

    value: ast.expr
    whole: bool


@dataclass(frozen=True)
class _Values:
    """What a check's names hold; scopes are not told apart.

    Attributes:
        students: names whose values come from the student's, directly or by way of others.
        assigned: what each name is assigned.
    """

    students: frozenset[str]
    assigned: Mapping[str, list[_Assigned]]

    def mentions(self, expression: ast.expr) -> bool:
        """Whether a student's value is in an expression."""
        inner = {
            name.id
            for part in ast.walk(expression)
            if isinstance(part, ast.comprehension)
            for name in ast.walk(part.target)
            if isinstance(name, ast.Name)
        }
        names = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
        return not names.isdisjoint(self.students - inner)

    def runs(self, iterable: ast.expr) -> bool:
        """Whether a loop over this runs as often as the check's author sees it: no student decides how often."""
        if isinstance(iterable, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            return True
        if isinstance(iterable, (ast.ListComp, ast.GeneratorExp)):
            return all(self.runs(part.iter) and not part.ifs for part in iterable.generators)
        if isinstance(iterable, ast.Name) and self.mentions(iterable):
            others = replace(self, assigned={name: v for name, v in self.assigned.items() if name != iterable.id})
            values = self.assigned.get(iterable.id, [])
            return bool(values) and all(each.whole and others.runs(each.value) for each in values)
        if isinstance(iterable, ast.Call):
            return self._call_runs(iterable)
        return not self.mentions(iterable)

    def _call_runs(self, call: ast.Call) -> bool:
        name, function = _name(call.func), call.func
        if isinstance(function, ast.Attribute) and name in {"items", "keys", "pairs", "values"}:
            return _name(function.value) == "checks" or self.runs(function.value)
        if name == "zip" and not _is_short_zip(call):
            return any(self.runs(argument) for argument in call.args)
        if name in _WRAPPERS and call.args:
            return self.runs(call.args[0])
        return not self.mentions(call)


def lenient_comparisons(body: ast.Module, from_student: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield line (from 1, in the check) and fault of each comparison that passes for more than it should.

    Args:
        body: the parsed check.
        from_student: names of the check that come from the student.
    """
    values = _values(body, from_student)
    for node in ast.walk(body):
        if isinstance(node, (ast.Attribute, ast.Name)) and _name(node) in _LENIENT and isinstance(node.ctx, ast.Load):
            yield node.lineno, f"compare with checks.assert_close, assert_equal or is_close in place of {_name(node)}"
        elif isinstance(node, ast.Call) and _name(node.func) == "all":
            yield from _all_of_nothing(node, values)
        elif isinstance(node, ast.For) and _asserts(node) and not values.runs(node.iter):
            yield node.lineno, "this loop may run zero times: take checks.items(value, count, ...) or checks.pairs(...)"


def _all_of_nothing(call: ast.Call, values: _Values) -> Iterator[tuple[int, str]]:
    for argument in call.args:
        if not isinstance(argument, (ast.GeneratorExp, ast.ListComp)):
            continue
        if any(not values.runs(part.iter) or _is_short_zip(part.iter) for part in argument.generators):
            yield call.lineno, "all(...) is true of nothing: compare with checks.is_equal, or go through checks.pairs"


def _values(body: ast.Module, from_student: frozenset[str]) -> _Values:
    assigned: dict[str, list[_Assigned]] = {}
    for node in ast.walk(body):
        for target, value in _assignments(node):
            for name in ast.walk(target):
                if isinstance(name, ast.Name):
                    assigned.setdefault(name.id, []).append(_Assigned(value, whole=target is name))
    return _Values(_closure(from_student, assigned), assigned)


def _assignments(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Target and value of each assignment that a node makes; of a loop, what it runs over stands for the value."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr, ast.AugAssign)) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, ast.For):
        yield ast.Tuple([node.target]), node.iter


def _closure(students: frozenset[str], assigned: Mapping[str, list[_Assigned]]) -> frozenset[str]:
    """The student's names and all that are assigned from them."""
    found = _Values(students, {})
    more = {name for name, values in assigned.items() if any(found.mentions(each.value) for each in values)}
    return students if more <= students else _closure(students | more, assigned)


def _is_short_zip(node: ast.expr) -> bool:
    """Whether this is a zip that stops at its shortest part."""
    strict = isinstance(node, ast.Call) and any(word.arg == "strict" for word in node.keywords)
    return isinstance(node, ast.Call) and _name(node.func) == "zip" and not strict


def _asserts(loop: ast.For) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and _name(node.func).startswith(("assert", "check")))
        for node in ast.walk(loop)
    )


def _name(expression: ast.expr) -> str:
    """The last part of a dotted name, else ""."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
