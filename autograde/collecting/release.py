"""Hand a topic out: make it an assignment of a class folder, with a due date."""

import shutil
from datetime import datetime
from pathlib import Path

from autograde.classroom import Classroom, make_class_folder, open_classroom
from autograde.course import Topic
from autograde.gradebook.assignment import prepare_assignments
from autograde.gradebook.database import open_gradebook


def open_new_classroom(root: Path) -> Classroom:
    """Open a class folder; make it if it is not there.

    Raises:
        CourseError: the folder cannot be made.
    """
    make_class_folder(root)
    return open_classroom(root)


def release(classroom: Classroom, topic: Topic, due: datetime | None) -> Path:
    """Put the students' notebook and its data into ``release/TOPIC``; return that folder.

    Args:
        classroom: the class folder.
        topic: a built topic.
        due: when it is due, in UTC; None leaves the date as it is.

    Raises:
        CourseError: the topic is not built, or the gradebook cannot be written.
    """
    prepare_assignments(classroom, [topic])
    folder = classroom.root / "release" / topic.name
    for path in (topic.release, *topic.data_files):
        shutil.copyfile(path, folder / path.name)
    if due is not None:
        with open_gradebook(classroom) as gradebook:
            gradebook.update_or_create_assignment(topic.name, duedate=due)
    return folder
