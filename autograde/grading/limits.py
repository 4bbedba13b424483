"""How long grading may take, and how much a student's kernel may use."""

from dataclasses import dataclass, field

from autograde import kernels


@dataclass(frozen=True)
class Limits:
    """Limits of grading one notebook. Times in seconds.

    Attributes:
        cell_seconds: of one of the student's cells.
        request_seconds: of one call that a check makes to the student's code.
        check_seconds: of one check with all its calls.
        notebook_seconds: of the whole notebook.
        kernel: memory, processes, files and processor time of the student's kernel.
    """

    cell_seconds: float = 60
    request_seconds: float = 30
    check_seconds: float = 60
    notebook_seconds: float = 300
    kernel: kernels.KernelLimits = field(default_factory=kernels.KernelLimits)

    @property
    def unit_seconds(self) -> float:
        """Of all work on one hand-in: beyond the notebook, kernels start and end, on a loaded machine slowly."""
        return self.notebook_seconds + 120
