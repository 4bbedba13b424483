"""Whether a person watches the notebook, or a program runs it: the build, nbval, grading."""

import os
import sys

#: Variables of a kernel whose notebook a person has opened in JupyterLab or Notebook, in Colab.
_VARIABLES = ("JPY_SESSION_NAME", "COLAB_RELEASE_TAG")
#: The name that VS Code gives to such a kernel; its variables go to the programs of its terminals as well.
_VS_CODE_NAME = "__vsc_ipynb_file__"


def is_watched() -> bool:
    """Whether a person has opened the notebook of this kernel."""
    if "NBGRADER_EXECUTION" in os.environ:
        return False
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return any(name in os.environ for name in _VARIABLES) or _VS_CODE_NAME in getattr(shell, "user_ns", ())
