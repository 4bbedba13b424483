"""Start a topic from a short template."""

import re
from importlib.resources import files

from autograde.course import Course, Topic
from autograde.errors import CourseError


def new_topic(course: Course, name: str) -> Topic:
    """Write ``solutions/NAME/`` with a source and answers that build as they stand.

    Raises:
        CourseError: the name is not of the form ``10_autoencoder``, or the topic exists.
    """
    if not re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", name):
        raise CourseError(f"{name!r} is no topic name.", todo="Use two digits and small letters, as in 10_autoencoder.")
    topic = Topic(name, course.root)
    if topic.folder.exists():
        raise CourseError("The topic exists already.", where=str(topic.folder))
    topic.folder.mkdir(parents=True)
    templates = files("autograde.authoring")
    title = topic.stem.replace("_", " ").capitalize()
    text = templates.joinpath("template.py.txt").read_text("utf-8").format(number=int(name[:2]), title=title)
    topic.source.write_text(text, encoding="utf-8")
    topic.answers.write_text(templates.joinpath("template_answers.py.txt").read_text("utf-8"), encoding="utf-8")
    return topic
