"""The system calls that a sandboxed process may make: a filter written as BPF instructions.

Namespaces and the lack of capabilities already keep the process in. The filter keeps it away from those parts of the
kernel of the system in which escapes have been found, and from memory that no limit counts. Calls that are younger than
this file are answered like those of an older system (ENOSYS), so programs fall back.
"""

import ctypes
import errno
import platform
import socket
import struct
from dataclasses import dataclass

from autograde.kernels import linux

_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_AND = 0x54  # BPF_ALU | BPF_AND | BPF_K
_IF_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_IF_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_ERRNO = 0x00050000

# Offsets in struct seccomp_data; arguments are 64 bits wide, little-endian on both machines.
_NUMBER, _MACHINE, _ARGUMENT_0, _ARGUMENT_1 = 0, 4, 16, 24

_NEWEST = 450  # set_mempolicy_home_node, Linux 5.17

_NEW_NAMESPACE = 0x7E020000  # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET} in the flags of clone
_FAMILIES = (socket.AF_UNIX, 16)  # 16 is AF_NETLINK, through which ZeroMQ asks for the interfaces: there are none
_PUSH_TO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX

# Name: its number on x86-64 and on arm64 (None: there is none).
_FORBIDDEN = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    # file systems and namespaces
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    # rich interfaces with a history of escapes
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "vmsplice": (278, 75),
    "remap_file_pages": (216, 234),
    "personality": (135, 92),
    "modify_ldt": (154, None),
    "uselib": (134, None),
    # the machine
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "acct": (163, 89),
    "syslog": (103, 116),
    "lookup_dcookie": (212, 18),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
    # memory that the watchdog cannot see
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    # watched files, of which the system gives a user few
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    # pages of other processes
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
}


@dataclass(frozen=True)
class _Machine:
    audit: int
    column: int
    clone: int
    clone3: int
    socket: int
    socketpair: int
    ioctl: int


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 0, 56, 435, 41, 53, 16),
    "aarch64": _Machine(0xC00000B7, 1, 220, 435, 198, 199, 29),
}

_Instruction = tuple[int, int, int, int]


def install() -> None:
    """Put this process, and all that it starts, under the filter for good.

    Raises:
        OSError: the system does not support it.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        raise OSError(f"there is no system call filter for {platform.machine()}")
    program = assemble(machine)
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("@HP", len(program), ctypes.addressof(buffer))
    linux.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(header))


def assemble(machine: _Machine) -> list[_Instruction]:
    """The filter's instructions: (operation, jump if true, jump if false, operand)."""
    forbidden = [numbers[machine.column] for numbers in _FORBIDDEN.values()]
    program: list[_Instruction] = [
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),  # a 32-bit program's calls have other numbers
        (_LOAD, 0, 0, _NUMBER),
        *_answer_if((_IF_AT_LEAST, _NEWEST + 1), errno.ENOSYS),  # x32 calls as well
        *_answer_if((_IF_EQUAL, machine.clone3), errno.ENOSYS),  # its flags are out of a filter's sight
    ]
    for number in forbidden:
        if number is not None:
            program += _answer_if((_IF_EQUAL, number), errno.EPERM)
    program += _examine(
        machine.clone, [(_LOAD, 0, 0, _ARGUMENT_0), (_AND, 0, 0, _NEW_NAMESPACE), *_answer_unless((0,), errno.EPERM)]
    )
    for number in (machine.socket, machine.socketpair):
        family = [(_LOAD, 0, 0, _ARGUMENT_0), *_answer_unless(_FAMILIES, errno.EAFNOSUPPORT)]
        program += _examine(number, family)
    requests = [part for request in _PUSH_TO_TERMINAL for part in _answer_if((_IF_EQUAL, request), errno.EPERM)]
    program += _examine(machine.ioctl, [(_LOAD, 0, 0, _ARGUMENT_1), *requests])
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _answer_if(condition: tuple[int, int], number: int) -> list[_Instruction]:
    """Fail with an errno if the condition holds, else go on."""
    operation, operand = condition
    return [(operation, 0, 1, operand), (_RETURN, 0, 0, _ERRNO | number)]


def _answer_unless(values: tuple[int, ...], number: int) -> list[_Instruction]:
    """Fail with an errno if what is loaded is none of the values, else go on."""
    checks = [(_IF_EQUAL, len(values) - place, 0, int(value)) for place, value in enumerate(values)]
    return [*checks, (_RETURN, 0, 0, _ERRNO | number)]


def _examine(call: int, arguments: list[_Instruction]) -> list[_Instruction]:
    """Look at the arguments of one call and allow it if they pass; other calls go on."""
    block = [*arguments, (_RETURN, 0, 0, _ALLOW)]
    return [(_IF_EQUAL, 0, len(block), call), *block]
