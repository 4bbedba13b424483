# %% name="half_a_character" task="counter"
class Counter:
    def __init__(self, start):
        raise ValueError("\ud800\udfff" * 10)

# %% name="terminal_commands" task="counter"
class Counter:
    def __init__(self, start):
        raise ValueError("\x1b]0;owned\x07\x1b[2J\x00\x9b31m\u202egnikool dellec")

# %% name="error_with_a_name_of_its_own" task="counter"
Strange = type("\x1b[31m<script>" + "x" * 100_000, (Exception,), {})


class Counter:
    def __init__(self, start):
        raise Strange("?")

# %% name="stops_the_iteration" task="square"
def square(x):
    raise StopIteration

# %% name="exits_from_a_function" task="square"
def square(x):
    raise SystemExit(0)

# %% name="interrupts_from_a_function" task="square"
def square(x):
    raise KeyboardInterrupt

# %% name="generator_exit_from_a_function" task="square"
def square(x):
    raise GeneratorExit

# %% name="error_that_cannot_be_shown" task="square"
class Shy(Exception):
    def __str__(self):
        raise SystemExit


def square(x):
    raise Shy

# %% name="half_a_character_in_the_output"
print("\ud800 and \x00 and \x1b[2J")

# %% name="script_in_the_output"
from IPython.display import HTML, Javascript, display

display(HTML("<script>fetch('/formgrader/api/grade/1', {method: 'PUT'})</script><img src=x onerror=alert(1)>"))
display(Javascript("alert(1)"))
display({"text/html": ["<b>", 3], "application/x-\ud800": {"\ud800": "\ud800"}, "image/png": {}}, raw=True)

# %% name="outputs_of_no_known_form"
from IPython import get_ipython

_kernel = get_ipython().kernel
for kind, content in [
    ("display_data", {"data": {"text/plain": 3, "image/png": ["?"]}, "metadata": {"a": [[[]]]}}),
    ("execute_result", {"data": {}, "execution_count": "many", "metadata": 3}),
    ("stream", {"name": "stdout", "text": {"a": 1}}),
    ("error", {"ename": 3, "evalue": None, "traceback": [3, None, {}]}),
    ("status", {"execution_state": "idle"}),
]:
    _kernel.session.send(_kernel.iopub_socket, kind, content, parent=_kernel.get_parent("shell"))
