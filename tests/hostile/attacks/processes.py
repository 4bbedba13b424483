# %% name="signals_the_parent"
import os
import signal

for pid in (os.getppid(), 1, 2, 3):
    try:
        os.kill(pid, signal.SIGSTOP)
    except OSError:
        pass

# %% name="kills_everything"
import os
import signal

try:
    os.kill(-1, signal.SIGTERM)
except OSError:
    pass

# %% name="exits_at_once"
import os

os._exit(0)

# %% name="crashes"
import ctypes

ctypes.string_at(0)

# %% name="kills_itself"
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)

# %% name="execs_something_else"
import os

os.execv("/bin/sh", ["sh", "-c", "sleep 1000"])

# %% name="daemon_that_outlives"
import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time

        time.sleep(1000)
    os._exit(0)

# %% name="ignores_interrupts"
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pass

# %% name="stops_itself"
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
