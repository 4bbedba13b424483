"""The one error that people see: what happened, where, and what to do next."""


class CourseError(Exception):
    """Something that the user can mend. The command line shows it without a traceback and exits with 2.

    Args:
        what: what happened, one sentence.
        where: the file, line or cell, if there is one.
        todo: what to do next.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__("\n".join(part for part in (f"{where}: {what}" if where else what, todo) if part))

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.what, self.where, self.todo)


def _restore(what: str, where: str, todo: str) -> CourseError:
    return CourseError(what, where=where, todo=todo)


class Unrecordable(Exception):
    """A hand-in's result is none that can be recorded; the message says why. Others' can."""
