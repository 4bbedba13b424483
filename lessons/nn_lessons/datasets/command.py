"""The command `nn-lessons`."""

import argparse
import sys
from collections.abc import Sequence
from typing import TextIO

from nn_lessons import datasets

_EPILOG = "Exit codes: 0 all is well · 1 something is missing (--check) · 2 could not run · 130 interrupted."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _check(options.names) if options.check else _fetch(options.names)
    except datasets.DatasetError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted; run the same command again to go on.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "nn-lessons", description="Helpers of the neural-network course.", epilog=_EPILOG, allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    what = "Put the course's data sets where Keras and scikit-learn look for them."
    data = commands.add_parser("data", help=what, description=what, epilog=_EPILOG, allow_abbrev=False)
    data.add_argument("names", nargs="*", help="fashion_mnist, california_housing (default: both)")
    data.add_argument("--check", action="store_true", help="fetch nothing; exit 1 if something is missing")
    return parser


def _check(names: list[str]) -> int:
    lacking = datasets.missing(names)
    for file in lacking:
        print(f"{file.dataset}: {file.path}: {file.problem}")
    print("Run: nn-lessons data" if lacking else "The data sets are in place.")
    return 1 if lacking else 0


def _fetch(names: list[str]) -> int:
    display = _Display(sys.stdout)
    try:
        reports = datasets.ensure(names, display)
    finally:
        display.end_line()
    for report in reports:
        print(f"{report.dataset}: {report.how} ({report.path})")
    return 0


class _Display:
    """One line for each step; on a terminal it ends in a percentage that counts."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._line = ""

    def __call__(self, step: datasets.Progress) -> None:
        line = f"{step.dataset}: {step.doing}"
        if line != self._line:
            self.end_line()
            self._line = line
            self._out.write(line)
        if step.total and self._out.isatty():
            self._out.write(f"\r{line} {100 * step.done // step.total} %")
        self._out.flush()

    def end_line(self) -> None:
        if self._line:
            self._out.write("\n")
        self._line = ""
