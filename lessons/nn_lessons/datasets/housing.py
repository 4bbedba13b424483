"""California housing: from the forms in which it is published to the form that scikit-learn caches.

The libraries are imported where they are used: most of the time the data is there, and looking should be quick.
"""

import hashlib
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

# scikit-learn caches the columns value, income, age, rooms, bedrooms, population, households, latitude, longitude.
_ARCHIVE_ORDER = [8, 7, 2, 3, 4, 5, 6, 1, 0]


def digest(path: Path) -> str:
    """The SHA-256 of the cached table: little-endian doubles, row by row."""
    import joblib
    import numpy as np

    table = np.asarray(joblib.load(path), dtype="<f8")
    return hashlib.sha256(table.tobytes()).hexdigest()


def from_archive(archive: Path, cache: Path) -> None:
    """Convert the archive that scikit-learn itself downloads."""
    import numpy as np

    with tarfile.open(archive, "r:gz") as files:
        lines = files.extractfile("CaliforniaHousing/cal_housing.data")
        if lines is None:
            raise tarfile.ReadError("cal_housing.data is not a file")
        table = np.loadtxt(lines, delimiter=",")
    _dump(table[:, _ARCHIVE_ORDER], cache)


def from_parquet(parquet: Path, cache: Path) -> None:
    """Convert a table that holds what `fetch_california_housing` returns.

    There, rooms, bedrooms and population are given per household, off by a rounding error or two. They are counts, so
    rounding the products finds the exact numbers again.
    """
    import numpy as np
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(parquet)
    column = {name: table[name].to_numpy() for name in table.column_names}
    households = np.rint(column["Population"] / column["AveOccup"])
    columns = [
        np.rint(column["MedHouseVal"] * 100_000),
        column["MedInc"],
        column["HouseAge"],
        np.rint(column["AveRooms"] * households),
        np.rint(column["AveBedrms"] * households),
        column["Population"],
        households,
        column["Latitude"],
        column["Longitude"],
    ]
    _dump(np.column_stack(columns), cache)


def _dump(table: "NDArray[float64]", cache: Path) -> None:
    import joblib

    joblib.dump(table, cache, compress=6)
