"""What the notebooks import: one figure style, a quiet start of TensorFlow, sliders, drawing helpers.

Nothing here knows a solution or a check, so a student's kernel may see all of it.
"""

from autograde.lesson.slider import slider
from autograde.lesson.start import quiet_start
from autograde.lesson.style import COLORS, use_style

__all__ = ["COLORS", "quiet_start", "slider", "use_style"]
