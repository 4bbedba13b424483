# %% [markdown]
# # 98 · Target

# %%
import numpy as np

# %%
SIX = 6

# %% [markdown]
# ### Task 1 · A number · ●○○ · 1 point · 1 minute

# %% task="answer"
answer = 0
### BEGIN SOLUTION
answer = 6 * 7
### END SOLUTION

# %% check="answer" points=1
assert answer == SIX * 7, f"answer should be six times seven; you have {answer!r}."

# %% [markdown]
# ### Task 2 · Squares · ●○○ · 3 points · 1 minute


# %% task="square"
def square(x):
    ### BEGIN SOLUTION
    return np.asarray(x) ** 2
    ### END SOLUTION


# %% check="square" points=3
import numpy as np
from nn_lessons import checks

checks.assert_close(square(np.array([1.0, 2.0])), [1, 4], "square([1, 2]) should be [1, 4].")
### BEGIN HIDDEN TESTS
for seed in (11, 12):
    x = np.random.default_rng(seed).normal(size=(3, seed))
    checks.assert_close(square(x), x * x, "square is wrong for some array.")
### END HIDDEN TESTS

# %% [markdown]
# ### Task 3 · A counter · ●○○ · 2 points · 1 minute


# %% task="counter"
class Counter:
    ### BEGIN SOLUTION
    def __init__(self, start):
        self.count = start

    def add(self, n):
        self.count += n
        return self.count

    ### END SOLUTION


# %% check="counter" points=2
counter = Counter(5)
assert counter.add(2) == 7, "Counter(5).add(2) should be 7."
assert counter.count == 7, "add should change count."
### BEGIN HIDDEN TESTS
assert isinstance(counter.add(-100), int), "add should return a whole number"
assert counter.count < 0, "count may become negative"
### END HIDDEN TESTS

# %% [markdown]
# ### Task 4 · A network · ●○○ · 3 points · 1 minute

# %% task="model"
model = None
### BEGIN SOLUTION
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(2)])
### END SOLUTION

# %% check="model" points=3
import keras

assert isinstance(model, keras.Model), "model should be a Keras model."
assert model.count_params() == 23, "the network should have 23 parameters."
### BEGIN HIDDEN TESTS
dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
assert [layer.units for layer in dense] == [3, 2], "two dense layers, of 3 and 2 units"
assert dense[0].activation is keras.activations.relu, "the hidden layer should have relu"
### END HIDDEN TESTS

# %% [markdown]
# ### Task 5 · A note · ●○○ · 1 point · 1 minute


# %% task="note"
def note(path, text):
    ### BEGIN SOLUTION
    path.write_text(text)
    ### END SOLUTION


# %% check="note" points=1
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "note.txt")
    note(path, "hello")
    assert path.is_file(), "note should write the file."
    assert path.read_text() == "hello", "note should write the text."
