"""Build a topic: source -> executed solution notebook -> student's notebook. Deterministic and incremental."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograde.authoring.lint import lint, lint_release
from autograde.authoring.names import imported_modules
from autograde.authoring.source import Source, read_source, to_notebook
from autograde.classroom import Classroom
from autograde.course import Topic
from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.gradebook.assignment import generate_assignment
from autograde.imports import code_digest, modules_of

#: No cell of the course takes longer than this, in seconds, on a slow machine.
CELL_TIMEOUT = 1800

Progress = Callable[[Topic, str], None]


@dataclass(frozen=True)
class BuiltTopic:
    """What a build made of one topic: the texts of both notebooks, and whether cells were executed for it."""

    topic: Topic
    solution: str
    release: str
    executed: bool


def build(topic: Topic, *, force: bool = False, progress: Progress = lambda topic, step: None) -> BuiltTopic:
    """Build a topic and write both notebooks and the release's data files.

    Args:
        topic: what to build.
        force: execute the solution notebook even if nothing that decides its outputs has changed.
        progress: told about each step.

    Raises:
        CourseError: the source is unsound, a cell fails, or a release gives something away. Nothing is written then.
    """
    built = compose(topic, force=force, progress=progress)
    _write_if_changed(topic.solution, built.solution)
    _write_if_changed(topic.release, built.release)
    for path in topic.data_files:
        shutil.copyfile(path, topic.release_folder / path.name)
    return built


def compose(topic: Topic, *, force: bool = False, progress: Progress = lambda topic, step: None) -> BuiltTopic:
    """Build a topic in memory; see `build`."""
    source = read_source(topic)
    _refuse(lint(source))
    notebook = to_notebook(source)
    digest = _execution_digest(source)
    notebook.metadata["autograde"] = {"execution_sha256": digest}
    executed = force or not _reuse_outputs(notebook, topic.solution)
    if executed:
        progress(topic, "execute")
        notebook = execute(source, notebook)
    progress(topic, "release")
    release = make_release(source, notebook)
    _refuse(lint_release(source, release))
    return BuiltTopic(topic, _text(notebook), _text(release), executed)


def differences(topic: Topic) -> list[str]:
    """Name the committed notebooks of a topic that differ from what its source builds; nothing is executed or written.

    Raises:
        CourseError: as `build`.
    """
    root = topic.root
    source = read_source(topic)
    _refuse(lint(source))
    notebook = to_notebook(source)
    notebook.metadata["autograde"] = {"execution_sha256": _execution_digest(source)}
    changed = []
    if not _reuse_outputs(notebook, topic.solution) or _text(notebook) != topic.solution.read_text("utf-8"):
        changed.append(str(topic.solution.relative_to(root)))
    release = make_release(source, notebook)
    _refuse(lint_release(source, release))
    if not topic.release.is_file() or _text(release) != topic.release.read_text("utf-8"):
        changed.append(str(topic.release.relative_to(root)))
    for path in topic.data_files:
        copy = topic.release_folder / path.name
        if not copy.is_file() or copy.read_bytes() != path.read_bytes():
            changed.append(str(copy.relative_to(root)))
    return changed


def _refuse(problems: list[Any]) -> None:
    if problems:
        raise CourseError(
            "\n".join(str(problem) for problem in problems), todo="Mend the source (docs/author.md) and build again."
        )


def _execution_digest(source: Source) -> str:
    """A digest of everything in the repository that decides the outputs: code cells, data files, lesson modules."""
    digest = hashlib.sha256()
    for cell in source.cells:
        if cell.is_code:
            digest.update(cell.shown.encode() + b"\0")
    for path in source.topic.data_files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    # Checks print nothing: what they import, the lessons' assertions, decides no output.
    cells = [cell for cell in source.cells if cell.is_code and cell.kind != "check"]
    imported = [name for cell in cells for name in imported_modules(cell.text)]
    for package in source.topic.libraries.packages:
        # One figure module belongs to one topic; the others do not decide this one's outputs.
        digest.update(code_digest(package, modules_of(package, imported)).encode())
    return digest.hexdigest()


def _reuse_outputs(notebook: NotebookNode, built: Path) -> bool:
    """Copy the outputs of an earlier build into the notebook; False when there is none that fits."""
    try:
        old = nbformat.read(built, as_version=4)
    except Exception:
        return False
    if old.metadata.get("autograde") != notebook.metadata["autograde"]:
        return False
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    old_code = [cell for cell in old.cells if cell.cell_type == "code"]
    if list(map(_printing_source, code)) != list(map(_printing_source, old_code)):
        return False
    for cell, old_cell in zip(code, old_code, strict=True):
        cell.outputs, cell.execution_count = old_cell.outputs, old_cell.execution_count
    return True


def _printing_source(cell: NotebookNode) -> str:
    """What decides a code cell's outputs: nothing of a check, which prints none."""
    return "" if cell.metadata.get("nbgrader", {}).get("locked") else str(cell.source)


