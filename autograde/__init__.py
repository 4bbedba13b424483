"""A graded neural-network course and its autograder."""
