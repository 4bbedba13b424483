"""The service behind `autograde watch`: hand-ins are graded as they come, and feedback goes back.

Everything that it knows is on disk, so it can be killed at any moment: what is taken, graded and returned is found
again.
"""
