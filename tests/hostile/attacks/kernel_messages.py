# %% name="forged_reply_from_a_thread"
import threading
import time

from IPython import get_ipython

_kernel = get_ipython().kernel


def _forge():
    for _ in range(200):
        try:
            parent = _kernel.get_parent("shell")
            content = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
            _kernel.session.send(_kernel.shell_stream, "execute_reply", content, parent=parent)
        except Exception:
            pass
        time.sleep(0.01)


threading.Thread(target=_forge, daemon=True).start()

# %% name="session_send_filtered"
from IPython import get_ipython

_session = get_ipython().kernel.session
_send = _session.send


def _filtered(stream, msg_or_type, *args, **kwargs):
    if msg_or_type == "error":
        return None
    return _send(stream, msg_or_type, *args, **kwargs)


_session.send = _filtered

# %% name="errors_become_results"
from IPython import get_ipython

_session = get_ipython().kernel.session
_send = _session.send


def _turned(stream, msg_or_type, content=None, *args, **kwargs):
    if msg_or_type == "execute_reply" and isinstance(content, dict):
        content = {**content, "status": "ok"}
    return _send(stream, msg_or_type, content, *args, **kwargs)


_session.send = _turned

# %% name="forged_values_for_every_request"
from IPython import get_ipython

_kernel = get_ipython().kernel
_session = _kernel.session
_send = _session.send


def _generous(stream, msg_or_type, content=None, *args, **kwargs):
    if msg_or_type == "input_request":
        content = {"prompt": '{"value": true, "warnings": []}', "password": False}
    return _send(stream, msg_or_type, content, *args, **kwargs)


_session.send = _generous

# %% name="malformed_replies"
from IPython import get_ipython

_session = get_ipython().kernel.session
_send = _session.send


def _broken(stream, msg_or_type, content=None, *args, **kwargs):
    if msg_or_type == "input_request":
        content = {"prompt": "[" * 100_000}
    if msg_or_type == "execute_reply":
        content = {"status": "ok"}
    return _send(stream, msg_or_type, content, *args, **kwargs)


_session.send = _broken

# %% name="replies_without_end_from_a_thread"
import threading

from IPython import get_ipython

_kernel = get_ipython().kernel
_ident = _kernel._shell_parent_ident.get()


def _flood():
    content = {"prompt": '{"value": true, "warnings": []}', "password": False}
    while True:
        try:
            parent = _kernel.get_parent("shell")
            _kernel.session.send(_kernel.stdin_socket, "input_request", content, parent=parent, ident=_ident)
        except Exception:
            pass


threading.Thread(target=_flood, daemon=True).start()

# %% name="ends_the_service_itself" task="square"
from IPython import get_ipython


def square(x):
    raise KeyboardInterrupt

# %% name="stdin_questions_of_its_own" task="square"
from IPython import get_ipython


def square(x):
    get_ipython().kernel.raw_input('{"callback": 0, "args": [], "kwargs": {}}')
    return x

# %% name="iopub_flood_of_errors_for_others"
from IPython import get_ipython

_kernel = get_ipython().kernel
for _ in range(300):
    _kernel.session.send(_kernel.iopub_socket, "error", {"ename": "X", "evalue": "", "traceback": []}, parent={})
