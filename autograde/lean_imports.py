"""Leave out what other packages import and nothing here uses; import this before nbformat and nbgrader.

For the command line's own processes only (coordinator, grading processes); a kernel that runs notebooks imports what
it likes. Of one second in which the command line started, this is half.
"""

import sys
from types import ModuleType


def _leave_out() -> None:
    # jsonschema, when nbformat asks it to validate, imports rfc3987_syntax if it is installed, which builds 38 grammars
    # for the formats of URLs: `import nbformat` took 2.27 s with it and takes 0.24 s without. No notebook's schema uses
    # these formats. An entry of None makes the import fail as if the package were not installed, which it expects.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # nbgrader's own __init__ imports its four extensions of the Jupyter server, and with them the server.
    for name in ("assignment_list", "course_list", "formgrader", "validate_assignment"):
        extension = ModuleType(f"nbgrader.server_extensions.{name}")
        extension.load_jupyter_server_extension = None  # type: ignore[attr-defined]
        sys.modules.setdefault(extension.__name__, extension)


_leave_out()
