"""The assertions for checks: what passes, what does not, and what they say."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nn_lessons import checks


def words(call: Callable[[], object]) -> str:
    """What an assertion says; it has to fail."""
    with pytest.raises(AssertionError) as caught:
        call()
    return str(caught.value)


RIGHT: list[tuple[Any, Any]] = [
    (1, 1.0),
    (np.float32(0.1), 0.1),
    ([1, 2], np.array([1.0, 2.0])),
    ((1.0, 2.0), [1, 2]),
    (np.empty((0, 3)), np.empty((0, 3))),
    (np.inf, np.inf),
    (np.array([True, False]), [True, False]),
    (1 + 1e-12, 1),
    ("relu", "relu"),
]


@pytest.mark.parametrize(("actual", "expected"), RIGHT)
def test_equal_values_of_the_expected_shape_pass(actual: Any, expected: Any) -> None:
    checks.assert_close(actual, expected, "wrong")
    assert checks.is_close(actual, expected)


class Always:
    """Agrees with everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


WRONG: list[tuple[Any, Any, str]] = [
    ([], 3, "Expected a single value; yours is an array of the shape (0,)."),
    ([], [3.0], "the shape (1,); yours is an array of the shape (0,)"),
    (3, [3.0, 3.0], "yours is a single value"),
    ([[3.0]], [3.0], "the shape (1, 1)"),
    (np.ones((2, 1)), np.ones((1, 2)), "the shape (2, 1)"),
    ([1.0, np.nan], [1.0, 2.0], "NaN"),
    (np.nan, np.nan, "NaN"),
    (True, 1, "Expected numbers; yours are truth values."),
    (np.array([1, 0]), np.array([True, False]), "Expected truth values; yours are whole numbers."),
    ("3", 3, "yours are text"),
    (None, 3, "is a `return` missing?"),
    ([1, None], [1, 2], "Yours is a list"),
    ([[1], [1, 2]], [[1, 1], [1, 2]], "Yours is a list"),
    (Always(), 3, "Yours is a Always"),
    ({"a": 1}, 3, "Yours is a dict"),
    (np.array([Always()]), [3.0], "Yours is a ndarray"),
    (2.0, 3.0, "look there"),
    (np.inf, 3.0, "look there"),
]


@pytest.mark.parametrize(("actual", "expected", "says"), WRONG)
def test_everything_else_fails_in_words(actual: Any, expected: Any, says: str) -> None:
    said = words(lambda: checks.assert_close(actual, expected, "look there"))
    assert said.startswith("look there")
    assert says in said
    assert checks.is_close(actual, expected) is False
    if expected is not np.nan:  # which is the same value exactly, if it is expected
        assert "look there" in words(lambda: checks.assert_equal(actual, expected, "look there"))


def test_nan_may_be_expected() -> None:
    checks.assert_close([np.nan, 1.0], [np.nan, 1.0], "wrong", equal_nan=True)
    assert not checks.is_close([np.nan, 1.0], [1.0, 1.0], equal_nan=True)


def test_tolerances_are_those_of_numpy() -> None:
    checks.assert_close(1.04, 1.0, "wrong", rtol=0.05)
    assert not checks.is_close(1.06, 1.0, rtol=0.05)
    checks.assert_close(0.04, 0.0, "wrong", atol=0.05)


