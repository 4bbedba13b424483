"""Points off for late hand-ins, by nbgrader's own plugin as the class folder's nbgrader_config.py sets it up."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties

from autograde.classroom import Classroom, HandIn
from autograde.errors import CourseError


class LatePenalties:
    """What nbgrader's preprocessor AssignLatePenalties does, inside the caller's transaction.

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

    def assign(self, gradebook: Gradebook, hand_in: HandIn) -> None:
        """Set or clear a submission's penalty: at least 0, at most what was earned."""
        submission = gradebook.find_submission(hand_in.topic.name, hand_in.student)
        notebook = gradebook.find_submission_notebook(hand_in.topic.stem, hand_in.topic.name, hand_in.student)
        notebook.late_submission_penalty = None
        if submission.assignment.duedate is None or not submission.total_seconds_late:
            return
        gradebook.db.flush()
        gradebook.db.refresh(notebook)
        penalty = self._assigner.plugin_inst.late_submission_penalty(
            hand_in.student, notebook.score, submission.total_seconds_late
        )
        if penalty is not None:
            notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)


@contextlib.contextmanager
def _importing_from(root: Path) -> Iterator[None]:
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
