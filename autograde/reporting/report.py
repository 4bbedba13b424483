"""The class report: one self-contained page for the instructor, and the same figures as JSON."""

import json
from dataclasses import asdict
from pathlib import Path

from autograde.classroom import Classroom
from autograde.files import write_whole
from autograde.reporting import svg
from autograde.reporting.pages import points, render
from autograde.reporting.similarity import ALIKE, EVIDENCE, PASSAGE, RARE, RARE_AT_MOST
from autograde.reporting.statistics import MIN_FOR_DIFFICULTY, MIN_FOR_DISCRIMINATION, ClassFigures, TopicFigures

#: Rows of a table on the page; report.json has them all.
MAX_ROWS = 100


def write_report(classroom: Classroom, figures: ClassFigures) -> Path:
    """Write report.html and report.json into the class folder; return the page's path.

    Raises:
        CourseError: the folder cannot be written.
    """
    path = classroom.root / "report.html"
    write_whole(path, report_page(figures))
    write_whole(path.with_suffix(".json"), json.dumps(asdict(figures), ensure_ascii=False, indent=1) + "\n")
    return path


def report_page(figures: ClassFigures) -> str:
    """Render the page."""
    return render(
        "report.html.jinja",
        figures=figures,
        hand_ins=sum(topic.hand_ins for topic in figures.topics),
        waiting=sum(topic.waiting for topic in figures.topics),
        pictures={topic.topic: _distribution(topic) for topic in figures.topics},
        bar=svg.bar,
        groups=[(topic, group) for topic in figures.topics for group in topic.alike],
        max_rows=MAX_ROWS,
        rules={
            "alike": ALIKE,
            "evidence": EVIDENCE,
            "passage": PASSAGE,
            "rare": RARE,
            "rare_at_most": RARE_AT_MOST,
            "min_for_difficulty": MIN_FOR_DIFFICULTY,
            "min_for_discrimination": MIN_FOR_DISCRIMINATION,
        },
    )


def _distribution(topic: TopicFigures) -> str:
    label = ", ".join(f"{points} points: {count}" for points, count in enumerate(topic.counts) if count)
    names = [str(number) for number in range(len(topic.counts))]
    title = f"{topic.title}: hand-ins by points. {label or 'none'}"
    return svg.histogram(topic.counts, names, f"points of {points(topic.max_points)}", title)
