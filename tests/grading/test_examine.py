"""The examiner's protocol, against a real kernel: what crosses it, how, and what does not."""

import threading

import pytest

from autograde.authoring.check_code import CheckCode
from autograde.grading.sealed.dialogue import Dialogue, KernelGone
from autograde.grading.sealed.examiner import Examiner, Verdict
from autograde.kernels import open_kernel
from tests.grading.conftest import Examine, code_of


def passes(examine: Examine, cell: str, check: str) -> None:
    verdict = examine(cell, check)
    assert verdict.passed, verdict


def fails(examine: Examine, cell: str, check: str, *, saying: str = "") -> None:
    verdict = examine(cell, check)
    assert not verdict.passed
    assert saying in f"{verdict.error}: {verdict.message}", verdict


VALUES = """
import numpy as np
none, yes, whole, real, text, raw = None, True, 3, 0.5, "é", b"\\0x"
items, pair, pairs, some = [1, [2, "b"]], (1, 2.5), {"a": [1], 2: None}, {1, 2}
z, steps, cut = 1 + 2j, range(1, 9, 2), slice(1, None)
matrix, scalar, flags, empty = np.eye(2, 3), np.float32(1.5), np.array([True, False]), np.empty((0, 4))
infinite = float("inf")
"""


def test_plain_values_arrive_as_they_are(examine: Examine) -> None:
    check = """
import numpy as np
assert none is None and yes is True and type(whole) is int and whole == 3
assert type(real) is float and infinite == float("inf")
assert text == "é" and raw == b"\\0x" and items == [1, [2, "b"]] and pair == (1, 2.5)
assert pairs == {"a": [1], 2: None} and some == {1, 2} and z == 1 + 2j and steps == range(1, 9, 2)
assert cut == slice(1, None)
assert type(matrix) is np.ndarray and matrix.shape == (2, 3) and matrix.dtype == np.float64
assert type(scalar) is np.float32 and scalar == 1.5 and flags.dtype == bool and empty.shape == (0, 4)
"""
    passes(examine, VALUES, check)


def test_functions_classes_and_iterators_are_used_through_handles(examine: Examine) -> None:
    cell = """
def double(x, *, times=2):
    return x * times

class Counter:
    start = 5
    def __init__(self, n): self.n = n
    def more(self): self.n += 1; return self.n
    def __len__(self): return self.n
    def __getitem__(self, i): return i * 10

def batches(n):
    for i in range(n): yield i
"""
    check = """
assert double(2) == 4 and double("ab", times=3) == "ababab" and double.__name__ == "double"
counter = Counter(3)
assert counter.more() == 4 and len(counter) == 4 and counter[7] == 70 and Counter.start == 5
counter.n = 9
assert counter.n == 9
assert list(batches(200)) == list(range(200))
"""
    passes(examine, cell, check)


def test_an_object_of_the_students_cannot_decide_a_comparison(examine: Examine) -> None:
    cell = """
class Always(float):
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __bool__(self): return True
    def __array__(self, *args): raise ValueError
    __hash__ = None
answer = Always(1)
"""
    fails(examine, cell, "assert answer == 42")
    fails(examine, cell, "assert answer < 1")
    fails(examine, cell, "assert abs(answer - 42) < 1")
    fails(examine, cell, "import numpy as np\nassert np.allclose(answer, 42)")
    passes(examine, cell, "assert type(answer) is float and answer == 1")
    cell = cell.replace("(float)", "").replace("Always(1)", "Always()")
    fails(examine, cell, "assert answer == 42")
    fails(examine, cell, "assert answer", saying="truth value")
    fails(examine, cell, "assert isinstance(answer, float)")


SPOIL = """
import numpy as np
def spoil(X, parameters, order):
    X[...] = 0
    parameters["W"] -= 1
    order.append(3)
    return X
"""


def test_a_checks_own_objects_stay_as_they_are(examine: Examine) -> None:
    check = """
import numpy as np
X, parameters, order = np.ones(3), {"W": np.ones(2)}, [1, 2]
assert spoil(X, parameters, order=order).tolist() == [0, 0, 0]
assert X.tolist() == [1, 1, 1] and parameters["W"].tolist() == [1, 1] and order == [1, 2]
def given(f):
    return f(X, parameters, order)
given(spoil)
assert X.tolist() == [1, 1, 1]
"""
    passes(examine, SPOIL, check)


