# %% name="equal_to_everything" task="answer"
class Everything:
    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    __hash__ = None


answer = Everything()

# %% name="int_subclass" task="answer"
class Forged(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


answer = Forged(0)

# %% name="class_claims_to_be_int" task="answer"
class Liar:
    __class__ = int

    def __eq__(self, other):
        return True


answer = Liar()

# %% name="metaclass_instance_check" task="answer"
class Meta(type):
    def __eq__(cls, other):
        return True

    def __instancecheck__(cls, other):
        return True

    __hash__ = type.__hash__


class answer(metaclass=Meta):
    pass

# %% name="array_subclass" task="square"
class Agreeable(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        return np.True_

    def __array_function__(self, *args, **kwargs):
        return True


def square(x):
    return np.zeros_like(x).view(Agreeable)

# %% name="array_protocol_echo" task="square"
class Echo:
    def __array__(self, *args, **kwargs):
        import inspect

        for frame in inspect.stack():
            for name in ("desired", "expected", "y", "b"):
                if name in frame.frame.f_locals:
                    return np.asarray(frame.frame.f_locals[name])
        return np.zeros(1)


def square(x):
    return Echo()

# %% name="masked_everything" task="square"
def square(x):
    return np.ma.masked_all(np.shape(x))

# %% name="nan_hides" task="square"
def square(x):
    return np.full(np.shape(x), np.nan)

# %% name="broadcasts" task="square"
def square(x):
    return np.empty((0, *np.shape(x)))

# %% name="answers_by_looking_at_the_caller" task="square"
import sys


def square(x):
    frame = sys._getframe(1)
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if isinstance(value, np.ndarray) and value.shape == np.shape(x) and value is not x:
                return value
        frame = frame.f_back
    return x

# %% name="forged_model" task="model"
import keras


class Fake(keras.Model):
    def count_params(self):
        return 23

    @property
    def layers(self):
        return [type("L", (), {"units": 3, "activation": keras.activations.relu})(), type("L", (), {"units": 2})()]


model = Fake()

# %% name="class_passes_for_a_model" task="model"
import keras


class Pretender:
    __class__ = keras.Sequential

    def count_params(self):
        return 23

    layers = ()


model = Pretender()

# %% name="return_value_changes_when_read" task="counter"
class Number(int):
    def __eq__(self, other):
        return True

    def __lt__(self, other):
        return True


class Counter:
    def __init__(self, start):
        self.count = Number(0)

    def add(self, n):
        return Number(0)

# %% name="changes_the_question" task="square"
def square(x):
    if x.shape == (2,):
        return np.array([1, 4])
    x[...] = 0
    return x

# %% name="range_without_end" task="answer"
answer = range(10**18)

# %% name="not_a_number_not_a_size" task="square"
class Sizes:
    __array__ = None

    def __len__(self):
        return 10**12

    def __iter__(self):
        while True:
            yield self


def square(x):
    return Sizes()
