"""Leave out what nbformat would import and nothing here uses; import this before nbformat.

jsonschema, when nbformat asks it to validate, imports rfc3987_syntax if it is installed, which builds 38 grammars for
the formats of URLs: `import nbformat` took 2.27 s with it and takes 0.24 s without. No notebook's schema uses these
formats. For the command line's own processes only (coordinator, grading processes); a kernel that runs notebooks
imports what it likes.
"""

import sys

# An entry of None makes the import fail as if the package were not installed, which jsonschema expects.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
