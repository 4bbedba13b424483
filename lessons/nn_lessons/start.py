"""A quiet start of TensorFlow."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_start() -> Iterator[None]:
    """Keep TensorFlow's start-up messages off stderr: ``with quiet_start(): import keras``.

    The messages are written by C++ code to file descriptor 2 before Python can filter them, so the descriptor itself
    points to the null device inside the block. Python errors raised inside the block are shown as usual afterwards.

    TensorFlow's warnings stay off stderr from then on: it warns of "retracing" whenever some small networks are trained
    one after the other, as each search and each check does, and nbgrader gives no points for a check that writes to
    stderr.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    saved = os.dup(2)
    try:
        with open(os.devnull, "wb") as null:
            os.dup2(null.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].get_logger().setLevel("ERROR")
