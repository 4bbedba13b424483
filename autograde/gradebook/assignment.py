"""Topics as nbgrader's assignments: its generate_assignment, run inside this process."""

import shutil
from collections.abc import Collection, Sequence

import nbformat
from filelock import FileLock

from autograde.classroom import Classroom
from autograde.course import Topic
from autograde.environment import put_tools_on_path
from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.gradebook.database import has_gradebook, open_gradebook
from autograde.interrupts import interrupts_held


def prepare_assignments(classroom: Classroom, topics: Sequence[Topic]) -> None:
    """Make topics assignments of a class, as ``nbgrader generate_assignment`` does; those that are so already stay.

    Raises:
        CourseError: a topic is not built, nbgrader refuses it, or the folder or its gradebook cannot be written.
    """
    try:
        classroom.results.parent.mkdir(exist_ok=True)
        # Two programs that make one new gradebook at a time break each other's.
        with FileLock(classroom.results.parent / "prepare.lock"):
            known = _known_assignments(classroom)
            for topic in topics:
                _prepare(classroom, topic, known)
    except OSError as error:
        raise CourseError(f"Cannot write: {error.strerror}.", where=str(classroom.root)) from error


def _known_assignments(classroom: Classroom) -> set[str]:
    """What the gradebook has; a file that is there may be a new one, in place of a gradebook that was lost."""
    if not has_gradebook(classroom):
        return set()
    with open_gradebook(classroom) as gradebook:
        return {assignment.name for assignment in gradebook.assignments}


def _prepare(classroom: Classroom, topic: Topic, known: Collection[str]) -> None:
    source = classroom.root / "source" / topic.name
    wanted = {topic.release.name: _read_solution(topic)}
    wanted |= {path.name: path.read_bytes() for path in topic.data_files}
    stored = {path.name: path.read_bytes() for path in source.glob("*") if path.is_file()}
    released = classroom.root / "release" / topic.name / topic.release.name
    if stored == wanted and released.is_file() and topic.name in known:
        return
    shutil.rmtree(source, ignore_errors=True)
    for name, content in wanted.items():
        write_whole(source / name, content)
    result, log = generate_assignment(classroom, topic.name)
    if not result:
        shutil.rmtree(source, ignore_errors=True)
        raise CourseError(f"nbgrader refused the assignment {topic.name}:\n{log}", where=str(classroom.root))


def _read_solution(topic: Topic) -> bytes:
    try:
        notebook = nbformat.read(topic.solution, as_version=4)
    except Exception as error:
        raise CourseError(
            f"Cannot read the solution notebook: {error}.",
            where=str(topic.solution),
            todo=f"Run: autograde build {topic.name}",
        ) from error
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return str(nbformat.writes(notebook)).encode()


def generate_assignment(classroom: Classroom, assignment: str) -> tuple[bool, str]:
    """Run nbgrader's generate_assignment in a class folder; return whether it succeeded, and its log."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    put_tools_on_path()
    config = Config()
    config.CourseDirectory.root = str(classroom.root)
    config.CourseDirectory.db_url = classroom.database
    config.CourseDirectory.course_id = classroom.course_id
    with interrupts_held():
        result = NbGraderAPI(config=config).generate_assignment(assignment)
    return result["success"], "\n".join(filter(None, (result.get("log"), result.get("error"))))
