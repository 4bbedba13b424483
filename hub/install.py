"""Put in place what the hub needs: python3 hub/install.py, as root. Done again, it brings all up to date.

The environment is installed from wheels, not from this checkout: whoever may read the environment reads no solution.
"""

import os
import pwd
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

from settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
#: A version of configurable-http-proxy that JupyterHub 5 and 6 work with.
PROXY = "configurable-http-proxy@5"
#: What of the checkout grading needs.
COURSE = ("pyproject.toml", "solutions", "notebooks", "docs", "lessons", "start.py", "README.md", "environment.yml")
_NBGRADER_CONFIG = """\
# Written by hub/install.py.
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = {course!r}
c.Exchange.root = {exchange!r}
# Formgrader shows model answer and marking scheme below each answer, and draws formulas without the network.
c.HTMLExporter.preprocessors = ["autograde.reporting.marking_page.MarkingPage"]
# Validate runs the whole notebook; a cell that trains takes longer than nbgrader's 30 s.
c.ExecutePreprocessor.timeout = 300
c.ExecutePreprocessor.iopub_timeout = 60
"""
#: What a build does not need, the solutions among it.
_LEFT_OUT = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__", "tests", "solutions")


def main() -> None:
    """Install what is missing."""
    if os.geteuid() != 0 or sys.platform != "linux":
        sys.exit("The hub starts other users' servers: it needs root, on Linux.")
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        sys.exit(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}.")
    base = Path(sys.base_prefix).resolve()
    if not all(folder.stat().st_mode & 0o001 for folder in (base, *base.parents)):
        sys.exit(f"Only you may enter {base}: use a Python that all users may run (make PYTHON=/usr/bin/python3 hub).")
    if shutil.which("npm") is None:
        sys.exit("npm is needed for JupyterHub's proxy (Debian and Ubuntu: apt-get install npm).")
    os.umask(0o022)
    hub = read_settings()
    for folder in (hub.folder, hub.data):
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    hub.own.mkdir(mode=0o700, exist_ok=True)
    _install_environment(hub)
    _install_proxy(hub)
    _write_config(hub)
    _fetch_data(hub)
    _open_exchange(hub)
    _make_class(hub)
    print(
        f"Ready: the hub of {hub.course}, {len(hub.students)} students, {len(hub.instructors)} instructors.", flush=True
    )


def _install_environment(hub: Settings) -> None:
    """The locked packages and both wheels of this checkout; nobody but root can change them."""
    lock = ROOT / "requirements.lock"
    done = hub.environment / ".installed"
    python = hub.environment / "bin" / "python"
    if not done.is_file() or done.read_text("utf-8") != lock.read_text("utf-8"):
        print(f"Installing the environment in {hub.environment} (3 GB, some minutes) ...", flush=True)
        venv.create(hub.environment, with_pip=True, clear=True)
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv>=0.5,<1")
        _run(_uv(hub), "pip", "sync", "--quiet", "--python", python, "--require-hashes", "--compile-bytecode", lock)
        done.write_text(lock.read_text("utf-8"), "utf-8")
    wheels = hub.own / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    for project in (ROOT, ROOT / "lessons"):
        # From a copy: a build leaves folders behind, and a checkout may be somebody else's.
        copy = wheels / project.name
        shutil.copytree(project, copy, ignore=_LEFT_OUT)
        _run(_uv(hub), "pip", "install", "--quiet", "--python", python, "--no-deps", "--reinstall", copy)
    _run(hub.environment / "bin" / "autograde", "setup")
    _run(python, "-m", "compileall", "-q", hub.environment / "lib")


def _install_proxy(hub: Settings) -> None:
    if not (hub.proxy / "node_modules" / ".bin" / "configurable-http-proxy").exists():
        hub.proxy.mkdir(exist_ok=True)
        _run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", hub.proxy, PROXY)


def _write_config(hub: Settings) -> None:
    shutil.rmtree(hub.config, ignore_errors=True)
    shutil.copytree(ROOT / "hub" / "config", hub.config)
    text = _NBGRADER_CONFIG.format(course=hub.course, exchange=str(hub.exchange))
    (hub.config / "everybody" / "nbgrader_config.py").write_text(text, "utf-8")


def _fetch_data(hub: Settings) -> None:
    folders = {"KERAS_HOME": str(hub.data / "keras"), "SCIKIT_LEARN_DATA": hub.surroundings["SCIKIT_LEARN_DATA"]}
    _run(hub.environment / "bin" / "nn-lessons", "data", environment=folders)


def _open_exchange(hub: Settings) -> None:
    """Everybody may put a folder there, nobody can move another one's away."""
    hub.exchange.mkdir(exist_ok=True)
    hub.exchange.chmod(0o1777)


def _make_class(hub: Settings) -> None:
    """The grading user's copy of the course, and the class folder with all topics and the class list."""
    try:
        account = pwd.getpwnam(hub.grader)
    except KeyError:
        _run("useradd", "--create-home", "--shell", "/bin/bash", hub.grader)
        account = pwd.getpwnam(hub.grader)
    hub.grader_home.mkdir(exist_ok=True)
    hub.grader_home.chmod(0o700)  # before a solution is in it
    shutil.rmtree(hub.checkout, ignore_errors=True)
    hub.checkout.mkdir()
    for source in (ROOT / name for name in COURSE):
        if source.is_dir():
            shutil.copytree(source, hub.checkout / source.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, hub.checkout)
    for path in (hub.grader_home, hub.checkout, *hub.checkout.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
    _run_as_grader(hub, hub.checkout, "autograde", "release", hub.classroom)
    shutil.copy(hub.config / "everybody" / "nbgrader_config.py", hub.classroom)
    class_list = hub.grader_home / "students.csv"
    class_list.write_text("\n".join(["id", *hub.students, ""]), "utf-8")
    _run_as_grader(hub, hub.classroom, "nbgrader", "db", "student", "import", class_list)


def _uv(hub: Settings) -> Path:
    return hub.environment / "bin" / "uv"


def _run(program: str | Path, *arguments: str | Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a program in this checkout; end where it fails."""
    done = subprocess.run([program, *arguments], cwd=ROOT, env=os.environ | (environment or {}), check=False)
    if done.returncode:
        sys.exit(f"This did not work: {' '.join(map(str, (program, *arguments)))}")


def _run_as_grader(hub: Settings, folder: Path, program: str, *arguments: str | Path) -> None:
    """Run a program of the environment in a folder, as the grading user."""
    account = pwd.getpwnam(hub.grader)
    setpriv = ("setpriv", "--reuid", str(account.pw_uid), "--regid", str(account.pw_gid), "--clear-groups")
    home = {"HOME": account.pw_dir, "USER": account.pw_name, "LOGNAME": account.pw_name}
    inside = ("env", "--chdir", folder, hub.environment / "bin" / program)
    _run(*setpriv, *inside, *arguments, environment=home | hub.surroundings)


if __name__ == "__main__":
    main()
