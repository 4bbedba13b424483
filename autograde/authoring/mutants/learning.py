"""Operators for numerical code and neural networks: NumPy, scikit-learn, Keras."""

import ast
import re
from collections.abc import Iterator

from autograde.authoring.mutants.calls import confused
from autograde.authoring.mutants.code import Code
from autograde.authoring.mutants.operators import Changes, Operator, name_of

#: Words that Keras and scikit-learn take as text; another one of the same list is a valid, wrong choice.
_CHOICES = [
    ["relu", "sigmoid", "tanh", "softmax", "linear", "selu", "elu"],
    ["logistic", "tanh", "identity", "relu"],
    ["sparse_categorical_crossentropy", "categorical_crossentropy"],
    ["binary_crossentropy", "mse"],
    ["mse", "mae", "mean_squared_error", "mean_absolute_error", "huber"],
    ["sgd", "adam", "rmsprop", "nadam"],
    ["lbfgs", "adam", "sgd"],
    ["val_loss", "loss", "val_accuracy"],
    ["accuracy", "mae"],
    ["glorot_uniform", "he_normal", "lecun_normal", "zeros"],
    ["min", "max"],
    ["float32", "float64", "int32"],
    ["neg_mean_squared_error", "neg_mean_absolute_error", "r2"],
]
# fmt: off
_CONFUSED = [
    ("SGD", "Adam"), ("Adam", "RMSprop"), ("MeanSquaredError", "MeanAbsoluteError"), ("relu", "sigmoid"),
    ("CategoricalCrossentropy", "SparseCategoricalCrossentropy"), ("StandardScaler", "MinMaxScaler"),
    ("fit_transform", "transform"), ("predict", "predict_proba"), ("predict", "decision_function"),
    ("trainable_weights", "weights"), ("Perceptron", "LogisticRegression"), ("get_weights", "weights"),
    ("GridSearchCV", "RandomizedSearchCV"), ("coef_", "intercept_"), ("on_epoch_end", "on_train_batch_end"),
    ("on_epoch_begin", "on_epoch_end"), ("Concatenate", "Add"), ("Flatten", "GlobalAveragePooling1D"),
]
# fmt: on
_DTYPES = ("float32", "int", "bool", "uint8")
_ARRAY_MAKERS = {"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "asarray", "array", "arange"}
_SEEDED = {"default_rng", "RandomState", "set_random_seed", "seed"}
#: Numbers that students pass on; one more of each is a wrong one.
_COUNTS = {"epochs", "batch_size", "units", "max_iter", "n_iter", "patience", "n_hidden", "layers", "cv", "eta0"}
_COUNTS |= {"learning_rate", "random_state", "initial_epoch", "n_layers", "n_neurons"}


def choice(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        others = [other for words in _CHOICES if node.value in words for other in words if other != node.value]
        for other in list(dict.fromkeys(others))[:3]:
            yield code.replace(node, repr(other))


def confused_class(code: Code, node: ast.AST) -> Changes:
    yield from confused(code, node, _CONFUSED)


def dtype(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Call) and name_of(node.func) == "astype" and node.args:
        for other in _DTYPES:
            if other != code.source(node.args[0]):
                yield code.replace(node.args[0], repr(other))
    elif isinstance(node, ast.Call) and name_of(node.func) in _ARRAY_MAKERS:
        given = next((keyword.value for keyword in node.keywords if keyword.arg == "dtype"), None)
        if given is not None:
            yield code.replace(given, repr("int"))
        elif node.args:
            yield code.replace(node, f"{code.source(node)[:-1]}, dtype={'int'!r})")


def returned_dtype(code: Code, node: ast.AST) -> Changes:
    for value in _returned(node):
        for other in ("int", "bool"):
            if name_of(getattr(value, "func", value)) != "astype":  # whose type `dtype` changes
                yield code.replace(value, f"({code.source(value)}).astype({other!r})")


def returned_rounded(code: Code, node: ast.AST) -> Changes:
    for value in _returned(node):
        yield code.replace(value, f"round({code.source(value)}, 2)")


def returned_shape(code: Code, node: ast.AST) -> Changes:
    for value in _returned(node):
        source = f"({code.source(value)})"
        yield code.replace(value, f"np.atleast_2d({code.source(value)}).T")
        yield code.replace(value, f"{source}[None]")
        yield code.replace(value, f"[{code.source(value)}]")


def _returned(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions that a function computes and returns: calls, arithmetic, names; each of a tuple."""
    if isinstance(node, ast.Return) and node.value is not None:
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        kinds = ast.Call | ast.BinOp | ast.Name | ast.Subscript | ast.UnaryOp | ast.Attribute
        yield from (value for value in values if isinstance(value, kinds))


def transposed(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield code.replace(node, code.source(node.value))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for side in (node.left, node.right):
            if isinstance(side, ast.Name):
                yield code.replace(side, f"{side.id}.T")


def axis(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.keyword) and node.arg == "axis":
        for other in ("0", "1", "-1", "None"):
            if other != code.source(node.value):
                yield code.replace(node.value, other)


def seed(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Call) and name_of(node.func) in _SEEDED and node.args:
        for other in ("0", "None"):
            yield code.replace(node.args[0], other)
    elif isinstance(node, ast.keyword) and node.arg in {"seed", "random_state"}:
        for other in ("0", "None"):
            yield code.replace(node.value, other)


def count(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.keyword) and node.arg in _COUNTS and not isinstance(node.value, ast.Constant):
        yield code.replace(node.value, f"{code.source(node.value)} + 1")
        yield code.replace(node.value, "1")
    elif isinstance(node, ast.Call) and name_of(node.func) == "Dense" and node.args:
        yield code.replace(node.args[0], f"{code.source(node.args[0])} + 1")


def layer_repeated(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.List):
        for entry in node.elts:
            if isinstance(entry, ast.Call):
                yield code.repeat(entry)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and len(node.args) == 1:
        yield code.replace(node.args[0], code.source(node))


def layer_dropped(code: Code, node: ast.AST) -> Changes:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and len(node.args) == 1:
        yield code.replace(node, code.source(node.args[0]))


def model_changed(code: Code, node: ast.AST) -> Changes:
    """A model is compiled, or its weights are changed, before it is returned."""
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Name):
        name = node.value.id
        yield code.insert_before(node, f'{name}.compile(loss="mse", optimizer="sgd")')
        yield code.insert_before(node, f"{name}.set_weights([weight * 1.1 + 0.1 for weight in {name}.get_weights()])")


def other_rows(code: Code, node: ast.AST) -> Changes:
    """Another part of the data that the same cell knows by name: train, valid, test, full."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for part in ("train", "valid", "val", "test", "full"):
            if re.search(rf"(^|_){part}($|_)", node.id):
                for name in sorted(_names(code)):
                    stem = re.sub(rf"(^|_){part}($|_)", r"\1*\2", node.id)
                    if name != node.id and re.fullmatch(
                        re.escape(stem).replace(r"\*", "(train|valid|val|test|full)"), name
                    ):
                        yield code.replace(node, name)


def _names(code: Code) -> set[str]:
    nodes = list(code.nodes())
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.arg for node in nodes if isinstance(node, ast.arg)
    }


LEARNING = (
    Operator("choice", "another activation, loss, optimizer, metric or start than the one asked for", choice),
    Operator("confused_class", "a class or method of Keras or scikit-learn taken for another", confused_class),
    Operator("dtype", "arrays of another type", dtype),
    Operator("returned_dtype", "the result has another type", returned_dtype),
    Operator("returned_rounded", "the result is rounded", returned_rounded),
    Operator("returned_shape", "the result has another shape", returned_shape),
    Operator("transposed", "a transpose is forgotten or one too many", transposed),
    Operator("axis", "along the wrong axis", axis),
    Operator("seed", "the seed is not the one that was given", seed),
    Operator("count", "another number of epochs, units, rounds, ... than the one that was given", count),
    Operator("layer_repeated", "a layer stands there twice", layer_repeated),
    Operator("layer_dropped", "a layer is missing", layer_dropped),
    Operator("model_changed", "the model is compiled or changed though nobody asked for it", model_changed),
    Operator("other_rows", "trained, fitted or measured on other rows", other_rows),
)