def test_a_check_that_asks_sees_what_a_function_did_to_its_arguments(examine: Examine) -> None:
    check = """
import numpy as np
from nn_lessons import checks
X, parameters, order = np.ones(3), {"W": np.ones(2)}, [1, 2]
result, (X_after, parameters_after, order_after) = checks.call_and_keep_changes(spoil, X, parameters, order=order)
assert result.tolist() == X_after.tolist() == [0, 0, 0]
assert parameters_after["W"].tolist() == [0, 0] and order_after == [1, 2, 3]
assert X.tolist() == [1, 1, 1] and parameters["W"].tolist() == [1, 1] and order == [1, 2]
"""
    passes(examine, SPOIL, check)
    # The same line in the student's own kernel.
    passes(examine, "pass", SPOIL + check)


def test_what_the_check_passes_to_a_callback_is_a_copy(examine: Examine) -> None:
    cell = "def spoil(get):\n    get().append(1)\n    return get()"
    passes(examine, cell, "kept = [0]\nassert spoil(lambda: kept) == [0]\nassert kept == [0]")


def test_a_function_of_the_check_can_run_in_the_students_kernel(examine: Examine) -> None:
    cell = """
class Half:
    def of(self, x):
        assert isinstance(x, complex.__class__)
        return 0.5
def helper():
    return "the student's"
"""
    check = """
from nn_lessons import checks
@checks.in_kernel_of(Half)
def ask(half):
    return half.of(int)
assert ask(Half()) == 0.5
@checks.in_kernel_of(Half)
def see():
    return "helper" in globals()
assert see() is False
"""
    passes(examine, cell, check)
    passes(examine, "pass", cell + check.replace("assert see() is False", "assert see() is True"))


def test_a_function_of_an_example_cell_can_run_there_too(examine: Examine, dialogue: Dialogue) -> None:
    examine("def double(x):\n    return 2 * x", "assert double(1) == 2")
    given = "def twice(f):\n    return f(f(1))"
    check = "from nn_lessons import checks\nassert checks.in_kernel_of(double)(twice)(double) == 4"
    code = CheckCode(check, prelude=given, from_student=frozenset({"double"}))
    assert Examiner(dialogue, check_seconds=10).examine(code) == Verdict()


def test_names_that_the_kernel_lacks_are_told(dialogue: Dialogue) -> None:
    dialogue.run("globals()['there'] = None")
    examiner = Examiner(dialogue, check_seconds=10)
    assert examiner.lacking({"there", "gone"}) == {"gone"}
    dialogue.run("import _autograde_agent\n_autograde_agent.agent._reply = lambda request: {'value': [{}, 3, 'other']}")
    try:
        assert examiner.lacking({"there", "gone"}) == frozenset()
    finally:
        dialogue.run("del _autograde_agent.agent._reply")


def test_only_names_that_a_task_makes_come_from_the_student(examine: Examine, dialogue: Dialogue) -> None:
    examine("def f():\n    return 1\nlimit = 0", "assert f() == 1")
    examiner = Examiner(dialogue, check_seconds=10)
    given = CheckCode("assert limit == 5 and f() == 1", prelude="limit = 2 + 3", from_student=frozenset({"f"}))
    assert examiner.examine(given).passed
    unknown = CheckCode("assert limit == 0", from_student=frozenset({"f"}))
    assert examiner.examine(unknown).error == "NameError"


def test_functions_of_the_check_are_called_back(examine: Examine) -> None:
    cell = """
def derivative(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
"""
    check = """
import numpy as np
assert abs(derivative(lambda x: x**3, 2.0) - 12) < 1e-6
assert np.allclose(derivative(np.sin, np.zeros(3)), 1)
calls = []
def f(x):
    calls.append(x)
    return x
derivative(f, 1.0)
assert len(calls) == 2
"""
    passes(examine, cell, check)
    fails(examine, cell, "derivative(lambda x: 1 / 0, 1.0)", saying="ZeroDivisionError")


