"""Assertions for checks: they compare strictly and say in words what was expected, what came and where to look.

NumPy's own comparisons are made for friends: ``np.allclose([], 3)`` is true, as is any comparison of truth values with
numbers; a shape that does not fit is stretched, and a wrong kind of value is an error that a beginner cannot read. Here
a value has to have the expected shape and kind, and no NaN where none is expected, before its numbers count.

`assert_close` and `assert_equal` raise AssertionError, `is_close` and `is_equal` tell and never raise: they are for
the diagnosis of a mistake, ``assert not checks.is_close(answer, 6), "You forgot the biases."``

Everything works alike in the student's own kernel and where a check runs apart from it and sees the student's objects
through handles. A handle says on its class what it can do; this module knows nothing else of it.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

#: Kinds of values by NumPy's code, in the student's words.
_KINDS = {"b": "truth values", "i": "whole numbers", "u": "whole numbers", "f": "floats", "c": "complex numbers"}
_KINDS |= {"U": "text", "S": "bytes", "M": "dates", "m": "times"}
_NUMBERS = frozenset("iufc")

#: How the names of settings end that change how a Keras layer learns.
_ADDED = ("regularizer", "constraint")


def assert_close(
    actual: Any, expected: Any, message: str, *, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> None:
    """Require numbers of the expected shape whose values are those expected, up to rounding.

    Args:
        actual: the student's value: a number, an array or nested lists.
        expected: what it should be; its shape counts, and whether it holds numbers or truth values.
        message: what to tell the student if the values differ; shape, kind and NaN are named behind it.
        rtol: the relative tolerance.
        atol: the absolute tolerance.
        equal_nan: whether NaN is right where NaN is expected.

    Raises:
        AssertionError: it is not so.
    """
    problem = _unlike(actual, expected, equal_nan=equal_nan)
    if problem:
        raise AssertionError(f"{message} {problem}")
    if not _all_close(actual, expected, rtol, atol, equal_nan):
        raise AssertionError(message)


def is_close(actual: Any, expected: Any, *, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> bool:
    """Whether `assert_close` would pass; never raises."""
    return not _unlike(actual, expected, equal_nan=equal_nan) and _all_close(actual, expected, rtol, atol, equal_nan)


def assert_equal(actual: Any, expected: Any, message: str) -> None:
    """Require exactly the expected value: equal items in equal order for lists, equal shapes for arrays.

    Whole numbers and floats may stand for each other, truth values for nothing else. A tuple may stand for a list.

    Args:
        actual: the student's value.
        expected: a number, text, None, an array, or a list, tuple or dict of such.
        message: what to tell the student otherwise.

    Raises:
        AssertionError: it is not so.
    """
    if is_equal(actual, expected):
        return
    problem = _unlike(actual, expected, equal_nan=True) if isinstance(expected, np.ndarray) else ""
    raise AssertionError(f"{message} {problem}".strip())


def is_equal(actual: Any, expected: Any) -> bool:
    """Whether `assert_equal` would pass; never raises."""
    if isinstance(expected, dict):
        return (
            type(actual) is dict
            and actual.keys() == expected.keys()
            and all(is_equal(actual[key], value) for key, value in expected.items())
        )
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        return len(actual) == len(expected) and all(map(is_equal, actual, expected))
    if expected is None or isinstance(expected, (set, frozenset, range, type)):
        return type(actual) is type(expected) and bool(actual == expected)
    return not _unlike(actual, expected, equal_nan=True) and _same_values(actual, expected)


def assert_number(value: Any, what: str, *, whole: bool = False) -> None:
    """Require one finite or infinite number: no array, no truth value, no NaN.

    Args:
        value: the student's value.
        what: what the value is, as the student knows it: "The slope", "mean([1, 2])".
        whole: whether it has to be an integer by type.

    Raises:
        AssertionError: it is not so.
    """
    wanted = "a whole number (an int)" if whole else "a number"
    array, problem = _as_array(value)
    if array is None:
        raise AssertionError(f"{what} should be {wanted}. {problem}")
    if array.ndim:
        raise AssertionError(f"{what} should be {wanted}; yours is an array or list of the shape {array.shape}.")
    if array.dtype.kind not in (_NUMBERS - {"f", "c"} if whole else _NUMBERS):
        raise AssertionError(f"{what} should be {wanted}; yours is {_shown(value)}, a {type(value).__name__}.")
    if array.dtype.kind in "fc" and np.isnan(array):
        raise AssertionError(f"{what} should be {wanted}; yours is NaN, not a number.")


def assert_array(value: Any, what: str, *, shape: Sequence[int], kind: str = "numbers") -> None:
    """Require an array of a shape and a kind.

    Args:
        value: the student's value.
        what: what the value is, as the student knows it: "W_next".
        shape: the shape that it has to have.
        kind: "numbers", "floats", "whole numbers" or "truth values".

    Raises:
        AssertionError: it is not so.
    """
    array, problem = _as_array(value)
    if array is None:
        raise AssertionError(f"{what} should be an array of {kind}. {problem}")
    if array.shape != tuple(shape):
        raise AssertionError(f"{what} should have the shape {tuple(shape)}; yours has {array.shape}.")
    yours = _KINDS.get(array.dtype.kind, "objects")
    if yours != kind and not (kind == "numbers" and array.dtype.kind in _NUMBERS):
        raise AssertionError(f"{what} should hold {kind}; yours holds {yours} ({array.dtype}).")


def items(value: Any, count: int, what: str) -> list[Any]:
    """Return the items of a student's value, of which there have to be so many.

    A loop over the student's value alone would run not at all over an empty one, and pass.

    Args:
        value: the student's list, tuple, array or other iterable.
        count: how many items it has to have, at least 1.
        what: what the value is, as the student knows it: "The list of losses".

    Raises:
        AssertionError: it has more or fewer, or no items at all.
        ValueError: the count is below 1: the check would pass whatever comes.
    """
    if count < 1:
        raise ValueError("a check that expects no item checks nothing; compare with assert_equal")
    if value is None or isinstance(value, (str, bytes, dict)):
        raise AssertionError(f"{what} should have {_counted(count)}. {_came(value)}")
    try:
        found = list(value)
    except TypeError:
        raise AssertionError(f"{what} should have {_counted(count)}. {_came(value)}") from None
    if len(found) != count:
        raise AssertionError(f"{what} should have {_counted(count)}; yours has {len(found)}.")
    return found


def pairs(actual: Any, expected: Iterable[Any], what: str) -> list[tuple[Any, Any]]:
    """Return the student's items beside the expected ones; raises as `items`.

    ``zip`` would stop at the shorter of the two, so at once for an empty answer.
    """
    wanted = list(expected)
    return list(zip(items(actual, len(wanted), what), wanted, strict=True))


def call_and_keep_changes(function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
    """Call a student's function with copies of the arguments; return its result, and the copies after the call.

    For a check that asks what a function does to its arguments. The check's own objects stay as they are:
    ``result, (X_after, y_after) = checks.call_and_keep_changes(f, X, y)``. The copies come in the order of the call.
    """
    handles_it = getattr(type(function), "__call_and_keep_changes__", None)
    if handles_it is not None:
        result, after = handles_it(function, *args, **kwargs)
        return result, after
    given, named = copy.deepcopy((args, kwargs))
    result = function(*given, **named)
    return result, (*given, *named.values())


def in_kernel_of(student: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a function of a check that has to run in the process where a student's object lives.

    For code of libraries that takes the student's own objects: a search with the student's estimator, a file with the
    student's layers. The function sees its arguments and what it imports itself, nothing of the check. What it returns
    is only as trustworthy as the student's process is.
    """

    def define(function: Callable[..., Any]) -> Callable[..., Any]:
        define_beside = getattr(type(student), "__define_beside__", None)
        defined: Callable[..., Any] = function if define_beside is None else define_beside(student, function)
        return defined

    return define


