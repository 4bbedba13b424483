"""Grading: rebuild -> run -> examine -> record, one notebook of one submission at a time, many side by side."""
