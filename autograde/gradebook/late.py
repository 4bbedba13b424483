"""Points off for late hand-ins, by nbgrader's own plugin as the class folder's nbgrader_config.py sets it up."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from nbgrader.preprocessors import AssignLatePenalties

from autograde.classroom import Classroom
from autograde.errors import CourseError


class LatePenalties:
    """What nbgrader's preprocessor AssignLatePenalties does, without opening the gradebook again.

    Args:
        classroom: the class folder; plugins are imported from it, as nbgrader does.

    Raises:
        CourseError: the folder's nbgrader_config.py or the plugin cannot be loaded.
    """

    def __init__(self, classroom: Classroom) -> None:
        config = classroom.config
        try:
            with _importing_from(classroom.root):
                self._assigner = AssignLatePenalties(config=config)
                self._assigner.init_plugin()
        except Exception as error:
            raise CourseError(
                f"nbgrader's late-penalty plugin fails: {type(error).__name__}: {error}",
                where=str(classroom.root / "nbgrader_config.py"),
                todo="Mend the file (docs/instructor.md, late hand-ins).",
            ) from error

    def points_off(self, student: str, earned: float, seconds: float) -> float | None:
        """What the plugin takes off, as it says it; None for nothing."""
        penalty: float | None = self._assigner.plugin_inst.late_submission_penalty(student, earned, seconds)
        return penalty


@contextlib.contextmanager
def _importing_from(root: Path) -> Iterator[None]:
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