def test_paths_travel_with_their_files(examine: Examine) -> None:
    cell = """
def copy_upper(path, folder):
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "upper.txt").write_text(path.read_text().upper())
    path.with_name(path.name).write_text("changed")
    (folder / "old.txt").unlink()
"""
    check = """
import pathlib, tempfile
with tempfile.TemporaryDirectory() as name:
    path, folder = pathlib.Path(name, "a.txt"), pathlib.Path(name, "out")
    path.write_text("hello")
    folder.mkdir()
    (folder / "old.txt").write_text("gone after the call")
    copy_upper(path, folder)
    assert not (folder / "old.txt").exists()
    assert (folder / "sub" / "upper.txt").read_text() == "HELLO"
    assert path.read_text() == "changed"
"""
    passes(examine, cell, check)


def test_exceptions_and_warnings_arrive_as_such(examine: Examine) -> None:
    cell = """
import warnings
class Own(Exception): pass
def refuse(x):
    raise ValueError("negative")
def own(x):
    raise Own("mine")
def warn(x):
    warnings.warn("overflow", RuntimeWarning)
    return x
"""
    check = """
import warnings
try:
    refuse(-1)
except ValueError as error:
    assert str(error) == "negative"
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warn(1)
    except RuntimeWarning as warning:
        assert str(warning) == "overflow"
    else:
        raise AssertionError("no warning")
assert warn(2) == 2
"""
    passes(examine, cell, check)
    fails(examine, cell, "own(1)", saying="Own: mine")
    fails(examine, cell, "missing(1)", saying="NameError: name 'missing' is not defined")
    fails(examine, cell, "refuse(1)", saying="line 6 of refuse")


def test_stock_keras_models_arrive_as_models_and_go_as_models(examine: Examine) -> None:
    cell = """
import keras
keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.25))
def count(m):
    return m.count_params()
class Own(keras.Model):
    def __init__(self): super().__init__(); self.d = keras.layers.Dense(2)
    def call(self, x): return self.d(x)
own = Own()
own(keras.ops.ones((1, 3)))
tensor = keras.ops.ones((2, 2))
weight = model.layers[0].kernel
"""
    check = """
import keras, numpy as np
assert isinstance(model, keras.Model) and model.count_params() == 21 and model.loss == "mse"
assert abs(float(model.optimizer.learning_rate) - 0.25) < 1e-6
assert count(model) == 21
assert not isinstance(own, keras.Model) and own.count_params() == 8
assert np.asarray(own.predict(np.ones((2, 3)), verbose=0)).shape == (2, 2)
assert type(tensor) is np.ndarray and tensor.sum() == 4 and weight.shape == (3, 4)
"""
    passes(examine, cell, check)


def test_a_model_with_foreign_code_in_it_is_a_handle_and_a_failed_check_says_so(examine: Examine) -> None:
    cell = """
import keras
model = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x * 2)])
"""
    passes(
        examine,
        cell,
        "import numpy as np\nassert model.count_params() == 0 and model(np.array([[1, 2, 3]]))[0, 2] == 6",
    )
    fails(examine, cell, "import keras\nassert isinstance(model, keras.Model)", saying="Lambda")


WRITES_FILES = """
import io, json, zipfile
import h5py, keras
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
model.compile(loss="mse", optimizer=keras.optimizers.SGD(0.25))

def edited(path, change):
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    config = json.loads(members["config.json"])
    change(config)
    members["config.json"] = json.dumps(config)
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)

def write(folder):
    model.save(folder / "right.keras")
    model.save(folder / "editor.keras")
    model.save(folder / "settings.keras")
    editor = {"module": "keras.saving", "class_name": "KerasFileEditor", "registered_name": None}
    editor["config"] = {"filepath": str(folder / "right.keras")}
    edited(folder / "editor.keras", lambda config: config["config"].update(unknown=editor))
    edited(folder / "settings.keras", lambda config: config["compile_config"].update(loss=editor))
    model.save_weights(folder / "right.weights.h5")
    model.save_weights(folder / "linked.weights.h5")
    with h5py.File(folder / "linked.weights.h5", "a") as weights:
        weights["more"] = h5py.ExternalLink("/etc/passwd", "/")
    (folder / "folder.keras").mkdir()
    with zipfile.ZipFile(folder / "editor.keras") as file:
        file.extractall(folder / "folder.keras")
    (folder / "broken.keras").write_text("no archive")
    model.save(folder / "old.h5")
"""
LOADS_FILES = """
import tempfile
from pathlib import Path
import keras
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    write(folder)
    copy = keras.models.load_model(folder / "right.keras")
    assert copy.compiled and copy.layers[0].units == 2
    copy.load_weights(folder / "right.weights.h5")
    copy.load_weights(folder / "right.keras")
    assert not keras.models.load_model(folder / "settings.keras", compile=False).compiled
"""


