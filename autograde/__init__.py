"""Grades notebooks on top of nbgrader: sealed checks, sandboxed warm kernels, a class in minutes."""
