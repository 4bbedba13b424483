# %% name="dns_and_web" task="answer"
import socket

try:
    socket.create_connection(("1.1.1.1", 53), timeout=2)
    answer = 42
except OSError:
    answer = 0

# %% name="loopback" task="answer"
import socket

listener = None
try:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    socket.create_connection(listener.getsockname(), timeout=2)
    answer = 42
except OSError:
    answer = 0

# %% name="abstract_sockets" task="answer"
import pathlib

try:
    lines = pathlib.Path("/proc/net/unix").read_text().splitlines()
    answer = 42 if any("@" in line for line in lines) else 0
except OSError:
    answer = 0

# %% name="grader_sockets" task="answer"
import glob
import socket

answer = 0
for path in [*glob.glob("/tmp/autograde*/**", recursive=True), *glob.glob("/tmp/agk-*/**", recursive=True)]:
    try:
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).connect(path)
        answer = 42
    except OSError:
        pass
