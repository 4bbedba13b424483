"""The wire format without a kernel: what goes in comes out, and nothing else is taken."""

import ast
import base64
import enum
import inspect
import subprocess
import sys
from collections import Counter, OrderedDict, defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.grading.sealed import agent, wire
from autograde.grading.sealed.dialogue import agent_text
from autograde.grading.sealed.wire import MAX_DEPTH, Refused, decode, encode, pack, unpack

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
    | st.builds(range, st.integers(0, 99), st.integers(0, 99))
)
HASHABLE = st.recursive(SCALARS, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3), max_leaves=4)
VALUES = st.recursive(
    HASHABLE,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(HASHABLE, inner) | st.sets(HASHABLE),
    max_leaves=10,
)
ARRAYS = [
    np.eye(2, 3),
    np.array(5),
    np.empty((0, 4), np.int8),
    np.array(["a", "é"]),
    np.array([b"x"]),
    np.array([True]),
    np.array(["2026-01-01"], "datetime64[D]"),
    np.asfortranarray(np.arange(6).reshape(2, 3)),
]


def _refuse(value: object) -> Any:
    raise TypeError(type(value).__name__)


def _round_trip(value: Any) -> Any:
    return decode(encode(value, _refuse), {})


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other and repr(one) == repr(other)


@given(VALUES)
def test_plain_data_come_back_as_they_were(value: Any) -> None:
    found = _round_trip(value)
    assert type(found) is type(value)
    assert found == value


@pytest.mark.parametrize("array", ARRAYS, ids=str)
def test_arrays_come_back_as_they_were(array: np.ndarray) -> None:
    found = _round_trip(array)
    assert type(found) is np.ndarray
    assert (found.dtype, found.shape, found.tolist()) == (array.dtype, array.shape, array.tolist())


@pytest.mark.parametrize("value", [np.float32(1.5), np.int64(3), np.bool_(True), np.dtype("f4"), slice(1, None, 2)])
def test_numpys_scalars_types_and_slices_come_back_as_they_were(value: Any) -> None:
    assert _same(_round_trip(value), value)


def _with_lies(base: type) -> type:
    """A subclass whose methods all say something else than the data in it."""

    def lie(self: object, *args: object) -> Any:
        raise AssertionError("code of the subclass has run")

    special = ["eq", "hash", "len", "iter", "getitem", "contains", "int", "float", "index", "bool", "str", "repr"]
    names = [f"__{name}__" for name in [*special, "format", "complex", "bytes", "reduce", "array"]]
    names += ["items", "keys", "values", "copy", "tolist", "real", "imag"]
    return type(f"Lying{base.__name__}", (base,), dict.fromkeys(names, lie))


class Line(NamedTuple):
    slope: float
    offset: list[int]


class Side(enum.IntEnum):
    LEFT = 7


class Word(str, enum.Enum):  # noqa: UP042  as students write it
    YES = "yes"


ORDERED = OrderedDict(a=1, b=2)
ORDERED.move_to_end("a")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Line(0.5, [1]), (0.5, [1])),
        (ORDERED, {"b": 2, "a": 1}),
        (defaultdict(list, {"a": [1]}), {"a": [1]}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (Side.LEFT, 7),
        (Word.YES, "yes"),
        ({Side.LEFT: Line(1, [Side.LEFT])}, {7: (1, [7])}),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("0.10"), Decimal("0.10")),
        (Decimal("-Infinity"), Decimal("-Infinity")),
        (type("MyFraction", (Fraction,), {"numerator": 5})(1, 3), Fraction(1, 3)),
        (_with_lies(int)(3), 3),
        (_with_lies(float)(2.5), 2.5),
        (_with_lies(complex)(2.5), 2.5 + 0j),
        (_with_lies(str)("text"), "text"),
        (_with_lies(bytes)(b"text"), b"text"),
        (_with_lies(tuple)((1, "b")), (1, "b")),
        (_with_lies(list)([1, "b"]), [1, "b"]),
        (_with_lies(set)({1, "b"}), {1, "b"}),
        (_with_lies(frozenset)({1, "b"}), frozenset({1, "b"})),
        (_with_lies(dict)(a=1), {"a": 1}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_subclasses_of_plain_data_arrive_as_the_plain_data_in_them(value: Any, plain: Any) -> None:
    assert _same(_round_trip(value), plain)


@pytest.mark.parametrize("base", [np.matrix, np.ma.MaskedArray, np.recarray], ids=lambda base: base.__name__)
def test_subclasses_of_arrays_arrive_as_arrays(base: type) -> None:
    found = _round_trip(np.eye(2).view(_with_lies(base)))
    assert type(found) is np.ndarray
    assert found.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    "message",
    [
        *({"k": "decimal", "v": "1E+999999999"}, {"k": "decimal", "v": "1" * 100_000}, {"k": "decimal", "v": "x"}),
        *({"k": "fraction", "v": [1, 0]}, {"k": "fraction", "v": [1.5, 2]}, {"k": "fraction", "v": ["1", 2]}),
    ],
    ids=lambda message: str(message)[:40],
)
def test_malformed_numbers_are_refused(message: Any) -> None:
    with pytest.raises(Refused):
        decode(message, {})


