"""What a grading process needs: imported once, before processes are forked. Import only; build nothing here."""

from autograde.lesson.start import quiet_start

with quiet_start():
    import keras  # noqa: F401
    import matplotlib  # noqa: F401
    import sklearn.datasets
    import sklearn.linear_model  # noqa: F401
    import tensorflow  # noqa: F401

    import autograde.grading.unit  # noqa: F401
