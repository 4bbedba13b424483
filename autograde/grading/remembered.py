"""The options with which a class was graded last: who asks later whether its results still hold needs the same ones."""

import json
from dataclasses import asdict

from autograde import kernels
from autograde.classroom import Classroom
from autograde.files import write_whole
from autograde.grading.limits import Limits
from autograde.grading.plan import Options

_FILE = "options.json"


def remember(classroom: Classroom, options: Options) -> None:
    """Write the options down.

    Raises:
        CourseError: the class folder cannot be written.
    """
    write_whole(classroom.results.parent / _FILE, json.dumps(asdict(options), indent=1) + "\n")


def remembered(classroom: Classroom) -> Options:
    """The options of the last grading; the usual ones where none are written down, or by another version."""
    try:
        data = json.loads((classroom.results.parent / _FILE).read_text("utf-8"))
        limits = data["limits"]
        kernel = kernels.KernelLimits(**limits["kernel"])
        return Options(data["mode"], data["policy"], Limits(**limits | {"kernel": kernel}))
    except (OSError, ValueError, TypeError, KeyError):
        return Options()
