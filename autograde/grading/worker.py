"""What a grading process does with its unit of work: open a kernel beside the data files and grade."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import autograde.lean_imports  # noqa: F401  before anything imports nbformat
from autograde.grading.unit import Unit, grade_unit
from autograde.kernels import Kernel, Policy, open_kernel

#: One thread a kernel: notebooks run side by side, and small networks gain nothing from a second thread. And, as under
#: nbgrader's own autograder, the notebook can know that nobody looks while it runs.
ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
) | {"NBGRADER_EXECUTION": "autograde"}


def grade_in_process(unit: Unit, policy: Policy) -> str:
    """Grade one notebook; return the outcome as JSON."""
    return grade_unit(unit, lambda: open_student_kernel(unit, policy)).to_json()


@contextlib.contextmanager
def open_student_kernel(unit: Unit, policy: Policy) -> Iterator[Kernel]:
    """A kernel for the student's cells, in a folder with the topic's data files."""
    with tempfile.TemporaryDirectory(prefix="autograde-") as folder:
        for path in unit.source.topic.data_files:
            shutil.copy(path, Path(folder))
        topic = unit.source.topic
        limits = unit.limits.kernel
        with open_kernel(
            policy, folder, libraries=topic.libraries, private=topic.root, limits=limits, env=ENVIRONMENT
        ) as kernel:
            yield kernel
