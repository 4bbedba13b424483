"""Code that is nearly the same: found through renaming and layout, not found where it was handed out or is common."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.reporting.similarity import (
    ALIKE,
    EVIDENCE,
    RARE_AT_MOST,
    Comparison,
    Group,
    Passages,
    passages,
    tokens,
)

STUB = "def fit(X, y, rate):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
CODE = """\
def fit(X, y, rate):
    weights, offset = [0.0] * len(X[0]), 0.0
    for epoch in range(100):
        wrong = 0
        for row, target in zip(X, y):
            answer = 1 if sum(a * b for a, b in zip(weights, row)) + offset >= 0 else 0
            if answer != target:
                wrong += 1
                weights = [w + rate * (target - answer) * value for w, value in zip(weights, row)]
                offset += rate * (target - answer)
        if wrong == 0:
            break
    return weights, offset
"""
OWN = ["weights", "offset", "epoch", "wrong", "row", "target", "answer", "value"]


@given(st.lists(st.from_regex(r"[a-z]{3,8}_", fullmatch=True), min_size=8, max_size=8, unique=True), st.booleans())
def test_other_names_comments_and_layout_are_the_same_code(names: list[str], commented: bool) -> None:
    other = CODE
    for old, new in zip(OWN, names, strict=True):
        other = re.sub(rf"\b{old}\b", new, other)
    if commented:
        other = other.replace("\n", "  # my own idea\n\n").replace("    ", "  ")
    assert passages(other, STUB) == passages(CODE, STUB)


@given(st.text(max_size=300))
def test_any_text_has_tokens(text: str) -> None:
    tokens(text)


def test_what_was_handed_out_does_not_count() -> None:
    assert passages(STUB, STUB) == frozenset()


def _alike(hand_ins: Mapping[str, Mapping[int, Passages]], folder: Path) -> list[Group]:
    with Comparison(folder) as comparison:
        for student, tasks in hand_ins.items():
            comparison.add(student, tasks)
        return comparison.groups()


def _different(number: int) -> str:
    """Code that shares no passage with that of another number."""
    lines = [f"    t = t * {number}.{i} + 'k{number}{i}'.count(x[{number + i}]) - {number * 7 + i}" for i in range(12)]
    return "def fit(X, y, rate):\n    t = 0\n" + "\n".join(lines) + "\n    return t\n"


def test_copies_are_found_among_many_and_nobody_else(tmp_path: Path) -> None:
    texts = {f"student{number}": _different(number) for number in range(60)}
    texts |= {"copy_a": CODE, "copy_b": CODE.replace("weights", "w_list").replace("offset", "b0")}
    (group,) = _alike({student: {4: passages(text, STUB)} for student, text in texts.items()}, tmp_path)
    assert group.students == ("copy_a", "copy_b")
    assert group.tasks == (4,)
    assert group.share == 1


def test_what_many_write_is_the_obvious_way(tmp_path: Path) -> None:
    texts = {f"student{number}": CODE for number in range(40)}
    assert _alike({student: {1: passages(text, STUB)} for student, text in texts.items()}, tmp_path) == []


def test_short_answers_are_never_listed(tmp_path: Path) -> None:
    short = "def fit(X, y, rate):\n    return [rate * a for a in X], y[0]\n"
    texts = {"ada": short, "bob": short} | {f"student{number}": _different(number) for number in range(60)}
    assert _alike({student: {1: passages(text, STUB)} for student, text in texts.items()}, tmp_path) == []


def test_a_passage_that_many_share_is_common_in_a_large_class_too(tmp_path: Path) -> None:
    crowd = {f"student{number}": CODE for number in range(RARE_AT_MOST + 1)}
    texts = crowd | {f"other{number}": _different(number) for number in range(60 * RARE_AT_MOST)}
    assert _alike({student: {1: passages(text, STUB)} for student, text in texts.items()}, tmp_path) == []


@st.composite
def _classes(draw: st.DrawFn) -> list[frozenset[int]]:
    """Hand-ins made of a few originals, each with some passages of its own and some left out."""
    originals = [range(start, start + 60) for start in (0, 1_000, 2_000)]
    found = []
    for number in range(draw(st.integers(2, 9))):
        text = list(draw(st.sampled_from(originals)))
        kept = text[draw(st.integers(0, 20)) : len(text) - draw(st.integers(0, 20))]
        found.append(
            frozenset((*kept, *range(10_000 + 100 * number, 10_000 + 100 * number + draw(st.integers(0, 20)))))
        )
    return found


@given(_classes())
def test_those_who_are_compared_are_all_who_are_alike(
    tmp_path_factory: pytest.TempPathFactory, found: list[frozenset[int]]
) -> None:
    owners = Counter(passage for own in found for passage in own)
    rare = {passage for passage, count in owners.items() if count <= 3}
    expected = {
        (f"student{one}", f"student{other}")
        for (one, first), (other, second) in itertools.combinations(enumerate(found), 2)
        if len(first & second & rare) >= EVIDENCE and len(first & second) >= ALIKE * len(first | second)
    }
    hand_ins = {f"student{number}": {1: own} for number, own in enumerate(found)}
    groups = _alike(hand_ins, tmp_path_factory.getbasetemp())
    together = {pair for group in groups for pair in itertools.combinations(group.students, 2)}
    assert expected <= together
    assert {student for pair in expected for student in pair} == {
        student for group in groups for student in group.students
    }