def test_a_decimal_number_as_large_as_memory_stays_with_its_sender() -> None:
    with pytest.raises(Refused, match="too large"):
        _round_trip(Decimal("1E+999999999"))


def test_a_folder_of_a_million_files_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_FILES", 3)
    for number in range(5):
        (tmp_path / str(number)).touch()
    with pytest.raises(Refused, match="too many files"):
        pack(tmp_path)


@pytest.mark.parametrize(
    "value",
    [object(), len, np.array([None]), np.zeros(1, [("a", "f8")]), 1 << 20_000, np.float64],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_plain_data_is_left_to_the_sender(value: Any) -> None:
    assert encode([value], lambda given: given is value) == {"k": "list", "v": [True]}


def test_nesting_ends_at_a_bound_on_both_ends() -> None:
    value: Any = "end"
    for _ in range(MAX_DEPTH + 5):
        value = [value]
    with pytest.raises(TypeError, match="list"):
        encode(value, _refuse)
    message: Any = 1
    for _ in range(MAX_DEPTH + 2):
        message = {"k": "list", "v": [message]}
    with pytest.raises(Refused, match="nested"):
        decode(message, {})


def test_what_one_end_encodes_at_the_bound_the_other_end_takes() -> None:
    value: Any = "end"
    for _ in range(MAX_DEPTH):
        value = [value]
    assert _round_trip(value) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.fixed_dictionaries(
            {
                "k": st.sampled_from(
                    [
                        "list",
                        "set",
                        "dict",
                        "array",
                        "scalar",
                        "range",
                        "slice",
                        "dtype",
                        "bytes",
                        "decimal",
                        "fraction",
                        "x",
                    ]
                )
                | inner,
                "v": inner,
            }
        )
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=8,
)
STOCK = {type(None), bool, int, float, str, bytes, complex, list, tuple, dict, set, frozenset, range, slice}


@given(JSON)
def test_any_json_gives_stock_types_or_is_refused(message: Any) -> None:
    try:
        value = decode(message, {})
    except Refused:
        return
    assert type(value) in STOCK | {Decimal, Fraction} or type(value).__module__.startswith("numpy")


@pytest.mark.parametrize(
    "message",
    [
        *({"k": "list"}, {"v": 1}, {"k": "list", "v": 3}, {"k": ["list"], "v": []}, [1], {"k": "handle", "v": 1}),
        *({"k": "range", "v": [0, 10**9]}, {"k": "array", "v": "x" * 50}, {"k": "bytes", "v": "no base64!"}),
        {"k": "dict", "v": [[{"k": "list", "v": []}, 1]]},
    ],
    ids=str,
)
def test_malformed_messages_are_refused(message: Any) -> None:
    with pytest.raises(Refused):
        decode(message, {})


def test_an_array_larger_than_the_bound_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    message = encode(np.zeros(1000), _refuse)
    monkeypatch.setattr(wire, "MAX_ARRAY", 100)
    with pytest.raises(Refused, match="too large"):
        decode(message, {})


def test_files_travel_but_for_links(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "a.txt").write_bytes(b"\0a")
    (source / "sub" / "b.txt").write_bytes(b"b")
    (source / "link").symlink_to("/etc/passwd")
    packed = pack(source)
    assert set(packed) == {"a.txt", "sub/b.txt"}
    unpack(packed, tmp_path / "target")
    assert (tmp_path / "target" / "a.txt").read_bytes() == b"\0a"
    assert (tmp_path / "target" / "sub" / "b.txt").read_bytes() == b"b"
    assert pack(source / "link") == {}


@pytest.mark.parametrize(
    "packed",
    [
        *([], None, {"../out": ""}, {"/out": ""}, {"a/../../out": ""}, {"a\0b": ""}, {"a": ["x"]}, {"a": "no base64!"}),
        {str(number): "" for number in range(wire.MAX_FILES + 1)},
        {"a/" * 1_000 + "b": ""},
    ],
    ids=lambda packed: str(packed)[:20],
)
def test_files_out_of_their_folder_or_too_many_are_refused(tmp_path: Path, packed: Any) -> None:
    with pytest.raises(Refused):
        unpack(packed, tmp_path / "in")
    assert not (tmp_path / "out").exists()


def test_too_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_FILE_TEXT", 10)
    with pytest.raises(Refused, match="too large"):
        unpack({"a": base64.b64encode(b"x" * 20).decode()}, tmp_path)


def test_no_file_replaces_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    with pytest.raises(Refused, match="link"):
        unpack({"link": ""}, tmp_path)


def test_the_agents_text_runs_where_nothing_of_ours_is_installed() -> None:
    code = f"exec(compile({agent_text()!r}, 'agent', 'exec')); print(agent.refer(3)['k'], encode((1,), None))"
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split(" ", 1) == ["handle", "{'k': 'tuple', 'v': [1]}\n"]


def test_the_two_parts_of_the_agents_text_share_no_name() -> None:
    assert not _defined(wire) & _defined(agent)


def _defined(module: Any) -> set[str]:
    body = ast.parse(inspect.getsource(module)).body
    names = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return names | {node.targets[0].id for node in body if isinstance(node, ast.Assign)}  # type: ignore[attr-defined]
