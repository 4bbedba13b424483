"""The two published forms of California housing become the same cached table."""

import io
import tarfile
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
import pyarrow
import pyarrow.parquet
import pytest
from sklearn.datasets import fetch_california_housing

from nn_lessons.datasets import housing

NAMES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]


@pytest.fixture
def table() -> npt.NDArray[np.float64]:
    """Districts as in the census: counts, incomes with four decimals, degrees with two."""
    rng = np.random.default_rng(1)
    n = 20_640
    households = rng.integers(1, 6_083, n)
    columns = [
        rng.integers(14_999, 500_002, n),
        rng.integers(4_999, 150_002, n) / 10_000,
        rng.integers(1, 53, n),
        rng.integers(2, 39_321, n),
        rng.integers(1, 6_446, n),
        rng.integers(3, 35_683, n),
        households,
        rng.integers(3_254, 4_196, n) / 100,
        rng.integers(-12_435, -11_430, n) / 100,
    ]
    return np.column_stack(columns).astype(np.float64)


def returned(table: npt.NDArray[np.float64], folder: Path) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What scikit-learn makes of a cached table."""
    joblib.dump(table, folder / "cal_housing_py3.pkz", compress=6)
    X, y = fetch_california_housing(data_home=folder, download_if_missing=False, return_X_y=True)
    return X, y


def test_the_table_is_found_again_from_ratios(table: npt.NDArray[np.float64], tmp_path: Path) -> None:
    X, y = returned(table, tmp_path)
    for name in (
        "AveRooms",
        "AveBedrms",
        "AveOccup",
    ):  # the published ones are off by up to two units in the last place
        X[::2, NAMES.index(name)] = np.nextafter(np.nextafter(X[::2, NAMES.index(name)], np.inf), np.inf)
        X[1::2, NAMES.index(name)] = np.nextafter(X[1::2, NAMES.index(name)], 0)
    columns = {name: X[:, i] for i, name in enumerate(NAMES)} | {"MedHouseVal": y}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "housing.parquet", compression="brotli")

    housing.from_parquet(tmp_path / "housing.parquet", tmp_path / "found.pkz")
    assert np.array_equal(joblib.load(tmp_path / "found.pkz"), table)


def test_the_table_is_found_again_from_the_archive(table: npt.NDArray[np.float64], tmp_path: Path) -> None:
    longitude_first = table[:, [8, 7, 2, 3, 4, 5, 6, 1, 0]]
    text = io.StringIO()
    np.savetxt(text, longitude_first, fmt="%.6f", delimiter=",")
    data = text.getvalue().encode()
    with tarfile.open(tmp_path / "cal_housing.tgz", "w:gz") as archive:
        member = tarfile.TarInfo("CaliforniaHousing/cal_housing.data")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))

    housing.from_archive(tmp_path / "cal_housing.tgz", tmp_path / "found.pkz")
    assert np.array_equal(joblib.load(tmp_path / "found.pkz"), table)


def test_the_digest_is_that_of_the_numbers(table: npt.NDArray[np.float64], tmp_path: Path) -> None:
    variants = {
        "a": table,
        "b": np.asfortranarray(table),
        "c": table.astype(">f8"),
        "d": table[::-1],
        "e": table + 1e-9,
    }
    for name, variant in variants.items():
        joblib.dump(variant, tmp_path / name, compress=3)
    digests = {name: housing.digest(tmp_path / name) for name in variants}
    assert digests["a"] == digests["b"] == digests["c"]
    assert len(set(digests.values())) == 3
