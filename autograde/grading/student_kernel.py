"""Where a student's cells run: threads, environment, data files."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograde.course import Topic
from autograde.grading.unit import Unit
from autograde.kernels import Kernel, Policy, open_kernel

#: One thread a kernel: notebooks run side by side, and small networks gain nothing from a second thread. And, as under
#: nbgrader's own autograder, the notebook can know that nobody looks while it runs.
ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
) | {"NBGRADER_EXECUTION": "autograde"}


@contextlib.contextmanager
def open_student_kernel(unit: Unit, policy: Policy) -> Iterator[Kernel]:
    """A kernel for the student's cells, in a folder with the topic's data files."""
    topic = unit.source.topic
    with (
        data_folder(topic) as folder,
        open_kernel(
            policy,
            folder,
            libraries=topic.libraries,
            private=topic.root,
            limits=unit.limits.kernel,
            env=ENVIRONMENT,
        ) as kernel,
    ):
        yield kernel


@contextlib.contextmanager
def data_folder(topic: Topic) -> Iterator[Path]:
    """A folder with copies of the topic's data files."""
    with tempfile.TemporaryDirectory(prefix="autograde-") as folder:
        for path in topic.data_files:
            shutil.copy(path, Path(folder))
        yield Path(folder)
