"""Benchmarks of warm kernels and of grading, beside cold kernels and stock nbgrader: ``python -m bench --help``."""
