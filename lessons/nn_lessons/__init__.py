"""What the notebooks import: one figure style, a quiet start of TensorFlow, pictures, sliders, progress,
drawing helpers.

Nothing here knows a solution or a check, so a student's kernel may see all of it.

This import needs the standard library only: matplotlib and IPython are imported where they are used. So a notebook's
first cell can tell a missing course library from another missing library.

Where a person has opened the notebook, its check cells tell their verdict in a line from this import on.
"""

from nn_lessons.picture import show
from nn_lessons.progress import progress
from nn_lessons.slider import slider
from nn_lessons.start import quiet_start
from nn_lessons.style import COLORS, use_style
from nn_lessons.verdicts import show_verdicts

__all__ = ["COLORS", "progress", "quiet_start", "show", "slider", "use_style"]

show_verdicts()