def execute(source: Source, notebook: NotebookNode) -> NotebookNode:
    """Execute a solution notebook from top to bottom in a folder that holds only the topic's data files.

    Raises:
        CourseError: a cell fails, writes to stderr, shows an image without a text alternative, or leaves a file behind
            in the notebook's folder.
    """
    with tempfile.TemporaryDirectory(prefix="autograde-build-") as folder:
        for path in source.topic.data_files:
            shutil.copy(path, folder)
        given = set(os.listdir(folder))
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            extra_arguments=["--log-level=ERROR"],
            timeout=CELL_TIMEOUT,
            record_timing=False,
            coalesce_streams=True,  # how a stream is cut into messages depends on timing
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise CourseError(f"A cell failed:\n{error}", where=_failed_where(source, notebook)) from error
        except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
            raise CourseError(f"The kernel did not finish: {error}", where=str(source.topic.source)) from error
        left = sorted(set(os.listdir(folder)) - given)
    path = source.topic.source
    if left:
        raise CourseError(f"The notebook leaves files behind: {', '.join(left)}.", where=str(path))
    for cell, node in zip(source.cells, notebook.cells, strict=True):
        for output in node.get("outputs", ()):
            if output.get("name") == "stderr":
                raise CourseError(f"A cell writes to stderr: {output.text[:300]}", where=f"{path}:{cell.line}")
            if _lacks_alternative(output):
                raise CourseError(
                    "A figure has no text alternative: a screen reader has nothing to say of it.",
                    where=f"{path}:{cell.line}",
                    todo='Show it with metadata={"image/png": {"alt": "what it shows"}} (docs/author.md).',
                )
    notebook.metadata["language_info"] = to_notebook(source).metadata["language_info"]
    return notebook


def _lacks_alternative(output: NotebookNode) -> bool:
    """Whether an image comes without its "alt", by which nbconvert's pages name it."""
    images = [kind for kind in output.get("data", ()) if kind.startswith("image/")]
    return not all(output.metadata.get(kind, {}).get("alt", "").strip() for kind in images)


def _failed_where(source: Source, notebook: NotebookNode) -> str:
    for cell, node in zip(source.cells, notebook.cells, strict=True):
        if any(output.output_type == "error" for output in node.get("outputs", ())):
            return f"{source.topic.source}:{cell.line}"
    return str(source.topic.source)


def make_release(source: Source, solution: NotebookNode) -> NotebookNode:
    """Make the student's notebook with nbgrader's own generate_assignment.

    From the first task on, code cells carry the tag ``raises-exception``: Run All in JupyterLab then runs past a
    failing check, so a student sees the state of all tasks at once. Demo cells, which no task needs, carry
    ``nbval-skip`` (nbval has run them in the solution notebook) and ``skip-execution``: nbgrader's Validate and
    autograder leave them out, JupyterLab runs them. Checks are collapsed; their messages show.

    Raises:
        CourseError: nbgrader refuses the notebook.
    """
    topic = source.topic
    with tempfile.TemporaryDirectory(prefix="autograde-release-") as folder:
        root = Path(folder)
        (root / "source" / topic.name).mkdir(parents=True)
        nbformat.write(solution, root / "source" / topic.name / topic.release.name)
        result, log = generate_assignment(Classroom(root), topic.name)
        if not result:
            raise CourseError(f"nbgrader's generate_assignment refused the notebook:\n{log}", where=str(topic.source))
        release = nbformat.read(root / "release" / topic.name / topic.release.name, as_version=4)
    release.metadata.pop("autograde", None)
    started = False
    for cell, node in zip(source.cells, release.cells, strict=True):
        started = started or cell.kind == "task"
        tags = [
            *cell.tags,
            *(["raises-exception"] if started else []),
            *(["nbval-skip", "skip-execution"] if cell.kind == "demo" else []),
        ]
        if tags and cell.is_code:
            node.metadata["tags"] = tags
        if cell.kind == "check":
            # A check is longer than its task. JupyterLab looks at the first, Colab at the second.
            node.metadata |= {"jupyter": {"source_hidden": True}, "cellView": "form"}
    return release


def _text(notebook: NotebookNode) -> str:
    notebook.nbformat_minor = 5
    return str(nbformat.writes(notebook, version=nbformat.NO_CONVERT)) + "\n"


def _write_if_changed(path: Path, text: str) -> None:
    """Write a file, unless it says the same already: its time of change then stays."""
    if not path.is_file() or path.read_text("utf-8") != text:
        write_whole(path, text)
