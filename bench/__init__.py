"""Benchmarks and the stock nbgrader run that ours is compared with. ``python -m bench`` prints the tables."""