@pytest.mark.parametrize(
    ("load", "said"),
    [
        ("pass", ""),
        ("keras.models.load_model(folder / 'editor.keras')", "KerasFileEditor"),
        ("keras.saving.load_model(str(folder / 'editor.keras'), safe_mode=False)", "KerasFileEditor"),
        ("from keras.models import load_model\n    load_model(folder / 'editor.keras')", "KerasFileEditor"),
        ("keras.models.load_model(folder / 'settings.keras')", "KerasFileEditor"),
        ("copy.load_weights(folder / 'editor.keras')", "KerasFileEditor"),
        ("keras.saving.load_weights(copy, folder / 'linked.weights.h5')", "other files or places"),
        ("copy.load_weights(folder / 'linked.weights.h5')", "other files or places"),
        ("keras.models.load_model(folder / 'folder.keras')", "a single file only"),
        ("keras.models.load_model(folder / 'old.h5')", "a single file only"),
        ("keras.models.load_model(folder / 'broken.keras')", "ValueError: File not found"),
        ("copy.load_weights(folder / 'none.weights.h5')", "FileNotFoundError"),
    ],
)
def test_a_check_that_loads_files_itself_gets_none_that_the_examiner_refuses(
    examine: Examine, load: str, said: str
) -> None:
    import keras

    before = keras.models.load_model, keras.saving.load_weights
    check = f"{LOADS_FILES}    {load}"
    if said:
        fails(examine, WRITES_FILES, check, saying=said)
    else:
        passes(examine, WRITES_FILES, check)
    assert before == (keras.models.load_model, keras.saving.load_weights), "outside of checks Keras is as it was"


def test_a_loss_of_the_students_own_is_asked_of_their_process(examine: Examine) -> None:
    cell = """
import keras
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
def own_loss(y, p): return keras.ops.mean(keras.ops.abs(y - p))
model.compile(loss=own_loss, optimizer="sgd")
"""
    check = """
import numpy as np
assert model.count_params() == 8 and model.compiled and model.optimizer.name.startswith("sgd")
assert model.loss.__name__ == "own_loss"
x, y = np.ones((4, 3)), np.zeros((4, 2))
assert np.isclose(model.evaluate(x, y, verbose=0), float(np.mean(own_loss(y, model(x)))), rtol=1e-4)
"""
    passes(examine, cell, check)


OWN_FUNCTIONS = """
import keras
import tensorflow as tf
def double(z): return 2 * z
def model(activation):
    inputs = keras.Input((3,))
    hidden = keras.layers.Dense(4, activation="relu", name="hidden")(inputs)
    network = keras.Model(inputs, keras.layers.Dense(1, activation=activation, name="head")(hidden))
    network.compile(loss="mse", optimizer=keras.optimizers.SGD(0.25))
    return network
shifted, named, exponential, relu = model(lambda z: 1 + tf.nn.elu(z)), model(double), model(tf.exp), model(tf.nn.relu)
class Chain(keras.Sequential): pass
chain = Chain([keras.Input((3,)), keras.layers.Dense(2, activation="relu")])
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(2, name="hidden")
    def call(self, x): return self.hidden(x)
own = Own()
own(tf.ones((1, 3)))
class Twice(keras.Layer):
    def call(self, x): return 2 * x
with_layer = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="hidden"), Twice(name="twice")])
with_layer.compile(loss="mse", optimizer=keras.optimizers.SGD(0.25))
"""