def layer_kinds(model: Any) -> list[str]:
    """Return the classes of a functional or Sequential model's layers, those of models inside it as well.

    What `Activation` computes stands behind its name: "Activation(relu)".
    """
    kinds = []
    for layer in _operations(model):
        function = layer.get_config().get("activation") if type(layer).__name__ == "Activation" else None
        if hasattr(layer, "trainable_weights"):
            kinds.append(type(layer).__name__ + (f"({function})" if function else ""))
    return kinds


def assert_keras_defaults(model: Any, another: Any) -> None:
    """Require that dense layers start and learn as Keras makes them if told nothing else.

    Kernels start at random, evenly after Glorot and in each model anew, biases at 0. All weights can be trained; no
    gradient is stopped, nothing is added to the loss, no weight is held in bounds.

    Args:
        model: a functional or Sequential model as the student's function returns it.
        another: what the function returns in a second call with the same arguments.

    Raises:
        AssertionError: it is not so.
    """
    for array, other in pairs(another.get_weights(), model.get_weights(), "The list of weights of a second model"):
        if array.ndim < 2:
            assert not np.any(array), "The biases should start at 0."
            continue
        assert array.size == 1 or np.ptp(array) > 0, "The weights of a layer should start at random, not all equal."
        assert not is_equal(array, other), (
            "Two calls give models with the same weights: make a new model in each call, and set no seed for it."
        )
        r = float(np.sqrt(6 / sum(array.shape)))
        unasked = np.abs(array).max() <= 1.001 * r and (array.size < 30 or np.ptp(array) > r)
        assert unasked, (
            f"A kernel of shape {array.shape} should start as Keras makes it unasked, evenly between -{r:.2f} and "
            f"{r:.2f}: set no initializer."
        )
    assert not model.non_trainable_weights, "Some weights cannot be trained: leave trainable as it is."
    for layer in _operations(model):
        assert type(layer).__name__ != "StopGradient", "A gradient is stopped: the layers before it would not learn."
        if not hasattr(layer, "trainable_weights"):
            continue
        added = [name for name, value in layer.get_config().items() if value and name.endswith(_ADDED)]
        assert not added, (
            f"The layer {layer.name} has a setting that the task does not ask for: {', '.join(sorted(added))}."
        )


