"""General operators, on calls and signatures: arguments, defaults, conversions, functions that are confused."""

import ast
from itertools import pairwise

from autograde.authoring.mutants.code import Code, Edit
from autograde.authoring.mutants.operators import Changes, Operator, name_of


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


CALLS = (
    Operator("argument_dropped", "an argument is forgotten, so its default is taken", argument_dropped),
    Operator("default_dropped", "the signature lacks a default", default_dropped),
    Operator("arguments_swapped", "two arguments the wrong way round", arguments_swapped),
    Operator(
        "conversion_dropped",
        "the type or shape stays what it was: works for arrays only, or returns another type",
        conversion_dropped,
    ),
    Operator("copy_dropped", "no copy: what is returned or kept is the caller's own", copy_dropped),
    Operator("call_dropped", "not sorted, not rounded, without its absolute value, ...", call_dropped),
    Operator("confused_name", "a function that is taken for another", confused_name),
)
