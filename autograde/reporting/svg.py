"""Small charts as inline SVG: they follow the page's colours (light and dark) and scale with its width."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from autograde.reporting.pages import points


@dataclass(frozen=True)
class Part:
    """One field of a progress bar: its short and its full name, points earned and possible, whether graded."""

    short: str
    name: str
    earned: float
    possible: float
    waiting: bool


def progress(parts: Sequence[Part], label: str) -> Markup:
    """A bar with one field a task, as wide as its points, filled as far as they were earned; dashed while waiting.

    Args:
        parts: the tasks.
        label: what the picture says, for who cannot see it.
    """
    width, height, gap = 720.0, 26.0, 4.0
    total = sum(part.possible for part in parts) or 1
    unit = (width - gap * (len(parts) - 1)) / total
    shapes, left = [], 1.0
    for part in parts:
        field = part.possible * unit - 2
        filled = min(max(part.earned, 0), part.possible) / (part.possible or 1) * field
        shapes.append(
            _group(
                f"{part.name}: {points(part.earned)} of {points(part.possible)}",
                _rect(left, 1, field, height, "waiting" if part.waiting else "track"),
                _rect(left, 1, filled, height, "fill") if filled else Markup(),
            )
        )
        shapes.append(_text(left + field / 2, height + 22, part.short, "middle", "task"))
        left += field + 2 + gap
    return _svg(width, height + 28, label, *shapes)


def histogram(counts: Sequence[int], labels: Sequence[str], x_title: str, label: str) -> Markup:
    """Vertical bars, one a label, with the count above each."""
    width, height, bottom, top, left = 340.0, 170.0, 40.0, 18.0, 6.0
    step = (width - 2 * left) / max(len(counts), 1)
    unit = (height - bottom - top) / max(*counts, 1)
    shapes = []
    for index, (count, name) in enumerate(zip(counts, labels, strict=True)):
        x, bar = left + index * step, count * unit
        shapes.append(
            _group(f"{name}: {count}", _rect(x + 2, height - bottom - bar, step - 4, max(bar, 1), "fill"))
            if count
            else _rect(x + 2, height - bottom - 1, step - 4, 1, "track")
        )
        if count:
            shapes.append(_text(x + step / 2, height - bottom - bar - 5, str(count), "middle"))
        shapes.append(_text(x + step / 2, height - bottom + 15, name, "middle"))
    shapes.append(_text(width / 2, height - 6, x_title, "middle", "title"))
    return _svg(width, height, label, *shapes)


def bar(value: float) -> Markup:
    """A short horizontal bar beside a number that says the same; the value is a share between 0 and 1."""
    share = min(max(value, 0.0), 1.0)
    filled = _rect(0, 0, 100 * share, 12, "fill") if share else Markup()
    shapes = _rect(0, 0, 100, 12, "track") + filled
    return Markup('<svg viewBox="0 0 100 12" aria-hidden="true">{}</svg>').format(shapes)


def _svg(width: float, height: float, label: str, *shapes: Markup) -> Markup:
    inside = Markup().join(shapes)
    return Markup('<svg viewBox="0 0 {:g} {:g}" role="img" aria-label="{}">{}</svg>').format(
        width, height, label, inside
    )


def _group(title: str, *shapes: Markup) -> Markup:
    return Markup("<g><title>{}</title>{}</g>").format(title, Markup().join(shapes))


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2" class="{}"/>').format(
        x, y, width, height, kind
    )


def _text(x: float, y: float, text: str, anchor: str, kind: str = "label") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="{}">{}</text>').format(
        x, y, anchor, kind, escape(text)
    )
