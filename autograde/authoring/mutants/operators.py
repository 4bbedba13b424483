"""General operators: what goes wrong in any Python code.

An operator is a function of a cell and one node of its tree; it yields changes. The table at the end names each and
says which mistake of a student it stands for.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograde.authoring.mutants.code import Change, Code, Edit, bodies

Changes = Iterator[Change]


@dataclass(frozen=True)
class Operator:
    """One kind of small change.

    Attributes:
        name: its name in reports.
        mistake: the mistake of a student that it stands for.
        changes: the changes that it makes at a node of a cell.
    """

    name: str
    mistake: str
    changes: Callable[[Code, ast.AST], Changes]


# fmt: off
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or",
}
_OTHER_SIGNS = {
    "+": ["-"], "-": ["+"], "*": ["/", "+"], "/": ["*", "//"], "//": ["/"], "%": ["//"], "**": ["*"], "@": ["*"],
    "&": ["|"], "|": ["&"], "and": ["or"], "or": ["and"],
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="],
    "in": ["not in"], "not in": ["in"], "is": ["is not"], "is not": ["is"],
}
# fmt: on


def arithmetic(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.BinOp):
        yield from _signs(code, node.op, node.left, node.right)
    elif isinstance(node, ast.AugAssign):
        yield from _signs(code, node.op, node.target, node.value)


def comparison(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Compare):
        for sign, (left, right) in zip(node.ops, pairwise([node.left, *node.comparators]), strict=True):
            yield from _signs(code, sign, left, right)


def _signs(code: Code, sign: ast.AST, left: ast.AST, right: ast.AST) -> Changes:
    old = _SIGNS.get(type(sign), "")
    for new in _OTHER_SIGNS.get(old, ()):
        yield code.replace_between(left, right, old, new)


def operand_dropped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.BinOp):
        yield code.replace(node, code.source(node.left))
        yield code.replace(node, code.source(node.right))


def operands_swapped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
        yield code.swap(node.left, node.right)


def constant(code: Code, node: ast.AST) -> Changes:
    number = node.value if isinstance(node, ast.Constant) else None
    if isinstance(node, ast.Constant) and isinstance(number, int | float) and not isinstance(number, bool):
        nearby = [number + 1, number - 1] if isinstance(number, int) else [number * 1.5, -number]
        for other in dict.fromkeys([*nearby, 0]):
            if other != number:
                yield code.replace(node, repr(other))


def text(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield code.replace(node, repr(node.value + "_"))


def truth_value(code: Code, node: ast.AST) -> Changes:
    values: list[ast.expr] = []
    if isinstance(node, ast.Call):
        values = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg != "strict")]
    elif isinstance(node, ast.Assign | ast.Return) and node.value is not None:
        values = [node.value]
    elif isinstance(node, ast.Tuple | ast.List):
        values = node.elts
    elif isinstance(node, ast.arguments):
        values = [default for default in [*node.defaults, *node.kw_defaults] if default is not None]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, bool):
            yield code.replace(value, repr(not value.value))


def condition(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield code.replace(node.test, f"not ({code.source(node.test)})")
        yield code.replace(node.test, "False")
        if not isinstance(node, ast.While):
            yield code.replace(node.test, "True")
    elif isinstance(node, ast.comprehension):
        for test in node.ifs:
            yield code.replace(test, f"not ({code.source(test)})")
            yield code.replace(test, "True")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield code.replace(node, code.source(node.operand))


def part_of_condition(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.BoolOp):
        sign = _SIGNS[type(node.op)]
        for left, right in pairwise(node.values):
            yield code.replace_between(left, right, sign, _OTHER_SIGNS[sign][0])
        for index in range(len(node.values)):
            rest = [value for position, value in enumerate(node.values) if position != index]
            sources = [code.source(value) if len(rest) == 1 else f"({code.source(value)})" for value in rest]
            yield code.replace(node, f" {sign} ".join(sources))


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
    given = _parameters(node)
    for statement in _own_statements(node):
        for part in ast.walk(statement):
            if isinstance(part, ast.BinOp) and isinstance(part.left, ast.Name) and part.left.id in given:
                sign = _SIGNS.get(type(part.op), "")
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


def slice_bounds(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Slice):
        lower, upper = (code.source(part) if part else "" for part in (node.lower, node.upper))
        step = f":{code.source(node.step)}" if node.step else ""
        lowers = [f"{lower} + 1", f"{lower} - 1", ""] if lower else ["1"]
        uppers = [f"{upper} + 1", f"{upper} - 1", ""] if upper else ["-1"]
        for other in lowers:
            yield code.replace(node, f"{other}:{upper}{step}")
        for other in uppers:
            yield code.replace(node, f"{lower}:{other}{step}")
        if step:
            yield code.replace(node, f"{lower}:{upper}")


def first_or_last(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant) and node.slice.value == 0:
            yield code.replace(node.slice, "-1")
        elif isinstance(node.slice, ast.UnaryOp) and code.source(node.slice) == "-1":
            yield code.replace(node.slice, "0")


def argument_dropped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Call):
        parts: list[ast.AST] = sorted([*node.args, *node.keywords], key=lambda part: code.span(part)[0])
        for index, part in enumerate(parts):
            if getattr(part, "arg", "") == "strict":  # of zip: a safety net, no behaviour
                continue
            if isinstance(part, ast.keyword) or (len(node.args) > 1 and part is node.args[-1]):
                yield code.drop(parts, index)


def default_dropped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.FunctionDef):
        named = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        pairs: list[tuple[ast.arg, ast.expr | None]] = [*zip(named, node.args.defaults, strict=True)]
        for argument, default in [*pairs, *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]:
            if default is not None:
                yield (Edit(code.span(argument)[1], code.span(default)[1], ""),)


def arguments_swapped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Call):
        for one, other in pairwise(node.args):
            if not isinstance(one, ast.Starred) and not isinstance(other, ast.Starred):
                yield code.swap(one, other)


def order(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Tuple | ast.List):
        for one, other in pairwise(node.elts):
            yield code.swap(one, other)
    elif isinstance(node, ast.Dict):
        for one, other in pairwise(node.values):
            yield code.swap(one, other)


def entry_dropped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.List) and isinstance(node.ctx, ast.Load):
        for index in range(len(node.elts)):
            yield code.drop(node.elts, index)


def parameter_confused(code: Code, node: ast.AST) -> Changes:
    """A parameter in place of the next one of the same function, one use at a time."""
    if isinstance(node, ast.FunctionDef):
        names = [argument.arg for argument in node.args.args if argument.arg not in {"self", "cls"}]
        following = dict(zip(names, names[1:] + names[:1], strict=True)) if len(names) > 1 else {}
        for statement in node.body:
            for part in ast.walk(statement):
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and part.id in following:
                    yield code.replace(part, following[part.id])


#: Calls that make another type or a copy of their first argument.
# fmt: off
_CONVERSIONS = {
    "float", "int", "bool", "str", "list", "tuple", "set", "dict", "asarray", "array", "asanyarray", "atleast_1d",
    "atleast_2d", "convert_to_tensor", "Path",
}
# fmt: on
_CONVERTING_METHODS = {"astype", "item", "tolist", "numpy", "ravel", "flatten", "reshape", "squeeze", "resolve"}
# fmt: off
_WRAPPERS = {
    "sorted", "abs", "round", "reversed", "floor", "ceil", "rint", "sqrt", "square", "len", "sum", "max", "min",
}
# fmt: on


def conversion_dropped(code: Code, node: ast.AST) -> Changes:
    yield from _call_dropped(code, node, _CONVERSIONS, _CONVERTING_METHODS)


def copy_dropped(code: Code, node: ast.AST) -> Changes:
    yield from _call_dropped(code, node, {"copy", "deepcopy", "clone_model"}, {"copy"})


def call_dropped(code: Code, node: ast.AST) -> Changes:
    yield from _call_dropped(code, node, _WRAPPERS, {"strip", "lower", "upper"})


def _call_dropped(code: Code, node: ast.AST, functions: set[str], methods: set[str]) -> Changes:
    if isinstance(node, ast.Call):
        if name_of(node.func) in functions and node.args and not isinstance(node.args[0], ast.Starred):
            yield code.replace(node, code.source(node.args[0]))
        elif isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            yield code.replace(node, code.source(node.func.value))


#: Names that are taken for each other, of functions, methods and attributes.
# fmt: off
_CONFUSED = [
    ("min", "max"), ("argmin", "argmax"), ("minimum", "maximum"), ("nanmin", "nanmax"), ("any", "all"),
    ("floor", "ceil"), ("floor", "round"), ("ceil", "round"), ("floor", "trunc"), ("int", "round"),
    ("sum", "mean"), ("mean", "median"), ("std", "var"), ("argsort", "sort"), ("sum", "prod"),
    ("log", "log10"), ("log", "log2"), ("log", "log1p"), ("exp", "expm1"), ("sqrt", "square"), ("outer", "dot"),
    ("zeros", "ones"), ("zeros_like", "ones_like"), ("hstack", "vstack"), ("append", "extend"), ("keys", "values"),
    ("linspace", "geomspace"), ("cumsum", "cumprod"), ("startswith", "endswith"), ("lower", "upper"),
    ("shape", "size"), ("update", "setdefault"), ("name", "stem"), ("uniform", "normal"), ("float", "int"),
    ("permutation", "arange"), ("zip", "product"), ("read_text", "read_bytes"), ("tuple", "list"),
]
# fmt: on


def confused_name(code: Code, node: ast.AST) -> Changes:
    yield from confused(code, node, _CONFUSED)


def confused(code: Code, node: ast.AST, pairs: list[tuple[str, str]]) -> Changes:
    """A function, method or attribute by the other name of a pair."""
    name = name_of(node)
    for one, other in pairs:
        if name in {one, other} and isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            end = code.span(node)[1]
            yield (Edit(end - len(name.encode()), end, other if name == one else one),)


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


def name_of(node: ast.AST) -> str:
    """The last name of ``a.b.c``, or ""."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]} - {"self", "cls"}


