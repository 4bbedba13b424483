"""General operators, on expressions: signs, constants, conditions, slices, order."""

import ast
from itertools import pairwise

from autograde.authoring.mutants.code import Code
from autograde.authoring.mutants.operators import Changes, Operator

# fmt: off
SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or",
}
# fmt: on


# fmt: off
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
    old = SIGNS.get(type(sign), "")
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
        sign = SIGNS[type(node.op)]
        for left, right in pairwise(node.values):
            yield code.replace_between(left, right, sign, _OTHER_SIGNS[sign][0])
        for index in range(len(node.values)):
            rest = [value for position, value in enumerate(node.values) if position != index]
            sources = [code.source(value) if len(rest) == 1 else f"({code.source(value)})" for value in rest]
            yield code.replace(node, f" {sign} ".join(sources))


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


EXPRESSIONS = (
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
    Operator("slice_bounds", "the slice is off by one, or takes all", slice_bounds),
    Operator("first_or_last", "the first for the last", first_or_last),
    Operator("order", "results or entries in the wrong order", order),
    Operator("entry_dropped", "an entry of a list is missing", entry_dropped),
    Operator("parameter_confused", "one parameter is used for another", parameter_confused),
)
