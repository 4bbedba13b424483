"""The real catalogue: it agrees with the installed Keras and scikit-learn, and the stock calls find the files."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nn_lessons.datasets import catalogue, missing

FASHION_MNIST, CALIFORNIA_HOUSING = catalogue.DATASETS["fashion_mnist"], catalogue.DATASETS["california_housing"]


def module_file(package: str, *inside: str) -> Path:
    """A module's file, found without importing its package."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.joinpath(*inside)


def test_fashion_mnist_is_what_keras_downloads() -> None:
    source = module_file("keras", "src", "datasets", "fashion_mnist.py").read_text()
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    assert {file.original.url.removesuffix(file.name) for file in FASHION_MNIST.files} <= texts
    assert {file.name for file in FASHION_MNIST.files} <= texts
    assert {file.name for file in FASHION_MNIST.files} == {text for text in texts if str(text).endswith(".gz")}


def test_california_housing_is_what_scikit_learn_downloads() -> None:
    from sklearn.datasets._california_housing import ARCHIVE

    original = CALIFORNIA_HOUSING.files[0].original
    assert (original.name, original.url, original.sha256) == (ARCHIVE.filename, ARCHIVE.url, ARCHIVE.checksum)


@pytest.mark.parametrize("home", [None, "own", "not/there/yet"])
def test_the_folder_is_the_one_that_keras_uses(home: str | None, tmp_path: Path) -> None:
    """Keras's own lines are run, from its source: importing Keras takes long."""
    environment = {**os.environ, "HOME": str(tmp_path)}
    environment.pop("KERAS_HOME", None)
    if home:
        environment["KERAS_HOME"] = str(tmp_path / home)
    ours = "from nn_lessons.datasets.catalogue import keras_folder; print(keras_folder())"
    tree = ast.parse(module_file("keras", "src", "backend", "config.py").read_text())
    branch = next(node for node in tree.body if isinstance(node, ast.If) and "KERAS_HOME" in ast.unparse(node.test))
    theirs = f"import os\n{ast.unparse(branch)}\nprint(_KERAS_DIR)"
    answers = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for code in (ours, theirs)
    ]
    assert answers[0] == answers[1] != "\n"


def test_a_folder_that_cannot_be_written_is_not_used_by_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras then reads /tmp/.keras, even where the other folder holds the data."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    for home in ("/somewhere", None):
        if home:
            monkeypatch.setenv("KERAS_HOME", home)
        else:
            monkeypatch.delenv("KERAS_HOME")
        assert catalogue.keras_folder() == Path("/tmp/.keras")


def test_scikit_learn_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from sklearn.datasets import get_data_home

    monkeypatch.setenv("HOME", str(tmp_path))
    for value in (str(tmp_path / "own"), "~/tilde", None):
        if value:
            monkeypatch.setenv("SCIKIT_LEARN_DATA", value)
        else:
            monkeypatch.delenv("SCIKIT_LEARN_DATA")
        assert str(catalogue.scikit_learn_folder()) == get_data_home()


def test_looking_is_quick() -> None:
    """To look into the caches, nothing is imported but what reads the table of California housing."""
    heavy = {"keras", "tensorflow", "sklearn", "pandas", "pyarrow", "pooch", "requests", "filelock", "matplotlib"}
    code = (
        "import sys; from nn_lessons.datasets.command import main; main(['data', '--check']);"
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


STOCK_CALLS = """
import socket

def refuse(*_): raise OSError("there is no network in this test")
socket.socket.connect = socket.getaddrinfo = refuse

import keras, sklearn.datasets
(X_train, y_train), (X_test, y_test) = keras.datasets.fashion_mnist.load_data()
assert X_train.shape == (60000, 28, 28) and X_test.shape == (10000, 28, 28)
assert y_train[:5].tolist() == [9, 0, 0, 3, 0] and y_test[:5].tolist() == [9, 2, 1, 1, 6]
assert abs(X_train.mean() / 255 - 0.2860405969887955) < 1e-12

housing = sklearn.datasets.fetch_california_housing()
assert housing.data.shape == (20640, 8) and housing.target.shape == (20640,)
assert housing.feature_names == [
    "MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"
]
assert housing.data.mean(axis=0).round(6).tolist() == [
    3.870671, 28.639486, 5.429, 1.096675, 1425.476744, 3.070655, 35.631861, -119.569704
]
assert housing.target.mean().round(6) == 2.068558 and housing.target[:3].tolist() == [4.526, 3.585, 3.521]
assert housing.data[0].tolist() == [8.3252, 41.0, 880 / 126, 129 / 126, 322.0, 322 / 126, 37.88, -122.23]
"""


NOT_THERE = [file for file in missing() if file.problem == "not there"]


@pytest.mark.skipif(bool(NOT_THERE), reason="needs the data sets: nn-lessons data")
def test_the_cached_files_have_the_known_digests() -> None:
    assert missing() == []


@pytest.mark.slow
@pytest.mark.skipif(bool(NOT_THERE), reason="needs the data sets: nn-lessons data")
def test_the_stock_calls_work_without_network() -> None:
    done = subprocess.run([sys.executable, "-c", STOCK_CALLS], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
