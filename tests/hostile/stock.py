"""The corpus under stock nbgrader, family by family: ``python -m tests.hostile.stock``.

Stock nbgrader runs hand-ins unconfined. Families and cases that could harm the machine are left out; run the others in
a container or on a machine of little worth. It takes about ten minutes.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from autograde.authoring.source import read_source
from autograde.classroom import open_classroom
from autograde.course import Topic
from tests import stock
from tests.hostile.corpus import Case, cases, make_topic

#: They fill memory and disk, kill and outlive, or reach into the network.
UNSAFE_FAMILIES = frozenset({"resources", "processes", "network"})
#: They forge the files by which models travel to the examiner; stock nbgrader has no such thing.
SEALED_ONLY = frozenset({"model_files"})
#: Of the attacks on files, those that stay inside the class folder.
SAFE_FILES = frozenset({"reads_the_source", "writes_the_gradebook", "numpy_beside_the_notebook", "environment_secrets"})
CONFIG = """\
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "stock"
c.ExecutePreprocessor.timeout = 10
"""


def is_for_stock(case: Case) -> bool:
    """Whether stock nbgrader may run a case, and has something to do with it."""
    return case.family not in UNSAFE_FAMILIES | SEALED_ONLY and (case.family != "files" or case.name in SAFE_FILES)


def fate(root: Path, topic: Topic, family: Iterable[Case]) -> Mapping[str, str]:
    """Grade cases in one class folder with stock nbgrader.

    Returns:
        By student: ``earns``, ``nothing``, ``loses`` (an oddity without full points), ``no grade`` or
        ``batch aborted`` (no hand-in after it is graded either).
    """
    source = read_source(topic)
    by_student = {case.student: case for case in family}
    for case in by_student.values():
        case.write(source, root)
    (root / "nbgrader_config.py").write_text(CONFIG)
    classroom = open_classroom(root)
    fates: dict[str, str] = {}
    while waiting := sorted(by_student.keys() - fates.keys()):
        log = _autograde(root, topic)
        for student in waiting:
            if (root / "autograded" / student / topic.name / topic.release.name).exists():
                fates[student] = "graded"
            elif re.search(rf"error processing assignment: .*/{re.escape(student)}/", log):
                fates[student] = "no grade"
            else:
                fates[student] = "batch aborted"
            if fates[student] != "graded":
                shutil.rmtree(root / "submitted" / student)  # or the next run would try it again
            if fates[student] == "batch aborted":
                break
    scores = stock.read_scores(classroom, topic)
    for student in [student for student, what in fates.items() if what == "graded"]:
        points = sum(score or 0 for (owner, _), score in scores.items() if owner == student)
        deserved = by_student[student].points
        fates[student] = "earns" if points > deserved else "loses" if points < deserved else "nothing"
    return fates


def _autograde(root: Path, topic: Topic) -> str:
    """Run nbgrader; return what it complained of."""
    try:
        stock.autograde(open_classroom(root), topic, {"HOME": str(root), "TF_NUM_INTRAOP_THREADS": "1"})
    except subprocess.CalledProcessError as error:
        return str(error.stderr)
    return ""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="stock-") as folder:
        topic = make_topic(Path(folder, "course"))
        corpus = sorted(filter(is_for_stock, cases(read_source(topic))), key=lambda case: case.family)
        print("| family | cases | earn points | lose points | no grade | abort the batch |")
        print("| --- | --- | --- | --- | --- | --- |")
        total: Counter[str] = Counter()
        for family, members in groupby(corpus, key=lambda case: case.family):
            fates = fate(Path(folder, family), topic, members)
            counts = Counter(fates.values())
            total += counts
            _print_row(family, counts)
            for student, what in sorted(fates.items()):
                if what != "nothing":
                    print(f"<!-- {student}: {what} -->", flush=True)
        _print_row("all", total)


def _print_row(name: str, counts: Counter[str]) -> None:
    cells = [counts.total(), *(counts[what] for what in ("earns", "loses", "no grade", "batch aborted"))]
    print(f"| {name} | " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    os.umask(0o077)
    main()
