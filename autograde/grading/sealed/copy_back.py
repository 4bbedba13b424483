"""Bring changes that a function made to its copies of a check's arguments back to the arguments."""

from typing import Any

import numpy as np


def copy_back(old: Any, new: Any) -> None:
    """Make a mutable argument what the student's code made of its copy, in place, container by container."""
    if type(old) is np.ndarray and type(new) is np.ndarray:
        if old.shape == new.shape and old.dtype == new.dtype:
            old[...] = new
    elif type(old) is list and type(new) is list:
        for index, value in enumerate(new[: len(old)]):
            new[index] = _merged(old[index], value)
        old[:] = new
    elif type(old) is dict and type(new) is dict:
        merged = {key: _merged(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(merged)
    elif type(old) is set and type(new) is set:
        old.clear()
        old.update(new)


def _merged(old: Any, new: Any) -> Any:
    if type(old) is type(new) and type(old) in {list, dict, set}:
        copy_back(old, new)
        return old
    if type(old) is np.ndarray and type(new) is np.ndarray and old.shape == new.shape and old.dtype == new.dtype:
        copy_back(old, new)
        return old
    return new
