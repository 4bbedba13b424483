"""Fashion-MNIST and California housing in the caches where Keras and scikit-learn look for them.

Once `ensure` has run, the stock calls ``keras.datasets.fashion_mnist.load_data()`` and
``sklearn.datasets.fetch_california_housing()`` work unchanged, online and offline.
"""

from nn_lessons.datasets.fill import Missing, Report, ensure, missing
from nn_lessons.datasets.model import DatasetError, Progress

__all__ = ["DatasetError", "Missing", "Progress", "Report", "ensure", "missing"]
