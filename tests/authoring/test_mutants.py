"""Mutants: what each operator makes, which survive, and what a declaration says of them."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from autograde.authoring.mutants.declarations import read_declarations
from autograde.authoring.mutants.generate import OPERATORS, Mutant, RightAnswer, mutants
from autograde.authoring.mutants.operators import Operator
from autograde.authoring.mutants.results import open_results
from autograde.authoring.mutants.survey import Survey, surveys
from autograde.authoring.mutants.trials import Kernels, cells_of, try_answers
from autograde.authoring.source import read_source
from autograde.errors import CourseError
from tests.authoring.conftest import MakeTopic
from tests.toy import Toy, make_toy

TRUSTED = Kernels("trusted", {})

#: By operator: a cell, and mutants that it must give (among others).
EXAMPLES: dict[str, tuple[str, list[str]]] = {
    "arithmetic": ("x = (a + b) * c  # why", ["x = (a - b) * c  # why", "x = (a + b) / c  # why"]),
    "comparison": ("x = a < b <= c", ["x = a <= b <= c", "x = a >= b <= c", "x = a < b < c"]),
    "operand_dropped": ("x = -(a + b) * c", ["x = -(a) * c", "x = c"]),
    "operands_swapped": ("x = a - b * c", ["x = b * c - a"]),
    "constant": ("x = f(3, 0.5)", ["x = f(4, 0.5)", "x = f(2, 0.5)", "x = f(0, 0.5)", "x = f(3, 0.75)", "x = f(3, 0)"]),
    "text": ('x = d["key"]', ["x = d['key_']"]),
    "truth_value": ("x = f(True, b=False)", ["x = f(False, b=False)", "x = f(True, b=True)"]),
    "condition": (
        "x = a if b else not c",
        ["x = a if not (b) else not c", "x = a if True else not c", "x = a if b else c"],
    ),
    "part_of_condition": ("x = a and b < c", ["x = a or b < c", "x = a", "x = b < c"]),
    "statement_deleted": (
        "x = 1\ny = 2\nfor i in y:\n    x += i\n",
        ["y = 2\nfor i in y:\n    x += i\n", "x = 1\ny = 2\nfor i in y:\n    pass\n"],
    ),
    "statement_repeated": ("if a:\n    x += 1\ny = 3\n", ["if a:\n    x += 1\n    x += 1\ny = 3\n"]),
    "assignment": ("x += 1", ["x = 1"]),
    "in_place": ("def f(W, s):\n    return W + s, s\n", ["def f(W, s):\n    W += s\n    return W, s\n"]),
    "loop_once": ("for i in a:\n    f(i)\n", ["for i in a:\n    f(i)\n    break\n"]),
    "loop_bounds": (
        "for i in range(n):\n    f(i)\nx = [g(j) for j in a]\n",
        [
            "for i in range(n - 1):\n    f(i)\nx = [g(j) for j in a]\n",
            "for i in range(n):\n    f(i)\nx = [g(j) for j in list(a)[::-1]]\n",
        ],
    ),
    "early_return": (
        "def f(a):\n    for i in a:\n        g(i)\n    return i\n",
        ["def f(a):\n    for i in a:\n        g(i)\n        return i\n    return i\n"],
    ),
    "slice_bounds": ("x = a[:, 1:n]", ["x = a[:, 1 + 1:n]", "x = a[:, :n]", "x = a[:, 1:n + 1]", "x = a[:, 1:]"]),
    "first_or_last": ("x = a[0] + a[-1]", ["x = a[-1] + a[-1]", "x = a[0] + a[0]"]),
    "argument_dropped": ("x = f(a, b, c=1, d=2)", ["x = f(a, c=1, d=2)", "x = f(a, b, d=2)", "x = f(a, b, c=1)"]),
    "default_dropped": ("def f(a, b=1): pass", ["def f(a, b): pass"]),
    "arguments_swapped": ("x = f(a, b + 1)", ["x = f(b + 1, a)"]),
    "order": ("def f():\n    return a, b\n", ["def f():\n    return b, a\n"]),
    "entry_dropped": ("x = [a, b]", ["x = [b]", "x = [a]"]),
    "parameter_confused": ("def f(a, b):\n    return a - 1\n", ["def f(a, b):\n    return b - 1\n"]),
    "conversion_dropped": (
        "x = float(a) + np.asarray(b).astype(int)",
        ["x = a + np.asarray(b).astype(int)", "x = float(a) + b.astype(int)", "x = float(a) + np.asarray(b)"],
    ),
    "copy_dropped": ("x = a.copy()", ["x = a"]),
    "call_dropped": ("x = sorted(a + b)[0]", ["x = (a + b)[0]"]),
    "confused_name": ("x = np.argmin(a)", ["x = np.argmax(a)"]),
    "exception_type": ('raise ValueError("no")', ['raise RuntimeError("no")', 'raise Exception("no")']),
    "first_result_kept": (
        "def f(a):\n    return a\n",
        [
            "def f(a):\n    return a\n"
            "f = (lambda f, kept=[]: lambda *a, **k: (kept or kept.append(f(*a, **k)) or kept)[0])(f)\n"
        ],
    ),
    "state_kept": (
        "def f(a):\n    x = []\n    return x\n",
        ["def f(a):\n    x = f.__dict__.setdefault('x', [])\n    return x\n"],
    ),
    "choice": ('x = Dense(3, activation="relu")', ["x = Dense(3, activation='sigmoid')"]),
    "confused_class": ("x = keras.optimizers.SGD(0.1)", ["x = keras.optimizers.Adam(0.1)"]),
    "dtype": (
        "x = a.astype(int)\ny = np.zeros(3)\n",
        ["x = a.astype('float32')\ny = np.zeros(3)\n", "x = a.astype(int)\ny = np.zeros(3, dtype='int')\n"],
    ),
    "returned_dtype": ("def f(a):\n    return a * 2\n", ["def f(a):\n    return (a * 2).astype('int')\n"]),
    "returned_rounded": ("def f(a):\n    return a * 2\n", ["def f(a):\n    return round(a * 2, 2)\n"]),
    "returned_shape": (
        "def f(a):\n    return a, b\n",
        ["def f(a):\n    return np.atleast_2d(a).T, b\n", "def f(a):\n    return a, [b]\n"],
    ),
    "transposed": ("x = a.T @ b", ["x = a @ b", "x = a.T @ b.T"]),
    "axis": ("x = a.sum(axis=0)", ["x = a.sum(axis=1)", "x = a.sum(axis=None)"]),
    "seed": ("x = np.random.default_rng(seed)", ["x = np.random.default_rng(0)", "x = np.random.default_rng(None)"]),
    "count": ("m.fit(X, epochs=epochs)", ["m.fit(X, epochs=epochs + 1)", "m.fit(X, epochs=1)"]),
    "layer_repeated": (
        "x = Sequential([Dense(n)])\ny = Dense(1)(x)\n",
        [
            "x = Sequential([Dense(n), Dense(n)])\ny = Dense(1)(x)\n",
            "x = Sequential([Dense(n)])\ny = Dense(1)(Dense(1)(x))\n",
        ],
    ),
    "layer_dropped": ("y = Dense(1)(x)", ["y = x"]),
    "model_changed": (
        "def f():\n    return m\n",
        ['def f():\n    m.compile(loss="mse", optimizer="sgd")\n    return m\n'],
    ),
    "other_rows": ("m.fit(X_train, validation_data=X_valid)", ["m.fit(X_valid, validation_data=X_valid)"]),
}


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_an_operator_makes_the_changes_of_its_example(operator: Operator) -> None:
    cell, expected = EXAMPLES[operator.name]
    made = {mutant.text for mutant in mutants([RightAnswer("task", "reference", cell, "here:1")], [operator])}
    assert made >= set(expected), made


def test_every_example_is_of_an_operator() -> None:
    assert set(EXAMPLES) == {operator.name for operator in OPERATORS}


def made_of(*cells: str) -> list[Mutant]:
    """Mutants of right answers to one task."""
    return mutants([RightAnswer("task", f"answer {index}", cell, "here:1") for index, cell in enumerate(cells)])


def test_mutants_are_python_and_differ_from_each_other_and_from_every_right_answer() -> None:
    cells = ["def f(a, b=2):\n    return a + b\n", "def f(a, b=2):\n    return b + a\n"]
    trees = [ast.dump(ast.parse(text)) for text in (*cells, *(mutant.text for mutant in made_of(*cells)))]
    assert len(trees) == len(set(trees)) > 20


def test_docstrings_annotations_and_f_strings_stay() -> None:
    cell = 'def f(a: "A b"):\n    """Return 1."""\n    return f"{a + 1} of 2"\n'
    texts = [mutant.text for mutant in made_of(cell) if "def f" in mutant.text]
    assert texts
    assert all('a: "A b"' in text and '"""Return 1."""' in text for text in texts)
    assert not any("a - 1" in text for text in texts)


def test_a_diff_shows_the_change_only_and_keeps_layout() -> None:
    cell = "def f(a):\n    b = (\n        a + 1  # one more\n    )\n    return b\n"
    (mutant,) = (mutant for mutant in made_of(cell) if mutant.operator.name == "arithmetic")
    assert (mutant.removed, mutant.added) == ("a + 1  # one more", "a - 1  # one more")
    assert mutant.diff.splitlines() == [
        "     b = (",
        "-        a + 1  # one more",
        "+        a - 1  # one more",
        "     )",
    ]


@pytest.mark.parametrize(
    ("comments", "speaks"),
    [
        ("# - return (a < 1) + 2\n# + return (a <= 1) + 2", True),
        ("# + return (a <= 1) + 2", True),
        ("# + return ...<= 1...2", True),
        ("# - return a\n# + return (a <= 1) + 2", False),
        ("# - return (a < 1) + 2\n#\n# + return (a <= 1) + 3", False),
    ],
)
def test_a_declaration_speaks_of_the_changed_lines_it_quotes(
    comments: str, speaks: bool, make_topic: MakeTopic
) -> None:
    topic = make_topic()
    topic.answers.write_text(f'# %% equivalent="square"\n# Why.\n{comments}\n', encoding="utf-8")
    declarations = read_declarations(read_source(topic))
    assert {declaration.reason for declaration in declarations} == {"Why."}
    made = mutants([RightAnswer("square", "reference", "def f(a):\n    return (a < 1) + 2\n", "here:1")])
    mutant = next(one for one in made if "(a <= 1) + 2" in one.text)
    assert any(declaration.matches(mutant) for declaration in declarations) is speaks


def test_a_declaration_of_a_deleted_line_speaks_of_no_other(make_topic: MakeTopic) -> None:
    topic = make_topic()
    topic.answers.write_text('# %% equivalent="square"\n# Why.\n# - x = 1\n#\n# + y = 0\n', encoding="utf-8")
    declarations = read_declarations(read_source(topic))
    made = mutants([RightAnswer("square", "reference", "x = 1\ny = 2\n", "here:1")])
    spoken = {one.text for one in made if any(declaration.matches(one) for declaration in declarations)}
    assert spoken == {"y = 2\n", "x = 1\ny = 0\n"}


@pytest.mark.parametrize(
    ("cell", "saying"),
    [
        ('# %% equivalent="square"\n# + x = 1', "not complete"),
        ('# %% equivalent="square"\n# Because.', "not complete"),
        ('# %% equivalent="cube"\n# Because.\n# + x = 1', "no task 'cube'"),
    ],
)
def test_a_declaration_without_reason_lines_or_task_is_refused(cell: str, saying: str, make_topic: MakeTopic) -> None:
    topic = make_topic()
    topic.answers.write_text(cell, encoding="utf-8")
    with pytest.raises(CourseError, match=saying) as caught:
        read_declarations(read_source(topic))
    assert caught.value.where.endswith("answers.py:1")


def declare(toy: Toy, text: str) -> None:
    with toy.topic.answers.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.fixture(scope="module")
def own_toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A toy course whose answers a test may change."""
    return make_toy(tmp_path_factory.mktemp("mutants") / "course")


