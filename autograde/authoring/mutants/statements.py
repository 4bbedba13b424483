"""General operators, on statements: forgotten, repeated, in another order, with state that is left over."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from autograde.authoring.mutants.code import Code, bodies
from autograde.authoring.mutants.expressions import SIGNS
from autograde.authoring.mutants.operators import Changes, Operator, name_of, parameters


def statement_deleted(code: Code, node: ast.AST) -> Changes:
    for body in bodies(node):
        for statement in body:
            if not isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass):
                yield code.delete(statement, body)


def statement_repeated(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Expr | ast.AugAssign) or (isinstance(node, ast.Assign) and _reads_its_target(node)):
        yield code.insert_after(node, code.source(node))


def _reads_its_target(assignment: ast.Assign) -> bool:
    read = {part.id for part in ast.walk(assignment.value) if isinstance(part, ast.Name)}
    # Twice a conversion is once a conversion.
    return isinstance(assignment.value, ast.BinOp) and any(
        isinstance(target, ast.Name) and target.id in read for target in assignment.targets
    )


def assignment(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.AugAssign):
        yield code.replace(node, f"{code.source(node.target)} = {code.source(node.value)}")


def in_place(code: Code, node: ast.AST) -> Changes:
    """``return W + step`` becomes ``W += step; return W`` where W is a parameter."""
    if not isinstance(node, ast.FunctionDef):
        return
    given = parameters(node)
    for statement in _own_statements(node):
        for part in ast.walk(statement):
            if isinstance(part, ast.BinOp) and isinstance(part.left, ast.Name) and part.left.id in given:
                sign = SIGNS.get(type(part.op), "")
                if sign in {"+", "-", "*", "/"}:
                    step = f"{part.left.id} {sign}= {code.source(part.right)}"
                    yield (*code.insert_before(statement, step), *code.replace(part, part.left.id))
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
            if name in given and not isinstance(statement.value, ast.Name):
                yield code.replace(statement.targets[0], f"{name}[...]")


def loop_once(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.For | ast.While):
        yield code.insert_after(node.body[-1], "break")


def loop_bounds(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.For | ast.comprehension):
        source = code.source(node.iter)
        if isinstance(node.iter, ast.Call) and getattr(node.iter.func, "id", "") == "range":
            stop = node.iter.args[min(1, len(node.iter.args) - 1)]
            for change in ("- 1", "+ 1"):
                yield code.replace(stop, f"{code.source(stop)} {change}")
            if len(node.iter.args) == 1:
                yield code.replace(stop, f"1, {code.source(stop)}")
        else:
            yield code.replace(node.iter, f"list({source})[:-1]")
            yield code.replace(node.iter, f"list({source})[1:]")
            yield code.replace(node.iter, f"list({source})[::-1]")


def early_return(code: Code, node: ast.AST) -> Changes:
    for body in bodies(node):
        for loop, after in pairwise(body):
            if isinstance(loop, ast.For | ast.While) and isinstance(after, ast.Return):
                yield code.insert_after(loop.body[-1], code.source(after))


def exception_type(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Raise) and node.exc is not None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        yield code.replace(raised, "RuntimeError")
        yield code.replace(raised, "Exception")
    elif isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield code.replace(node.type, "Exception" if code.source(node.type) != "Exception" else "KeyError")


def first_result_kept(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Module):
        for function in node.body:
            if isinstance(function, ast.FunctionDef):
                kept = "(lambda f, kept=[]: lambda *a, **k: (kept or kept.append(f(*a, **k)) or kept)[0])"
                yield code.insert_after(function, f"{function.name} = {kept}({function.name})")


def state_kept(code: Code, node: ast.AST) -> Changes:
    """What a function starts with anew is made once and goes on from call to call."""
    if isinstance(node, ast.FunctionDef):
        for statement in _own_statements(node):
            if isinstance(statement, ast.Assign) and _is_container(statement.value):
                target, value = statement.targets[0], code.source(statement.value)
                if isinstance(target, ast.Name):
                    yield code.replace(statement.value, f"{node.name}.__dict__.setdefault({target.id!r}, {value})")


def _is_container(value: ast.expr) -> bool:
    makers = {"zeros", "ones", "zeros_like", "list", "dict", "set", "default_rng", "empty"}
    return isinstance(value, ast.List | ast.Dict | ast.Set) or (
        isinstance(value, ast.Call) and name_of(value.func) in makers
    )


def _own_statements(node: Any) -> Iterator[ast.stmt]:
    """The simple statements of a function, at any depth, without those of functions inside it."""
    for body in bodies(node):
        for statement in body:
            if isinstance(statement, ast.Return | ast.Assign | ast.AugAssign | ast.Expr):
                yield statement
            elif not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                yield from _own_statements(statement)


STATEMENTS = (
    Operator("statement_deleted", "a step is forgotten", statement_deleted),
    Operator("statement_repeated", "a step is done twice", statement_repeated),
    Operator("assignment", "overwritten where something should be added up", assignment),
    Operator("in_place", "the caller's data are changed in place of making new ones", in_place),
    Operator("loop_once", "the loop runs once", loop_once),
    Operator(
        "loop_bounds", "the loop leaves out the first or the last, goes one too far, or runs backwards", loop_bounds
    ),
    Operator("early_return", "the `return` is indented too far", early_return),
    Operator("exception_type", "another exception than the one asked for", exception_type),
    Operator("first_result_kept", "the second call returns what the first did", first_result_kept),
    Operator("state_kept", "something is left over from the call before", state_kept),
)
