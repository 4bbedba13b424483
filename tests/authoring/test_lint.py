"""Unsound sources are refused with file, line and reason."""

import pytest

from autograde.authoring.check_code import check_codes
from autograde.authoring.lint import lint
from autograde.authoring.names import names_of
from autograde.authoring.source import read_source, to_notebook
from autograde.errors import CourseError
from tests.authoring.conftest import MakeTopic

CHECK = '# %% check="square" points=8\nimport numpy as np\n'
UNSOUND = {
    "heading": (("· 8 points ·", "· 7 points ·"), "the heading announces 7 points; the checks below give 8"),
    "heading form": (("· ●○○ · 8 points", "(8 points)"), "a task heading reads"),
    "total": (("points=8", "points=7"), "the topic has 9 points"),
    "written": (('essay="square_of_sum" points=2', 'essay="square_of_sum" points=3'), "at most 2"),
    "title": (("# # 10 · Squares", "# # Squares"), "should be markdown and start with"),
    "no solution": (("    ### BEGIN SOLUTION\n    return", "    return"), "has no ### BEGIN SOLUTION"),
    "unknown task": (('check="square"', 'check="cube"'), "the check 'cube' has no task"),
    "unchecked task": (('check="square"', 'check="cube"'), "the task 'square' has no check"),
    "missing name": (("assert square(3) == 9", "assert cube(3) == 9"), "needs 'cube', which no cell before it defines"),
    "borrowed import": ((CHECK, CHECK.replace("import numpy as np\n", "")), "uses 'np' from the notebook"),
    "partial credit": (("### END HIDDEN TESTS", "### END HIDDEN TESTS\nsquare(1)"), "ends in an expression"),
    "not Python": (("def square(x):", "def square(x:"), "not Python"),
    "no scheme": (("=== BEGIN MARK SCHEME ===", "Marks"), "needs a model answer and a marking scheme"),
    "sent secret": (
        (
            "### END HIDDEN TESTS",
            "@checks.in_kernel_of(square)\ndef ask(x):\n    return square(x)\nassert ask(2) == 4\n### END HIDDEN TESTS",
        ),
        "ask runs in the student's process",
    ),
    "lenient comparison": (
        ("checks.assert_close(square(x), x * x, ", "assert np.allclose(square(x), x * x), ("),
        "compare with checks.assert_close, assert_equal or is_close in place of allclose",
    ),
    "a loop over nothing": (
        (
            "    checks.assert_close(square(x), x * x, ",
            "    for row in square(x):\n        checks.assert_close(row, x, ",
        ),
        "this loop may run zero times",
    ),
    "all of nothing": (
        ("    checks.assert_close(square(x), x * x, ", "    assert all(row > 0 for row in square(x)), ("),
        "all(...) is true of nothing",
    ),
    "a short zip": (
        ("    checks.assert_close(square(x), x * x, ", "    assert all(a == b for a, b in zip(x, x)), ("),
        "all(...) is true of nothing",
    ),
    "name made with a task's": (
        (CHECK, "# %%\nnine = square(3)\n\n" + CHECK + "assert nine == 9\n"),
        "makes it with 'square', which is a task's; define it in the check, or make it part of a task",
    ),
    "name bound twice": (
        (CHECK, "# %%\nlimit = 1\nlimit = 2\n\n" + CHECK + "assert limit == 2\n"),
        "'limit' is bound more than once",
    ),
    "name of a loop": (
        (CHECK, "# %%\nfor limit in (1, 2):\n    pass\n\n" + CHECK + "assert limit == 2\n"),
        "binds 'limit' in a statement that cannot run on its own",
    ),
    "asked, not checked": (
        ("# %% task=", "# %% [markdown]\n# Returns a number. <!-- req: number -->\n\n# %% task="),
        "no check of this task reads the requirement 'number'; add '# req: number' where one does",
    ),
    "checked, not asked": (
        (CHECK, CHECK + "# req: number\n"),
        "the task's text asks no 'number'; mark the sentence that does with <!-- req: number -->",
    ),
    "asked twice": (
        ("# %% task=", "# %% [markdown]\n# One. <!-- req: one -->\n# Two. <!-- req: one -->\n\n# %% task="),
        "the requirement 'one' is already marked in line",
    ),
    "requirement without a name": (
        ("# %% task=", "# %% [markdown]\n# Returns a number. <!-- req number -->\n\n# %% task="),
        "'<!-- req number -->' names no requirement",
    ),
    "demo's name": (
        ("# %% task=", '# %% tags=["demo"]\nlong_run = 1\n\n# %%\nprint(long_run)\n\n# %% task='),
        "needs 'long_run', which only a demo or figure cell binds",
    ),
}


