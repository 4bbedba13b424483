"""``python -m bench [SECTION ...]``: measure, and print one table. Sections: a b c d e f g; c and e run together."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer
from rich.console import Console

from bench import bench_kernels, grading
from bench.report import Row, print_table

#: What each section runs, given the number of rounds and of hand-ins of a topic.
SECTIONS: dict[str, Callable[[int, int], Iterable[Row]]] = {
    "a": lambda rounds, size: bench_kernels.start(rounds),
    "b": grading.against_stock,
    "c": grading.overhead_and_jobs,
    "d": lambda rounds, size: bench_kernels.memory(),
    "f": lambda rounds, size: grading.notebooks_under_nbval(),
    "g": lambda rounds, size: grading.large_class(),
}


def main(
    sections: Annotated[list[str] | None, typer.Argument(help="a b c d e f g; e is part of c. Default: all.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Alternating runs; the median counts.")] = 3,
    size: Annotated[int, typer.Option(min=2, help="Hand-ins of each topic, for b, c and e.")] = 4,
) -> None:
    """Measure warm kernels and grading. Close other programs first; the ratios are what counts."""
    chosen = ["c" if name == "e" else name for name in sections or SECTIONS]
    unknown = set(chosen) - set(SECTIONS)
    if unknown:
        raise typer.BadParameter(f"no section {', '.join(sorted(unknown))}")
    rows = (row for name in dict.fromkeys(chosen) for row in SECTIONS[name](rounds, size))
    print_table(rows, Console(width=130))


if __name__ == "__main__":
    typer.run(main)
