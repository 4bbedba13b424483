"""How long grading may take."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Time limits of grading one notebook, in seconds.

    Attributes:
        cell_seconds: of one of the student's cells.
        request_seconds: of one call that a check makes to the student's code.
        check_seconds: of one check with all its calls.
        notebook_seconds: of the whole notebook.
    """

    cell_seconds: float = 60
    request_seconds: float = 30
    check_seconds: float = 60
    notebook_seconds: float = 300