@pytest.mark.parametrize("case", UNSOUND.values(), ids=UNSOUND.keys())
def test_unsound_sources_are_refused(make_topic: MakeTopic, case: tuple[tuple[str, str], str]) -> None:
    edit, saying = case
    problems = [str(problem) for problem in lint(read_source(make_topic(edit)))]
    assert any(saying in problem for problem in problems), problems
    assert all(problem.startswith("solutions/10_squares/squares.py:") for problem in problems)


def test_what_is_asked_and_checked_is_linked_and_not_shown(make_topic: MakeTopic) -> None:
    asks = (
        "# %% [markdown]\n# Returns a number, <!-- req: number -->\n# 0 for None.\n"
        "# <!-- req: of-none -->\n# So.\n\n# %% task="
    )
    source = read_source(
        make_topic(
            ("# %% task=", asks),
            (CHECK, CHECK.replace("\n", ' tests="numbers and None"\n', 1) + "    # req: number, of-none\n"),
        )
    )
    assert lint(source) == []
    notebook = to_notebook(source)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "req:" not in text
    assert "Returns a number,\n0 for None.\nSo." in text
    assert "# Check for task 1 (numbers and None): run this cell with Shift+Enter.\nimport numpy" in text
    for cell, node in zip(source.cells, notebook.cells, strict=True):
        assert node.source.count("assert") == cell.shown.count("assert") == cell.text.count("assert")


def test_a_problem_names_its_line(make_topic: MakeTopic) -> None:
    topic = make_topic(("· 8 points ·", "· 7 points ·"))
    lines = topic.source.read_text("utf-8").splitlines()
    (problem,) = lint(read_source(topic))
    line = int(problem.where.rsplit(":", 1)[1])
    assert lines[line - 1] == "# %% [markdown]"
    assert "### Task 1" in lines[line]


def test_the_template_is_sound(make_topic: MakeTopic) -> None:
    assert lint(read_source(make_topic())) == []


@pytest.mark.parametrize(
    ("edit", "saying"),
    [
        (('task="square"', 'task="square" point=3'), "Unknown cell option 'point'"),
        (('check="square" points=8', 'check="square"'), "needs points=N"),
        (('task="square"', 'task="Square!"'), "is no name"),
        (('task="square"', 'task="square" points=1'), "Only check and essay cells have points"),
        (('task="square"', 'task="square" check="square"'), "task and check"),
        (('[markdown] essay="square_of_sum"', 'essay="square_of_sum"'), "does not go with a code cell"),
    ],
)
def test_contradictory_options_are_refused(make_topic: MakeTopic, edit: tuple[str, str], saying: str) -> None:
    with pytest.raises(CourseError, match=saying) as caught:
        read_source(make_topic(edit))
    assert "squares.py:" in caught.value.where


def test_names_see_through_functions_classes_and_magics() -> None:
    names = names_of(
        "%matplotlib inline\nimport numpy as np\ndef f(a):\n    b = a + outer\n    return [c * np.pi for c in b]\n"
        "class C(Base):\n    x = f(1)\nfor i in range(3): pass\n"
    )
    assert names.bound == {"np", "f", "C", "i"}
    assert names.imported == {"np"}
    assert names.needed == {"outer", "Base"}


SOUND_LOOPS = """for a, b in checks.pairs(square(x), x, "square(x)"):
        assert a == b * b
    for name, function in [("square", square)]:
        assert function(3) == 9, name
    functions = {"square": square}
    for name, function in functions.items():
        assert function(3) == 9, name
    for row in x:
        assert square(row) is not None
    for a, b in zip(x, square(x), strict=True):
        assert b == a * a
    checks.assert_close(square(x), x * x, """


def test_loops_whose_length_the_check_decides_are_sound(make_topic: MakeTopic) -> None:
    assert lint(read_source(make_topic(("checks.assert_close(square(x), x * x, ", SOUND_LOOPS)))) == []


def test_a_checks_code_takes_from_the_source_what_no_task_makes(make_topic: MakeTopic) -> None:
    given = (
        "# %%\nimport math\n\nunused = 1\nlimit = math.floor(2.5)\n\ndef near(a, b):\n    return abs(a - b) < limit\n\n"
    )
    topic = make_topic((CHECK, given + CHECK + "assert near(square(3), 9)\n"))
    source = read_source(topic)
    assert lint(source) == []
    code = check_codes(source)["check_square"]
    assert code.from_student == {"square"}
    assert code.prelude.splitlines()[:2] == ["import math", "limit = math.floor(2.5)"]
    assert "unused" not in code.prelude
    assert "def near" in code.prelude


def test_a_name_that_a_task_makes_comes_from_the_student_though_an_example_binds_it_too(make_topic: MakeTopic) -> None:
    topic = make_topic(("# %% task=", "# %%\nsquare = None\n\n# %% task="))
    code = check_codes(read_source(topic))["check_square"]
    assert code.from_student == {"square"}
    assert code.prelude == ""