def _own_statements(node: Any) -> Iterator[ast.stmt]:
    """The simple statements of a function, at any depth, without those of functions inside it."""
    for body in bodies(node):
        for statement in body:
            if isinstance(statement, ast.Return | ast.Assign | ast.AugAssign | ast.Expr):
                yield statement
            elif not isinstance(statement, ast.FunctionDef | ast.ClassDef):
                yield from _own_statements(statement)


GENERAL = (
    Operator("arithmetic", "another operation, or the sign is wrong", arithmetic),
    Operator(
        "comparison", "a boundary belongs to the other side, or the comparison is the wrong way round", comparison
    ),
    Operator("operand_dropped", "a term or a factor is forgotten", operand_dropped),
    Operator("operands_swapped", "a difference, quotient or product the wrong way round", operands_swapped),
    Operator("constant", "off by one, another factor, or nothing", constant),
    Operator("text", "a word or a key is misspelled", text),
    Operator("truth_value", "on in place of off", truth_value),
    Operator("condition", "a case is turned round, or never (or always) taken", condition),
    Operator("part_of_condition", "`and` for `or`, or a part of a condition is forgotten", part_of_condition),
    Operator("statement_deleted", "a step is forgotten", statement_deleted),
    Operator("statement_repeated", "a step is done twice", statement_repeated),
    Operator("assignment", "overwritten where something should be added up", assignment),
    Operator("in_place", "the caller's data are changed in place of making new ones", in_place),
    Operator("loop_once", "the loop runs once", loop_once),
    Operator(
        "loop_bounds", "the loop leaves out the first or the last, goes one too far, or runs backwards", loop_bounds
    ),
    Operator("early_return", "the `return` is indented too far", early_return),
    Operator("slice_bounds", "the slice is off by one, or takes all", slice_bounds),
    Operator("first_or_last", "the first for the last", first_or_last),
    Operator("argument_dropped", "an argument is forgotten, so its default is taken", argument_dropped),
    Operator("default_dropped", "the signature lacks a default", default_dropped),
    Operator("arguments_swapped", "two arguments the wrong way round", arguments_swapped),
    Operator("order", "results or entries in the wrong order", order),
    Operator("entry_dropped", "an entry of a list is missing", entry_dropped),
    Operator("parameter_confused", "one parameter is used for another", parameter_confused),
    Operator(
        "conversion_dropped",
        "the type or shape stays what it was: works for arrays only, or returns another type",
        conversion_dropped,
    ),
    Operator("copy_dropped", "no copy: what is returned or kept is the caller's own", copy_dropped),
    Operator("call_dropped", "not sorted, not rounded, without its absolute value, ...", call_dropped),
    Operator("confused_name", "a function that is taken for another", confused_name),
    Operator("exception_type", "another exception than the one asked for", exception_type),
    Operator("first_result_kept", "the second call returns what the first did", first_result_kept),
    Operator("state_kept", "something is left over from the call before", state_kept),
)
