"""``python -m autograde``."""

from autograde.cli.main import main

main()
