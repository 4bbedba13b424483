"""How far a long training is, shown where a person watches and nowhere else."""

from typing import Any

from nn_lessons.watched import is_watched


def progress(epochs: int) -> Any:
    """A callback for ``fit(..., verbose=0, callbacks=[lesson.progress(30)])``: one line, renewed after each epoch.

    Where a program runs the notebook (the build, nbval, grading) it shows nothing: outputs stay the same.

    Args:
        epochs: how many epochs there will be.
    """
    import keras

    if not is_watched():
        return keras.callbacks.Callback()
    from IPython.display import display

    line = display({"text/plain": f"epoch 0 of {epochs} ..."}, raw=True, display_id=True)

    def renew(epoch: int, logs: dict[str, float] | None) -> None:
        values = ", ".join(f"{name} {value:.3f}" for name, value in (logs or {}).items())
        line.update({"text/plain": f"epoch {epoch + 1} of {epochs}: {values}"}, raw=True)

    return keras.callbacks.LambdaCallback(on_epoch_end=renew)
