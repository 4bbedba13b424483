"""nbgrader's settings for JupyterLab started in this folder. A class folder has its own (docs/instructor.md)."""

from pathlib import Path

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "neural-networks"
# Formgrader shows the demo class that `make grade` makes.
c.CourseDirectory.root = str(Path(__file__).resolve().parent / "build" / "demo_class")
# Formgrader shows model answer and marking scheme below each answer, and draws formulas without the network.
c.HTMLExporter.preprocessors = ["autograde.reporting.marking_page.MarkingPage"]
# Validate runs the whole notebook; a cell that trains takes longer than nbgrader's 30 s.
c.ExecutePreprocessor.timeout = 300
# On a busy machine the last words of a cell come later than nbclient's 4 s.
c.ExecutePreprocessor.iopub_timeout = 60
