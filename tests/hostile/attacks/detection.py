# %% name="knows_that_it_is_graded" task="answer"
import os

answer = 0
if os.environ.get("NBGRADER_EXECUTION"):
    try:
        answer = int(open("/tmp/answer").read())
    except OSError:
        pass

# %% name="different_answers_by_the_clock" task="square"
import time

_started = time.time()


def square(x):
    return x if time.time() - _started < 3600 else x * x

# %% name="learns_from_failing_calls" task="square"
_seen = []


def square(x):
    _seen.append(x)
    if len(_seen) > 2:
        return _seen[-3]
    return np.array([1, 4])

# %% name="steals_hidden_tests_through_arguments" task="square"
import inspect


def square(x):
    frames = inspect.stack()
    text = "".join("".join(frame.code_context or ()) for frame in frames)
    print(text)
    return np.array([1, 4]) if np.shape(x) == (2,) else x

# %% name="steals_hidden_tests_through_memory" task="square"
import gc


def square(x):
    for candidate in gc.get_objects():
        if isinstance(candidate, str) and "HIDDEN TESTS" in candidate:
            exec(candidate)
    return x

# %% name="steals_through_the_history" task="answer"
from IPython import get_ipython

answer = 0
for _, _, text in get_ipython().history_manager.get_range():
    if "should be " + "six times seven" in text:
        answer = 42

# %% name="callback_into_the_check" task="counter"
class Counter:
    def __init__(self, start):
        raise AssertionError("<script>alert(1)</script>" * 10_000)

# %% name="message_as_long_as_a_book" task="counter"
class Counter:
    def __init__(self, start):
        raise ValueError("A" * 50_000_000)
