"""Warm kernels under the test suites of the packages that use kernels."""
