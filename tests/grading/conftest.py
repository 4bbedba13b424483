"""A student's kernel and an examiner for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograde.authoring.check_code import CheckCode
from autograde.authoring.names import names_of
from autograde.grading.sealed.dialogue import Dialogue
from autograde.grading.sealed.examiner import Examiner, Verdict
from autograde.kernels import open_kernel

Examine = Callable[[str, str], Verdict]


def code_of(check: str) -> CheckCode:
    """A check for which a task makes every name that it needs."""
    return CheckCode(check, from_student=names_of(check).needed)


@pytest.fixture(scope="module")
def dialogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dialogue]:
    import keras  # noqa: F401  a check's time must not go into importing Keras, nor that of tests without a kernel

    folder: Path = tmp_path_factory.mktemp("student")
    with open_kernel("trusted", folder) as kernel:
        yield Dialogue(kernel, cell_seconds=60, request_seconds=3)


@pytest.fixture
def examine(dialogue: Dialogue) -> Examine:
    """Run a student's cell, then a check; the verdict."""

    def run(cell: str, check: str) -> Verdict:
        ran = dialogue.run("%reset -f\n" + cell)
        assert not ran.error, ran.outputs
        return Examiner(dialogue, check_seconds=10).examine(code_of(check))

    return run
