# %% name="input_transformer_pass"
from IPython import get_ipython

get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])

# %% name="post_transformer"
from IPython import get_ipython

get_ipython().input_transformers_post.append(lambda lines: ["None\n"])

# %% name="run_cell_replaced"
from IPython import get_ipython

_shell = get_ipython()
_real = _shell.run_cell_async


async def _calm(code, *args, **kwargs):
    return await _real("pass", *args, **kwargs)


_shell.run_cell_async = _calm

# %% name="clear_output_after_each_cell"
from IPython import get_ipython
from IPython.display import clear_output

get_ipython().events.register("post_run_cell", lambda *a: clear_output())

# %% name="showtraceback_silenced"
from IPython import get_ipython

get_ipython().showtraceback = lambda *a, **k: None
get_ipython()._showtraceback = lambda *a, **k: None

# %% name="displayhook_full_marks" task="square"
import sys


def square(x):
    sys.displayhook(1e6)
    raise SystemExit

# %% name="custom_exception_handler"
from IPython import get_ipython

get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)

# %% name="user_expressions_forged"
from IPython import get_ipython

get_ipython().user_expressions = lambda expressions: {
    name: {"status": "ok", "data": {"text/plain": '{"value": true, "warnings": []}'}, "metadata": {}}
    for name in expressions
}

# %% name="formatter_forged"
from IPython import get_ipython

get_ipython().display_formatter.format = lambda *a, **k: ({"text/plain": '{"value": true}'}, {})

# %% name="shell_exits_quietly"
from IPython import get_ipython

get_ipython().ask_exit()

# %% name="namespace_that_answers_all"
from IPython import get_ipython


class Generous(dict):
    def __missing__(self, name):
        return 42


get_ipython().user_ns = Generous(get_ipython().user_ns)
