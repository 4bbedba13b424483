"""One figure style for the whole course."""

#: Okabe and Ito's palette, distinguishable with every common colour vision deficiency
#: (https://jfly.uni-koeln.de/color/).
COLORS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "yellow": "#F0E442",
    "grey": "#7F7F7F",
    "black": "#000000",
}

_LINE_COLORS = [COLORS[name] for name in ("blue", "orange", "green", "vermillion", "purple", "sky", "grey")]


def use_style() -> None:
    """Set matplotlib's defaults for the course: readable at JupyterLab's width, colour-blind safe."""
    import matplotlib as mpl
    from cycler import cycler

    mpl.rcParams.update(
        {
            "figure.figsize": (7.0, 4.0),
            "figure.dpi": 100,
            "savefig.dpi": 100,
            "figure.constrained_layout.use": True,
            "font.size": 11,
            "axes.titlesize": 12,
            "axes.titleweight": "bold",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "axes.prop_cycle": cycler(color=_LINE_COLORS),
            "grid.color": "#DDDDDD",
            "grid.linewidth": 0.6,
            "lines.linewidth": 2.0,
            "legend.frameon": False,
            "image.cmap": "cividis",
        }
    )
