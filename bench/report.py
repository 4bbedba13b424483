"""The one table that ``make bench`` prints."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One measured figure: ours, what it is compared with; the ratio is ``other / ours``."""

    section: str
    what: str
    comparison: str
    ours: float
    other: float | None = None
    unit: str = "s"


def print_table(rows: Iterable[Row], console: Console) -> None:
    """Print rows as they come, then the whole table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, right in (
        ("section", False),
        ("what", False),
        ("comparison", False),
        ("ours", True),
        ("other", True),
        ("ratio", True),
    ):
        table.add_column(name, justify="right" if right else "left")
    for row in rows:
        other = "" if row.other is None else f"{row.other:.2f} {row.unit}"
        ratio = "" if row.other is None else f"{row.other / row.ours:.2f}x"
        console.print(f"{row.section}: {row.what}: {row.ours:.2f} {row.unit} {other} {ratio}", highlight=False)
        table.add_row(row.section, row.what, row.comparison, f"{row.ours:.2f} {row.unit}", other, ratio)
    console.print(table)
