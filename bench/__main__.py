"""``python -m bench [SECTION ...]``: measure, and print one table. ``--help`` lists the sections."""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer
from rich.console import Console

from bench import bench_kernels, cluster, grading, scale, watch
from bench.report import Row, print_table

#: What each section runs, given the number of rounds and of hand-ins of a topic.
SECTIONS: dict[str, Callable[[int, int], Iterable[Row]]] = {
    "kernels": lambda rounds, size: bench_kernels.start(rounds),
    "memory": lambda rounds, size: bench_kernels.memory(),
    "nbgrader": grading.against_stock,
    "overhead": grading.overhead_and_jobs,
    "nbval": lambda rounds, size: grading.notebooks_under_nbval(),
    "scale": lambda rounds, size: scale.coordinator(max(size, 1000)),
    "cluster": cluster.against_one_machine,
    "watch": lambda rounds, size: watch.waiting_times(),
    "class": lambda rounds, size: grading.large_class(),
}


def main(
    sections: Annotated[list[str] | None, typer.Argument(help=f"Any of {', '.join(SECTIONS)}. Default: all.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Alternating runs; the median counts.")] = 3,
    size: Annotated[int, typer.Option(min=2, help="Hand-ins of each topic, for nbgrader, overhead, cluster.")] = 4,
) -> None:
    """Measure warm kernels and grading. Close other programs first; the ratios are what counts.

    \b
    kernels   start-up of warm and cold kernels, imports included
    memory    kernels that have trained a model, several at once
    nbgrader  grading against stock nbgrader, scores compared
    overhead  grading against the run time of the cells alone; one job against two
    nbval     the course's notebooks under nbval, warm and cold
    scale     recording and reporting a very large class (--size 100000), without running it
    cluster   Dask workers against local jobs, one worker against two, a lost one
    watch     from Submit to feedback in the assignment list, with `autograde watch`
    class     one large class: time and memory
    """
    chosen = sections or list(SECTIONS)
    unknown = set(chosen) - set(SECTIONS)
    if unknown:
        raise typer.BadParameter(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    rows = (row for name in dict.fromkeys(chosen) for row in SECTIONS[name](rounds, size))
    print_table(rows, Console(width=130))


if __name__ == "__main__":
    typer.run(main)
