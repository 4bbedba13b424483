"""nbgrader's gradebook, read and written in one place."""
