"""``python -m autograde``."""

from autograde.cli import main

main()
