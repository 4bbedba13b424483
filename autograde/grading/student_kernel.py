"""Where a student's cells run: threads, environment, data files."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograde.grading.unit import Material
from autograde.kernels import Kernel, Policy, open_kernel

#: One thread a kernel: notebooks run side by side, and small networks gain nothing from a second thread. And, as under
#: nbgrader's own autograder, the notebook can know that nobody looks while it runs.
ENVIRONMENT = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
) | {"NBGRADER_EXECUTION": "autograde"}


@contextlib.contextmanager
def open_student_kernel(material: Material, policy: Policy, private: Path) -> Iterator[Kernel]:
    """A kernel for the student's cells, in a folder with the topic's data files.

    Args:
        material: the topic.
        policy: ``sandboxed`` or ``trusted``.
        private: the folder of this machine that a sandbox must never show: the course, with its solutions.
    """
    with (
        data_folder(material) as folder,
        open_kernel(
            policy,
            folder,
            libraries=material.libraries,
            private=private,
            limits=material.limits.kernel,
            env=ENVIRONMENT,
        ) as kernel,
    ):
        yield kernel


@contextlib.contextmanager
def data_folder(material: Material) -> Iterator[Path]:
    """A folder with copies of the topic's data files."""
    with tempfile.TemporaryDirectory(prefix="autograde-") as folder:
        for name, content in material.data_files.items():
            Path(folder, name).write_bytes(content)
        yield Path(folder)
