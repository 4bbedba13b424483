"""Handles: what stays in the student's process, as a check sees it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

#: Items that one request of an iteration brings.
ITEMS_PER_REQUEST = 64


@dataclass(frozen=True)
class Reference:
    """Something that stays in the student's process: its number there, its type's name and its own name."""

    number: int
    type_name: str
    name: str

    @classmethod
    def of(cls, tagged: Mapping[str, Any]) -> "Reference":
        """Read what the wire says about it."""
        return cls(int(tagged["v"]), str(tagged.get("type", ""))[:80], str(tagged.get("name", ""))[:80])


class Requester(Protocol):
    """Makes requests about what a handle stands for."""

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...
    def call_and_keep_changes(
        self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, tuple[Any, ...]]: ...
    def define(self, function: Callable[..., Any]) -> Any: ...
    def ask(self, **request: Any) -> Any: ...
    def request(self, **request: Any) -> Any: ...
    def encode(self, value: Any) -> Any: ...
    def decode(self, value: Any) -> Any: ...


class Handle:
    """Something of the student's that stays in its process: callable, with attributes, items, length, iteration.

    It has no equality but identity, no truth value and no arithmetic: the student's code cannot decide a comparison.

    Every attribute of an instance is the student's. What a check may ask of the handle itself stands on the class,
    where `nn_lessons.checks` looks for it: ``__call_and_keep_changes__`` and ``__define_beside__``.
    """

    def __init__(self, requester: Requester, reference: Reference) -> None:
        object.__setattr__(self, "_requester", requester)
        object.__setattr__(self, "_reference", reference)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _requester(self).call(number_of(self), args, kwargs)

    def __call_and_keep_changes__(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, ...]]:
        return _requester(self).call_and_keep_changes(number_of(self), args, kwargs)

    def __define_beside__(self, function: Callable[..., Any]) -> Any:
        return _requester(self).define(function)

    def __getattr__(self, name: str) -> Any:
        # NumPy and others probe for protocols by such names; a handle has none of them.
        if name.startswith("__") and name not in {"__name__", "__doc__"}:
            raise AttributeError(name)
        return _requester(self).ask(op="attr", id=number_of(self), name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        requester = _requester(self)
        requester.request(op="setattr", id=number_of(self), name=name, value=requester.encode(value))

    def __getitem__(self, key: Any) -> Any:
        requester = _requester(self)
        return requester.ask(op="item", id=number_of(self), key=requester.encode(key))

    def __len__(self) -> int:
        length = _requester(self).request(op="len", id=number_of(self))
        if type(length) is not int or length < 0:
            raise TypeError("len() gave no whole number")
        return length

    def __iter__(self) -> Iterator[Any]:
        requester = _requester(self)
        iterator = requester.ask(op="iter", id=number_of(self))
        if type(iterator) is not Handle:
            raise TypeError("iteration gave no iterator")
        while True:
            items = requester.request(op="next", id=number_of(iterator), count=ITEMS_PER_REQUEST)
            yield from map(requester.decode, items)
            if len(items) < ITEMS_PER_REQUEST:
                return

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        array = _requester(self).ask(op="array", id=number_of(self))
        if type(array) is not np.ndarray:
            raise TypeError(f"{self!r} is not an array of numbers")
        return array.astype(dtype) if dtype is not None else array

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} has no truth value here; check a property of it")

    def __repr__(self) -> str:
        reference: Reference = object.__getattribute__(self, "_reference")
        return f"<{reference.type_name} {reference.name}>" if reference.name else f"<{reference.type_name}>"


def number_of(handle: Handle) -> int:
    """A handle's number in the student's process. Not a method: every attribute of a handle is the student's."""
    reference: Reference = object.__getattribute__(handle, "_reference")
    return reference.number


def _requester(handle: Handle) -> Requester:
    requester: Requester = object.__getattribute__(handle, "_requester")
    return requester
