"""Sealed grading: rebuild a hand-in from the source, run it, and examine it from a process of our own."""
