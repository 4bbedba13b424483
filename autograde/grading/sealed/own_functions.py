"""Functions of a student's own inside a Keras model: rebuilt here, they are asked of the student's process."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.grading.sealed.handle import Handle
from autograde.grading.sealed.wire import Refused


def functions_of(model: Handle) -> Callable[[str, str, str], Callable[..., Any]]:
    """Return what gives a function in place of one that belongs to a model in the student's process.

    The model is examined as a real one, with its layers and weights; only this function's values come from the student.
    It has no gradient.
    """

    def own_function(layer: str, setting: str, name: str) -> Callable[..., Any]:
        def function(*args: Any) -> Any:
            import keras

            if any(isinstance(value, keras.KerasTensor) for value in args):  # the model is being built: shapes only
                return args[-1]
            owner = model.get_layer(layer) if layer else model
            values = getattr(owner, setting)(*(_array(value, name) for value in args))
            return keras.ops.convert_to_tensor(np.asarray(values))

        function.__name__ = name
        return function

    return own_function


def _array(value: Any, name: str) -> np.ndarray:
    try:
        return np.asarray(value)
    except NotImplementedError as error:  # a tensor of a graph has no values
        raise Refused(
            f"the function {name!r} in your model is your own: a model that holds it cannot be trained here; "
            "use a function of Keras, such as keras.activations.relu"
        ) from error
