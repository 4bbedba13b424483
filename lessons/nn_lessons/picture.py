"""Figures with a sentence that says what they show, for readers who do not see them."""

import base64
import html
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def show(alt: str) -> None:
    """Display pyplot's current figure with a text alternative, and close it.

    ``plt.show()`` can do the same but for the text: screen readers and exported pages have nothing to say of its image.

    Args:
        alt: one sentence that says what the figure shows, not how it looks (WCAG 2.1, success criterion 1.1.1).

    Raises:
        ValueError: there is no figure, or no sentence.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    if not alt.strip():
        raise ValueError(
            "show: say in a sentence what the figure shows, for example show('The loss falls from 2 to 0.1')."
        )
    if not plt.get_fignums():
        raise ValueError("show: there is no figure yet; draw first, then show.")
    image = png(plt.gcf(), tight=True)
    page = f'<img src="{data_url(image)}" alt="{html.escape(alt, quote=True)}" style="max-width:100%">'
    bundle = {"text/html": page, "image/png": encode(image), "text/plain": alt}
    display(bundle, metadata={"image/png": {"alt": alt}}, raw=True)


def png(figure: "Figure", *, tight: bool = False) -> bytes:
    """The figure as a PNG file of at most 256 colours, cut to what is drawn if `tight`; it is closed.

    Notebooks hold every picture twice, and a slider many: a palette makes them a third as large.
    """
    import matplotlib.pyplot as plt
    from PIL import Image

    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", bbox_inches="tight" if tight else None)
    plt.close(figure)
    picture = Image.open(drawn).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(small, format="png", optimize=True)
    return small.getvalue()


def encode(image: bytes) -> str:
    """Base64, as notebooks hold images."""
    return base64.b64encode(image).decode("ascii")


def data_url(image: bytes) -> str:
    """A PNG file as a URL that holds it."""
    return f"data:image/png;base64,{encode(image)}"
