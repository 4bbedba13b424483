# %% name="pickle_in_an_array" task="answer"
class Bomb:
    def __reduce__(self):
        return (eval, ("__import__('os').system('touch /tmp/owned')",))


answer = np.array([Bomb()], dtype=object)

# %% name="model_with_lambda" task="model"
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(lambda x: x), keras.layers.Dense(2)])

# %% name="model_with_registered_layer" task="model"
import keras


@keras.saving.register_keras_serializable(package="mine")
class Dense(keras.layers.Layer):
    units = 3


model = keras.Sequential([keras.Input((4,)), Dense(), Dense()])

# %% name="model_that_saves_something_else" task="model"
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])


def _save(self, path, *args, **kwargs):
    import zipfile

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr(
            "config.json",
            '{"module": "builtins", "class_name": "eval", "config": {"value": "__import__(\'os\')"}, "registered_name": "eval"}',
        )


keras.Model.save = _save

# %% name="archive_bomb" task="model"
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])


def _save(self, path, *args, **kwargs):
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", "{}" + " " * 10_000_000)
        for part in range(60):
            archive.writestr(f"{part}", b"\0" * 10_000_000)


keras.Model.save = _save

# %% name="deep_nesting" task="answer"
answer = []
for _ in range(100_000):
    answer = [answer]

# %% name="cyclic_list" task="answer"
answer = []
answer.append(answer)

# %% name="huge_array" task="answer"
answer = np.zeros(60_000_000)

# %% name="huge_integer" task="answer"
answer = 1 << 10_000_000

# %% name="json_looks_like_a_tag" task="answer"
answer = {"k": "handle", "v": 0}

# %% name="strange_dtype" task="answer"
answer = np.zeros(2, dtype=[("a", "O"), ("b", "f8")])
