"""A slider over ready-drawn frames: interactive in JupyterLab, a still picture everywhere else."""

import hashlib
import html
import json
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from nn_lessons.picture import data_url, encode, png

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PAGE = """\
<figure id="{id}" style="margin:0">
<label>{label} <input type="range" min="0" max="{last}" value="{start}" aria-valuetext="{text}"
style="width:20em;vertical-align:middle">
<output>{text}</output></label><br>
<img src="{image}" alt="{alt}{text}" data-alt="{alt}" style="max-width:100%">
<script type="application/json">{frames}</script>
<script>
(() => {{
  const root = document.getElementById("{id}");
  const frames = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  root.querySelector("input").addEventListener("input", event => {{
    const [text, image] = frames[event.target.value];
    root.querySelector("output").textContent = text;
    event.target.setAttribute("aria-valuetext", text);
    const picture = root.querySelector("img");
    Object.assign(picture, {{src: image, alt: picture.dataset.alt + text}});
  }});
}})();
</script>
</figure>"""


def slider(
    draw: "Callable[[Any], Figure | None]",
    values: Sequence[Any],
    label: str,
    default: int = -1,
    text: Callable[[Any], str] = str,
    alt: str = "",
) -> None:
    """Display one frame per value, chosen by a slider that needs no running kernel.

    Args:
        draw: draws one value and returns its figure (or leaves it as pyplot's current one).
        values: the values of the slider, in order; each makes one frame, so keep them few (about 20).
        label: what the slider changes, with its unit.
        default: index of the frame that a printout, GitHub and nbval show.
        text: how a value is written beside the slider.
        alt: one sentence that says what the frames show, for readers who do not see them.

    Raises:
        ValueError: there is no value to draw.
    """
    from IPython.display import display

    if not values:
        raise ValueError("slider: there is no value to draw; pass at least one in `values`.")
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        # Nobody moves the slider while a hand-in is graded: one frame shows what there is to see.
        values, default = [values[default]], 0
    frames = [(text(value), _png(draw, value)) for value in values]
    start = default % len(frames)
    shown_text, shown = frames[start]
    alt = f"{alt} Shown: {label} " if alt else f"{label} "
    digest = hashlib.sha256(repr((label, [words for words, _ in frames])).encode()).hexdigest()
    page = _PAGE.format(
        id=f"slider-{digest[:12]}",
        label=html.escape(label),
        last=len(frames) - 1,
        start=start,
        text=html.escape(shown_text, quote=True),
        alt=html.escape(alt, quote=True),
        image=data_url(shown),
        frames=_json([(words, data_url(image)) for words, image in frames]),
    )
    bundle = {"text/html": page, "image/png": encode(shown), "text/plain": alt + shown_text}
    display(bundle, metadata={"image/png": {"alt": alt + shown_text}}, raw=True)


def _png(draw: "Callable[[Any], Figure | None]", value: Any) -> bytes:
    import matplotlib.pyplot as plt

    return png(draw(value) or plt.gcf())


def _json(frames: list[tuple[str, str]]) -> str:
    return json.dumps(frames).replace("</", "<\\/")