@pytest.mark.slow
def test_the_command_line_tells_survivors_from_killed_and_declared(own_toy: Toy) -> None:
    def mutate(*options: str) -> tuple[int, dict[str, dict[str, Any]]]:
        done = own_toy.run("mutate", "10", "--json", *options)
        assert done.returncode in {0, 1}, done.stderr
        return done.returncode, {report["task"]: report for report in json.loads(done.stdout)}

    code, reports = mutate()
    assert code == 1
    survivors = {survivor["operator"]: survivor for survivor in reports["total"]["survivors"]}
    assert set(survivors) == {"argument_dropped", "returned_rounded", "first_result_kept"}
    assert [survivor["operator"] for survivor in reports["double"]["survivors"]] == ["in_place"]
    assert reports["double"]["killed"] == reports["double"]["mutants"] - 1 > 5
    assert survivors["argument_dropped"]["diff"].splitlines()[1:] == [
        "-    return sum(numbers, start=0)",
        "+    return sum(numbers)",
    ]
    text = own_toy.topic.source.read_text("utf-8").splitlines()
    path, line = reports["total"]["where"].rsplit(":", 1)
    assert (path, text[int(line) - 1][:12]) == (str(own_toy.topic.source), "# ### Task 2")

    shown = own_toy.run("mutate", "10", "--task", "total")
    assert "+ return sum(numbers)" in shown.stdout.replace("    ", " ")
    assert "10_toy/toy.py:" in shown.stdout
    assert "an argument is forgotten" in shown.stdout

    declare(own_toy, '\n# %% equivalent="total"\n# 0 is the default.\n# + return sum(numbers)\n')
    declare(own_toy, '\n# %% equivalent="double"\n# Numbers and text cannot change.\n# + x += x...\n')
    declare(own_toy, '\n# %% equivalent="total"\n# Whole.\n# + return round(...)\n# + total = ...\n')
    code, reports = mutate()
    assert (code, reports["total"]["declared"], reports["total"]["survivors"]) == (0, 3, [])

    declare(own_toy, '\n# %% equivalent="total"\n# No mutant is like this.\n# + return 7\n')
    code, reports = mutate("--task", "total")
    assert (code, list(reports)) == (1, ["total"])
    assert [one["change"] for one in reports["total"]["outdated"]] == ["+ return 7"]
    assert mutate("--sample", "2")[1]["total"]["mutants"] == 2


