"""Whether student code is confined, and what to do where it cannot be. Never silently unconfined."""

from collections.abc import Callable
from typing import Literal

from autograde.errors import CourseError
from autograde.kernels import Policy, probe


def choose_policy(choice: Literal["require", "auto", "off"], say: Callable[[str], None]) -> Policy:
    """Decide under which policy student kernels run; say in one line what this host cannot provide.

    Raises:
        CourseError: a sandbox is required and this host has none.
    """
    if choice == "off":
        say("Student code runs unconfined (--sandbox=off): it can read and change whatever you can.")
        return "trusted"
    host = probe()
    if not host.warm_kernels:
        say(f"Kernels start cold: {host.warm_kernels_unavailable_reason}.")
    if host.sandbox:
        return "sandboxed"
    if choice == "require":
        raise CourseError(
            f"This host cannot confine student code: {host.sandbox_unavailable_reason}.",
            todo="Grade on a Linux host with user namespaces; --sandbox=off runs hand-ins that you trust unconfined.",
        )
    say(f"Student code runs unconfined, because this host cannot confine it: {host.sandbox_unavailable_reason}.")
    return "trusted"