def _operations(model: Any) -> Iterator[Any]:
    """Yield a Keras model's layers and operations, with those of models inside it in their place."""
    for part in getattr(model, "operations", None) or model.layers:
        if hasattr(part, "layers"):
            yield from _operations(part)
        else:
            yield part


def _unlike(actual: Any, expected: Any, *, equal_nan: bool) -> str:
    """Say what a value is that cannot be compared with the expected one number by number; "" where it can."""
    wanted = np.asarray(expected)
    array, problem = _as_array(actual)
    if array is None:
        return problem
    if array.shape != wanted.shape:
        return f"Expected {_shape_in_words(wanted)}; yours is {_shape_in_words(array)}."
    if _group(array) != _group(wanted):
        wanted_kind = "numbers" if wanted.dtype.kind in _NUMBERS else _KINDS.get(wanted.dtype.kind, "objects")
        return f"Expected {wanted_kind}; yours are {_KINDS[array.dtype.kind]}."
    if array.dtype.kind in "fc" and np.isnan(array).any() and not (equal_nan and np.isnan(wanted).any()):
        return "Yours holds NaN, which is not a number: 0 divided by 0, or infinity minus infinity?"
    return ""


def _as_array(value: Any) -> tuple[np.ndarray | None, str]:
    """The value as an array of plain values; or None, and what it is instead."""
    if value is None or isinstance(value, (dict, set)):
        return None, _came(value)
    try:
        array = np.asarray(value)
    except Exception:  # the value may be anything, and so may what it raises
        array = np.asarray(None)
    return (array, "") if array.dtype.kind in _KINDS else (None, _came(value))


def _all_close(actual: Any, expected: Any, rtol: float, atol: float, equal_nan: bool) -> bool:
    if np.asarray(expected).dtype.kind not in _NUMBERS:
        return _same_values(actual, expected)
    return bool(np.allclose(np.asarray(actual), np.asarray(expected), rtol=rtol, atol=atol, equal_nan=equal_nan))


def _same_values(actual: Any, expected: Any) -> bool:
    numbers = np.asarray(expected).dtype.kind in "fc"
    return bool(np.array_equal(np.asarray(actual), np.asarray(expected), equal_nan=numbers))


def _group(array: np.ndarray) -> str:
    return "number" if array.dtype.kind in _NUMBERS else array.dtype.kind


def _shape_in_words(array: np.ndarray) -> str:
    return f"an array of the shape {array.shape}" if array.ndim else "a single value"


def _came(value: Any) -> str:
    if value is None:
        return "Yours is None: is a `return` missing?"
    if isinstance(value, (list, tuple)):
        return "Yours is a list whose rows have different lengths or which holds objects."
    return f"Yours is {_shown(value)}."


def _shown(value: Any) -> str:
    """A short value as it is, of anything else its type."""
    if isinstance(value, (bool, int, float, complex, str, np.generic)) and len(repr(value)) <= 40:
        return repr(value)
    # A handle's type is not the type of what it stands for; its repr says that.
    return repr(value)[:60] if hasattr(type(value), "__define_beside__") else f"a {type(value).__name__}"


def _counted(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