@pytest.mark.slow
def test_what_has_a_result_is_not_tried_again(toy: Toy, tmp_path: Path) -> None:
    def pending(*facts: int) -> int:
        with open_results(tmp_path / "results.sqlite") as kept:
            survey = Survey(surveys(read_source(toy.topic), ["total"]), {"facts": facts}, kept)
            before = survey.pending
            for _, result in zip(range(9), survey.run(TRUSTED, 1), strict=False):  # then interrupted
                assert result.seconds > 0
            return before

    first = pending()
    assert pending() == first - 9
    assert pending(1) == first


@pytest.mark.slow
def test_an_answer_that_hangs_exits_or_spoils_its_surroundings_loses_and_harms_no_other(toy: Toy) -> None:
    source = read_source(toy.topic)
    reference = next(cell.solution for cell in source.of_kind("task") if cell.task == "total")
    answers = {
        "def total(numbers):\n    while True: pass": "no end within",
        "import os\ndef total(numbers): os._exit(0)": "the process died",
        "def total(numbers): raise SystemExit": "SystemExit",
        "sum = None\nopen('left', 'w').close()\ndef total(numbers): return 7": "total([1, 2, 3]) should be 6",
        "import sys\ndef total(numbers): print('?', file=sys.stderr); return 6": "stderr",
        "import os\nassert os.listdir() == []\n" + reference: "",
    }
    results = list(try_answers(cells_of(source, "total"), reference, list(answers), TRUSTED))
    assert [result.text for result in results] == list(answers)
    for result in results:
        expected = answers[result.text]
        assert (expected in result.failure) if expected else not result.failure, result


@pytest.mark.slow
def test_a_reference_that_does_not_pass_is_an_error(toy: Toy) -> None:
    cells = cells_of(read_source(toy.topic), "total")
    with pytest.raises(CourseError, match=r"does not pass its own checks.*should be 6"):
        list(try_answers(cells, "def total(numbers): return 0", ["x = 1"], TRUSTED))
