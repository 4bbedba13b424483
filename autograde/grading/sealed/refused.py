"""The one exception for what the student's side sends against the rules."""


class Refused(Exception):
    """An answer that the protocol does not allow; the message may be shown to the student."""
