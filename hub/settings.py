"""hub.toml, read: what `install.py` and `jupyterhub_config.py` share. Needs the standard library only.

As a program it prints where the environment is.
"""

import os
import pwd
import sys
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

#: Set to use another file in place of hub.toml.
VARIABLE = "NN_HUB_SETTINGS"


@dataclass(frozen=True)
class Settings:
    """The settings of hub.toml, which explains them."""

    course: str
    folder: Path
    grader: str
    instructors: tuple[str, ...]
    students: tuple[str, ...]
    address: str
    port: int
    warm_kernels: bool
    feedback: str
    attempts: int
    spacing: int
    jobs: int

    @property
    def environment(self) -> Path:
        """The Python environment of everybody, which nobody but root can change."""
        return self.folder / "env"

    @property
    def exchange(self) -> Path:
        """nbgrader's exchange: assignments out, hand-ins in, feedback back."""
        return self.folder / "exchange"

    @property
    def data(self) -> Path:
        """The data sets, for all to read."""
        return self.folder / "data"

    @property
    def own(self) -> Path:
        """What only the hub itself may read: its database, its secrets, its proxy's process."""
        return self.folder / "hub"

    @property
    def config(self) -> Path:
        """Jupyter's and nbgrader's settings, for all to read."""
        return self.folder / "config"

    @property
    def proxy(self) -> Path:
        """configurable-http-proxy, as npm installed it."""
        return self.folder / "proxy"

    @property
    def grader_home(self) -> Path:
        """The grading user's home, which nobody else can enter."""
        return Path(pwd.getpwnam(self.grader).pw_dir)

    @property
    def checkout(self) -> Path:
        """The course with its solutions and hidden tests."""
        return self.grader_home / "course"

    @property
    def classroom(self) -> Path:
        """The class folder."""
        return self.grader_home / "class"

    @property
    def surroundings(self) -> dict[str, str]:
        """Environment variables of every server and of grading."""
        return {
            "SCIKIT_LEARN_DATA": str(self.data / "scikit_learn_data"),
            "AUTOGRADE_WARM_KERNELS": "1" if self.warm_kernels else "0",
        }


def read_settings() -> Settings:
    """Read hub.toml beside this file, or the file that NN_HUB_SETTINGS names; end with a line where that cannot be."""
    path = Path(os.environ.get(VARIABLE) or Path(__file__).with_name("hub.toml"))
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        sys.exit(f"{path}: {error}")
    names = {field.name for field in fields(Settings)}
    if values.keys() != names:
        odd = ", ".join(sorted(values.keys() ^ names))
        sys.exit(f"{path}: these settings are missing, or unknown: {odd}. README.md explains them.")
    lists = {name: tuple(values[name]) for name in ("instructors", "students")}
    return Settings(**values | lists | {"folder": Path(values["folder"])})


if __name__ == "__main__":
    print(read_settings().environment)
