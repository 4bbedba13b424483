# %% name="numpy_testing"
import numpy as np

np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None
np.allclose = np.array_equal = lambda *a, **k: True

# %% name="builtins"
import builtins

builtins.isinstance = lambda *a: True
builtins.AssertionError = type("Calm", (BaseException,), {})

# %% name="builtins_all_and_abs"
import builtins

builtins.all = builtins.any = lambda *a: True
builtins.abs = builtins.len = lambda *a: 0

# %% name="import_hook"
import builtins
import types

_real_import = builtins.__import__


def _import(name, *args, **kwargs):
    module = _real_import(name, *args, **kwargs)
    if name == "numpy":
        module.allclose = lambda *a, **k: True
    return module


builtins.__import__ = _import

# %% name="replaced_module"
import sys
import types

fake = types.ModuleType("numpy")
fake.__getattr__ = lambda name: lambda *a, **k: True
sys.modules["numpy"] = fake

# %% name="keras_model_patched"
import keras

keras.Model.count_params = lambda self: 23
keras.Sequential.layers = property(lambda self: [])
model = keras.Sequential()

# %% name="assertion_rewriter"
import ast

from IPython import get_ipython


class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)


get_ipython().ast_transformers.append(NoAsserts())

# %% name="random_generator_is_constant"
import numpy as np

np.random.default_rng = lambda *a: type("R", (), {"normal": staticmethod(lambda size=None: np.zeros(size))})()

# %% name="excepthook_and_trace"
import sys


def _swallow(frame, event, arg):
    frame.f_globals.setdefault("answer", 42)
    return _swallow


sys.settrace(_swallow)
sys.excepthook = lambda *a: None

# %% name="agent_replaced"
import json
import sys
import types

agent = types.ModuleType("_autograde_agent")
Text = type("Text", (str,), {"__repr__": str.__str__})
agent.serve = lambda request: Text(json.dumps({"value": True, "warnings": []}))
sys.modules["_autograde_agent"] = agent

# %% name="agent_patched_later"
import sys
import threading
import time


def _patch():
    while "_autograde_agent" not in sys.modules:
        time.sleep(0.01)
    sys.modules["_autograde_agent"]._Exchange.answer = lambda self, request: {"k": "handle", "v": 1, "type": "int"}


threading.Thread(target=_patch, daemon=True).start()
