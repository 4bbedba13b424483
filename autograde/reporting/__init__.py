"""Renderings of results: terminal, pages, exports. The data come from autograde.grading.results."""