def test_a_model_with_functions_of_the_students_own_is_rebuilt_around_them(examine: Examine) -> None:
    check = """
import keras
import numpy as np
x = np.random.default_rng(1).normal(size=(5, 3)).astype("float32")
activations = {"<lambda>": lambda z: 1 + np.where(z > 0, z, np.expm1(z)), "double": lambda z: 2 * z, "exp": np.exp}
for network, name in [(shifted, "<lambda>"), (named, "double"), (exponential, "exp")]:
    assert isinstance(network, keras.Model) and network.count_params() == 21
    hidden, head = network.layers[1:]
    assert isinstance(head, keras.layers.Dense) and head.units == 1 and head.activation.__name__ == name
    assert hidden.activation is keras.activations.relu and np.isclose(float(network.optimizer.learning_rate), 0.25)
    network.set_weights([np.full(w.shape, 0.3) for w in network.get_weights()])
    z = np.maximum(x @ np.full((3, 4), 0.3) + 0.3, 0) @ np.full((4, 1), 0.3) + 0.3
    expected = activations[name](z)
    assert np.allclose(network.predict(x, verbose=0), expected, rtol=1e-4)
    assert np.allclose(network(x), expected, rtol=1e-4)
    assert np.isclose(network.evaluate(x, np.zeros((5, 1)), verbose=0), np.mean(expected**2), rtol=1e-3)
assert relu.layers[-1].activation is keras.activations.relu
assert isinstance(chain, keras.Sequential) and chain.layers[0].units == 2
"""
    passes(examine, OWN_FUNCTIONS, check)


def test_what_cannot_be_trained_here_says_why(examine: Examine) -> None:
    check = "import numpy as np\nshifted.compile(loss='mse')\nshifted.fit(np.ones((4, 3)), np.ones(4), verbose=0)"
    fails(examine, OWN_FUNCTIONS, check, saying="cannot be trained here; use a function of Keras")


@pytest.mark.parametrize("name", ["own", "with_layer"])
def test_a_model_of_the_students_own_classes_answers_as_a_handle(examine: Examine, name: str) -> None:
    check = f"""
import numpy as np
model = {name}
x = np.random.default_rng(1).normal(size=(5, 3)).astype("float32")
assert model.count_params() == 8 and model.layers[0].name == "hidden" and model.layers[0].units == 2
assert model.layers[0].__class__.__name__ in ("Handle", "Dense") and len(model.layers) in (1, 2)
W, b = model.get_weights()
factor = 1 if len(model.layers) == 1 else 2
assert W.shape == (3, 2) and np.allclose(model.predict(x, verbose=0), factor * (x @ W + b), atol=1e-4)
assert np.allclose(model(x), factor * (x @ W + b), atol=1e-4)
"""
    passes(examine, OWN_FUNCTIONS, check)
    said = (
        "of a class of its own, <Own>"
        if name == "own"
        else "Twice, a class of your own, which is no stock Keras object"
    )
    fails(examine, OWN_FUNCTIONS, f"import keras\nassert isinstance({name}, keras.Model), 'Wrong.'", saying=said)


def test_compile_settings_of_a_handle_are_read(examine: Examine) -> None:
    check = """
import numpy as np
assert np.isclose(float(np.asarray(with_layer.optimizer.learning_rate)), 0.25) and with_layer.loss == "mse"
assert with_layer.optimizer.name.lower().startswith("sgd") and with_layer.output_shape == (None, 2)
assert np.isfinite(with_layer.evaluate(np.ones((4, 3)), np.ones((4, 2)), verbose=0))
"""
    passes(examine, OWN_FUNCTIONS, check)


ENDLESS = (
    "def f():\n    while True: pass",
    "import time\ndef f():\n    time.sleep(1000)",
    "import time\ndef f():\n    try: time.sleep(1000)\n    except KeyboardInterrupt: return 1",
)


