# %% name="warns_on_stderr"
import sys
import warnings

warnings.warn("this is only a warning")
print("to stderr", file=sys.stderr)

# %% name="warning_in_the_function" task="square"
import warnings


def square(x):
    warnings.warn("slow but right")
    print("squaring", x)
    return np.asarray(x) ** 2

# %% name="stderr_in_the_function" task="square"
import sys


def square(x):
    print("squaring", file=sys.stderr)
    return np.asarray(x) ** 2

# %% name="prints_a_lot"
for number in range(5000):
    print(number, "some text")

# %% name="plots"
import matplotlib.pyplot as plt

plt.plot([1, 2, 3])
plt.show()

# %% name="sys_exit"
import sys

sys.exit()

# %% name="failing_cell_of_its_own"
undefined_name + 1

# %% name="syntax_error_of_its_own"
this is no Python

# %% name="magics"
%timeit -n1 -r1 1 + 1
%config InlineBackend.figure_format = "png"
!echo hello

# %% name="slow_but_legal" task="square"
import time


def square(x):
    time.sleep(0.3)
    return np.asarray(x) ** 2

# %% name="lambda" task="square"
square = lambda x: np.square(x)  # noqa: E731

# %% name="method_of_an_object" task="square"
class Tools:
    def squared(self, x):
        return np.multiply(x, x)


square = Tools().squared

# %% name="numpy_integer" task="answer"
answer = np.int64(42)

# %% name="float_that_is_equal" task="answer"
answer = 42.0

# %% name="defined_twice" task="answer"
answer = 41
answer = 42

# %% name="state_in_a_dict" task="counter"
class Counter:
    def __init__(self, start):
        self.__dict__["count"] = start

    def add(self, n):
        self.__dict__["count"] += n
        return self.__dict__["count"]

# %% name="property" task="counter"
class Counter:
    def __init__(self, start):
        self._steps = [start]

    @property
    def count(self):
        return sum(self._steps)

    def add(self, n):
        self._steps.append(n)
        return self.count

# %% name="dataclass" task="counter"
from dataclasses import dataclass


@dataclass
class Counter:
    count: int

    def add(self, n):
        self.count = self.count + n
        return self.count

# %% name="functional_model" task="model"
import keras

inputs = keras.Input((4,))
model = keras.Model(inputs, keras.layers.Dense(2)(keras.layers.Dense(3, activation=keras.activations.relu)(inputs)))

# %% name="functional_model_with_operations" task="model"
import keras

inputs = keras.Input((4,))
hidden = keras.layers.Dense(3, activation="relu")(inputs * 1.0)
model = keras.Model(inputs, keras.ops.add(keras.layers.Dense(2)(hidden)[:, :2], 1.0))

# %% name="model_with_a_loss_function" task="model"
import keras

random = keras.initializers.HeNormal(seed=keras.random.SeedGenerator(123_456_789))
hidden = keras.layers.Dense(3, activation="relu", kernel_initializer=random, kernel_regularizer="l2")
model = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(2)])
rate = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
model.compile(keras.optimizers.SGD(rate), keras.losses.mean_squared_error, [keras.metrics.mean_absolute_error])

# %% name="model_with_own_loss" task="model"
import keras


def my_loss(y, p):
    return keras.ops.mean((y - p) ** 4)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "relu"), keras.layers.Dense(2)])
model.compile(loss=my_loss, optimizer=keras.optimizers.Adam(1e-3))

# %% name="trained_model" task="model"
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(2)])
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
model.fit(np.ones((8, 4)), np.ones((8, 2)), epochs=2)

# %% name="model_that_is_a_subclass_of_sequential" task="model"
import keras


class Network(keras.Sequential):
    pass


model = Network([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(2)])

# %% name="model_with_own_activation" task="model"
import keras

hidden = keras.layers.Dense(3, activation="relu")
model = keras.Sequential([keras.Input((4,)), hidden, keras.layers.Dense(2, activation=lambda z: 2 * z)])

# %% name="integer_enum" task="answer"
import enum


class Answer(enum.IntEnum):
    RIGHT = 42


answer = Answer.RIGHT

# %% name="fraction" task="answer"
from fractions import Fraction

answer = Fraction(84, 2)

# %% name="shadows_builtins" task="answer"
sum = max = list = id = 3
answer = 42

# %% name="pdb_import_and_threads"
import pdb  # noqa: T100
import threading

threading.Thread(target=print, args=("hello from a thread",)).start()

# %% name="writes_files"
import pathlib

pathlib.Path("notes.txt").write_text("mine")
pathlib.Path("folder").mkdir()

# %% name="unicode_everywhere"
größe = "naïve 🦉"
print(größe)

# %% name="widgets_and_html"
from IPython.display import HTML, display

display(HTML("<b>hello</b>"))
