"""Mutants: small wrong changes of right answers, each of which a task's checks should notice."""