@pytest.mark.parametrize("cell", ENDLESS)
def test_a_call_that_never_ends_is_stopped_and_the_kernel_lives_on(examine: Examine, cell: str) -> None:
    fails(examine, f"import sys\nsys.kept = 3\n{cell}", "f()", saying="too long")
    passes(examine, "import sys\nx = sys.kept", "assert x == 3")


def test_an_interrupt_that_comes_late_does_not_hit_the_next_cell(
    examine: Examine, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = dialogue._kernel
    monkeypatch.setattr(kernel, "interrupt", lambda send=kernel.interrupt: threading.Timer(1.0, send).start())
    cell = "import time\ndef f():\n    time.sleep(3.5)\n    return 1"
    fails(examine, cell, "f()", saying="too long")  # after 3 s; it returns before the interrupt comes
    passes(examine, "import time\ntime.sleep(2)\nx = 3", "assert x == 3")


def test_a_check_that_is_too_slow_stops_the_students_code_with_it(examine: Examine) -> None:
    check = "import time\nbegin = time.monotonic()\nwhile True: f(lambda: None)"
    fails(examine, "import sys\nsys.kept = 3\ndef f(g):\n    g()", check, saying="too long")
    passes(examine, "import sys\nx = sys.kept", "assert x == 3")


def test_a_check_that_goes_on_after_every_error_does_not_outlive_its_time(examine: Examine) -> None:
    check = """
import time
for _ in range(5):
    try:
        time.sleep(1000)
    except Exception:
        pass
"""
    fails(examine, "", check, saying="too long")


def test_each_call_draws_a_figure_of_its_own(examine: Examine) -> None:
    cell = """
import matplotlib.pyplot as plt
def f():
    plt.plot([1, 2])
    return len(plt.gca().lines)
"""
    passes(examine, cell, "assert (f(), f()) == (1, 1)")


def test_an_output_nested_too_deeply_is_passed_over(dialogue: Dialogue) -> None:
    cell = """
nested = []
for _ in range(700):
    nested = [nested]
get_ipython().display_pub.publish({"text/plain": nested})
print("and on")
"""
    outputs = dialogue.run(cell).outputs
    assert [output.get("text") for output in outputs] == ["and on\n"]


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "SystemExit"])
def test_a_check_goes_on_after_an_error_that_would_end_a_program(examine: Examine, error: str) -> None:
    check = f"""
try:
    f()
except Exception as error:
    assert "{error}" in str(error), error
assert answer == 42
"""
    passes(examine, f"answer = 42\ndef f():\n    raise {error}", check)


def test_a_question_of_the_students_own_is_not_taken_for_a_reply(examine: Examine) -> None:
    fails(examine, "def f():\n    return len(input('How many? '))", "assert f() == 42")
    passes(examine, "def f():\n    input('How many? ')\n    return 42", "assert f() == 42")


def test_a_kernel_that_dies_in_a_check_is_told() -> None:
    with open_kernel("trusted") as kernel:
        dialogue = Dialogue(kernel, cell_seconds=60, request_seconds=3)
        dialogue.run("import os\ndef f():\n    os._exit(3)")
        with pytest.raises(KernelGone, match="3"):
            Examiner(dialogue, check_seconds=10).examine(code_of("try:\n    f()\nexcept Exception:\n    pass"))


def test_an_endless_iterator_ends(examine: Examine) -> None:
    fails(examine, "import itertools\nnumbers = itertools.count", "list(numbers())")


def test_checks_see_their_own_builtins(examine: Examine) -> None:
    passes(examine, "sum = abs = len = lambda *a: 42", "assert sum([1, 2]) == 3 and abs(-1) == 1 and len([]) == 0")


def test_prints_of_the_student_inside_a_check_are_no_output(examine: Examine) -> None:
    passes(examine, "def f():\n    print('noise' * 1000)\n    return 1", "assert f() == 1")


def test_outputs_of_all_cells_together_are_bounded(dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogue, "_output_left", 150_000)
    runs = [dialogue.run("print('x' * 100_000)") for _ in range(4)]
    assert [len(str(run.outputs)) > 100_000 for run in runs] == [True, False, False, False]
    assert dialogue.run("1 + 'a'").outputs[0].ename == "TypeError"
