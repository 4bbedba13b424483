"""The command line's entry: all commands, and errors shown without a traceback.

Exit codes: 0 all is well, 1 done but something needs a look, 2 could not run, 130 interrupted.
"""

import errno
import importlib.metadata
import sys
import tempfile
import traceback
from typing import Annotated, NoReturn

import typer

import autograde.lean_imports  # noqa: F401  before anything imports nbformat
from autograde.cli.authoring import build, handout, new
from autograde.cli.collecting import collect, extend, release
from autograde.cli.doctor import doctor
from autograde.cli.grading import grade
from autograde.cli.kernels import setup
from autograde.cli.mutants import mutate
from autograde.cli.output import COULD_NOT_RUN, INTERRUPTED, console, say, show_warnings_once
from autograde.cli.reporting import export, feedback, report
from autograde.cli.restore import restore
from autograde.cli.status import status
from autograde.cli.watch import watch
from autograde.errors import CourseError

#: No permission, no room: nothing that this program does wrong.
_OF_THE_MACHINE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT})

app = typer.Typer(
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 all is well · 1 done, but something needs a look · 2 could not run · 130 interrupted.",
)
app.command(epilog="Example: autograde setup")(setup)
app.command(epilog="Example: autograde doctor my_class")(doctor)
app.command(epilog="Example: autograde build 01_perceptron")(build)
app.command(epilog="Example: autograde new 10_autoencoder")(new)
app.command(epilog="Example: autograde mutate 01_perceptron --task steps")(mutate)
app.command(epilog="Example: autograde handout build/course.zip")(handout)
app.command(epilog='Example: autograde release my_class --topic 01_perceptron --due "2026-03-01 23:59"')(release)
app.command(epilog="Example: autograde extend my_class ada --topic 01_perceptron --days 2")(extend)
app.command(epilog="Example: autograde collect submissions.zip my_class --topic 01_perceptron")(collect)
app.command(epilog="Example: autograde grade my_class --topic 01_perceptron --jobs 4")(grade)
app.command(epilog="Example: autograde watch my_class --feedback now --attempts 5 --spacing 10")(watch)
app.command(epilog="Example: autograde status my_class --topic 01_perceptron")(status)
app.command(epilog="Example: autograde feedback my_class --topic 01_perceptron")(feedback)
app.command(epilog="Example: autograde report my_class")(report)
app.command(epilog="Example: autograde export my_class --format canvas")(export)

app.command(epilog="Example: autograde restore my_class")(restore)


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"autograde {importlib.metadata.version('notebook-autograde')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Build, grade and report a course of notebooks."""


def main() -> None:
    """Run the command line; errors that a user can mend are shown without a traceback."""
    try:
        _require_sound_python()
        show_warnings_once()
        app()
    except CourseError as error:
        errors = console(stderr=True)
        errors.print("[bold red]error[/] ", end="")
        errors.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(COULD_NOT_RUN)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            say("Interrupted. What was finished is kept; run the same command again to go on.", stderr=True)
        raise
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE:
            _report_crash(error)
        say(f"error {error.filename or 'this machine'}: {error.strerror}", stderr=True)
        sys.exit(COULD_NOT_RUN)
    except Exception as error:
        _report_crash(error)


def _report_crash(error: Exception) -> NoReturn:
    say(f"error {type(error).__name__}: {str(error)[:500]}", stderr=True)
    say(f"This should not happen. What is needed to find out why is in {_write_crash_report()}", stderr=True)
    sys.exit(COULD_NOT_RUN)


def _require_sound_python() -> None:
    """Refuse an interpreter that would grade or write something else than it says.

    Raises:
        CourseError: it leaves assertions out, or cannot write every name.
    """
    if sys.flags.optimize:
        raise CourseError(
            "Python leaves assertions out (-O, or PYTHONOPTIMIZE is set): checks would pass whatever the answer.",
            todo="Unset PYTHONOPTIMIZE, and run the command without -O.",
        )
    if sys.getfilesystemencoding() != "utf-8":
        raise CourseError(
            f"Python writes names in {sys.getfilesystemencoding()}: files with other letters would be lost.",
            todo="Unset PYTHONUTF8, or set LC_ALL=C.UTF-8.",
        )


def _write_crash_report() -> str:
    """Write the traceback and what ran where into a file of this user's; its path."""
    version = importlib.metadata.version("notebook-autograde")
    about = f"autograde {version}, Python {sys.version}, {sys.platform}\n{sys.argv}\n\n"
    text = (about + traceback.format_exc()).encode("utf-8", "backslashreplace")
    with tempfile.NamedTemporaryFile(prefix="autograde-crash-", suffix=".txt", delete=False) as file:
        file.write(text)
    return file.name