@pytest.mark.parametrize(
    ("actual", "expected", "equal"),
    [
        ([1, [2, "b"]], [1, [2, "b"]], True),
        ((1, 2), [1, 2], True),
        ([1], [1, 2], False),
        ([], [1], False),
        ([], [], True),
        ({"a": np.ones(2)}, {"a": np.ones(2)}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ([True], [1], False),
        (None, None, True),
        (0, None, False),
        ({1, 2}, {2, 1}, True),
        (np.array([1, 2]), [1, 2], True),
        ([np.ones(2), np.zeros(3)], (np.ones(2), np.zeros(3)), True),
        ([Always()], [1], False),
        (Always(), {1}, False),
        (1.0 + 1e-12, 1.0, False),
    ],
)
def test_equality_is_exact_and_looks_inside(actual: Any, expected: Any, equal: bool) -> None:
    assert checks.is_equal(actual, expected) is equal
    if equal:
        checks.assert_equal(actual, expected, "wrong")
    else:
        assert words(lambda: checks.assert_equal(actual, expected, "wrong")).startswith("wrong")


def test_a_number_is_one_number() -> None:
    checks.assert_number(3, "The slope")
    checks.assert_number(np.float64(3), "The slope")
    checks.assert_number(np.int64(3), "units", whole=True)
    for value, says in [
        ([3.0], "the shape (1,)"),
        (True, "True, a bool"),
        ("3", "'3', a str"),
        (float("nan"), "NaN"),
        (None, "`return`"),
    ]:
        said = words(lambda value=value: checks.assert_number(value, "The slope"))  # type: ignore[misc]
        assert said.startswith("The slope should be a number")
        assert says in said
    assert "3.0, a float" in words(lambda: checks.assert_number(3.0, "units", whole=True))


def test_an_array_has_shape_and_kind() -> None:
    checks.assert_array([[1, 2]], "W", shape=(1, 2))
    checks.assert_array(np.zeros(3), "W", shape=(3,), kind="floats")
    assert "should have the shape (3,); yours has (0,)" in words(lambda: checks.assert_array([], "W", shape=(3,)))
    assert "yours holds truth values" in words(lambda: checks.assert_array([True], "W", shape=(1,)))
    whole = words(lambda: checks.assert_array([1], "W", shape=(1,), kind="floats"))
    assert "should hold floats; yours holds whole numbers" in whole


def test_a_loop_has_the_items_that_it_needs() -> None:
    assert checks.items((1, 2), 2, "The list") == [1, 2]
    assert checks.pairs([1, 2], "ab", "The list") == [(1, "a"), (2, "b")]
    for value in ([], [1], [1, 2, 3], None, 5, "ab", {1: 1, 2: 2}):
        said = words(lambda value=value: checks.items(value, 2, "The list of losses"))  # type: ignore[misc]
        assert said.startswith("The list of losses should have 2 items")
    with pytest.raises(ValueError, match="checks nothing"):
        checks.items([], 0, "The list")


def test_a_call_with_copies_leaves_the_arguments() -> None:
    def spoil(X: np.ndarray, *, order: list[int]) -> np.ndarray:
        X[...] = 0
        order.append(3)
        return X

    X, order = np.ones(2), [1]
    result, (X_after, order_after) = checks.call_and_keep_changes(spoil, X, order=order)
    assert result.tolist() == X_after.tolist() == [0, 0]
    assert order_after == [1, 3]
    assert X.tolist() == [1, 1]
    assert order == [1]


def dense(**options: Any) -> Any:
    """A functional model with a model inside; the options go to its first layer."""
    import keras

    start = keras.Input((8,))
    inner = keras.Sequential([keras.Input((8,)), keras.layers.Dense(30, **options), keras.layers.Activation("relu")])
    return keras.Model(start, keras.layers.Dense(1)(inner(start)))


def test_layers_are_listed_with_those_of_models_inside() -> None:
    assert sorted(checks.layer_kinds(dense())) == ["Activation(relu)", "Dense", "Dense", "InputLayer"]


def test_a_model_as_keras_makes_it_passes_and_its_copy_does_not() -> None:
    model = dense()
    checks.assert_keras_defaults(model, dense())
    assert "the same weights" in words(lambda: checks.assert_keras_defaults(model, model))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"trainable": False}, "cannot be trained"),
        ({"kernel_regularizer": "l2"}, "kernel_regularizer"),
        ({"activity_regularizer": "l1"}, "activity_regularizer"),
        ({"kernel_constraint": "non_neg"}, "kernel_constraint"),
        ({"kernel_initializer": "he_normal"}, "set no initializer"),
        ({"kernel_initializer": "random_uniform"}, "set no initializer"),
        ({"bias_initializer": "ones"}, "start at 0"),
    ],
)
def test_a_layer_that_starts_or_learns_otherwise_is_refused(options: dict[str, Any], said: str) -> None:
    assert said in words(lambda: checks.assert_keras_defaults(dense(**options), dense(**options)))


def test_a_stopped_gradient_is_refused() -> None:
    import keras

    def stopped() -> Any:
        start = keras.Input((8,))
        return keras.Model(start, keras.layers.Dense(1)(keras.ops.stop_gradient(keras.layers.Dense(30)(start))))

    assert "gradient is stopped" in words(lambda: checks.assert_keras_defaults(stopped(), stopped()))
