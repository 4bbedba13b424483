"""Code that is nearly the same: found through renaming and layout, not found where it was handed out or is common."""

import re

from hypothesis import given
from hypothesis import strategies as st

from autograde.reporting.similarity import alike, passages, tokens

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


def _different(number: int) -> str:
    """Code that shares no passage with that of another number."""
    lines = [f"    t = t * {number}.{i} + 'k{number}{i}'.count(x[{number + i}]) - {number * 7 + i}" for i in range(12)]
    return "def fit(X, y, rate):\n    t = 0\n" + "\n".join(lines) + "\n    return t\n"


def test_copies_are_found_among_many_and_nobody_else() -> None:
    texts = {f"student{number}": _different(number) for number in range(60)}
    texts |= {"copy_a": CODE, "copy_b": CODE.replace("weights", "w_list").replace("offset", "b0")}
    (group,) = alike({student: {4: passages(text, STUB)} for student, text in texts.items()})
    assert group.students == ("copy_a", "copy_b")
    assert group.tasks == (4,)
    assert group.share == 1


def test_what_many_write_is_the_obvious_way() -> None:
    texts = {f"student{number}": CODE for number in range(40)}
    assert alike({student: {1: passages(text, STUB)} for student, text in texts.items()}) == []


def test_short_answers_are_never_listed() -> None:
    short = "def fit(X, y, rate):\n    return [rate * a for a in X], y[0]\n"
    texts = {"ada": short, "bob": short} | {f"student{number}": _different(number) for number in range(60)}
    assert alike({student: {1: passages(text, STUB)} for student, text in texts.items()}) == []
