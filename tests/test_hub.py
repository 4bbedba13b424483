"""The hub's files, as far as they can be tried without root: settings, image, values for Kubernetes."""

import re
import shlex
from pathlib import Path

import pytest
import settings
import yaml

HUB = Path(settings.__file__).parent
ROOT = HUB.parent


def test_the_settings_as_they_come_are_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(settings.VARIABLE, raising=False)
    hub = settings.read_settings()
    assert hub.course == "neural-networks"
    assert hub.environment.is_relative_to(hub.folder)
    assert hub.attempts > 0


def test_a_setting_that_is_missing_or_misspelt_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hub.toml"
    path.write_text((HUB / "hub.toml").read_text("utf-8").replace("students =", "student ="), "utf-8")
    monkeypatch.setenv(settings.VARIABLE, str(path))
    with pytest.raises(SystemExit, match="missing, or unknown: student, students"):
        settings.read_settings()


def test_the_image_copies_what_is_there_and_no_solution() -> None:
    text = (HUB / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [shlex.split(line, comments=True) for line in text.splitlines()]
    instructions = [words for words in lines if words]
    known = {"FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "ENTRYPOINT", "CMD"}
    assert {words[0] for words in instructions} <= known
    assert instructions[0][0] == "FROM"
    sources = [source for words in instructions if words[0] == "COPY" for source in words[1:-1]]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert "solutions" not in sources


def test_the_values_for_kubernetes_are_yaml_of_the_chart() -> None:
    values = yaml.safe_load((HUB / "zero-to-jupyterhub.yaml").read_text("utf-8"))
    assert {*values} <= {"hub", "proxy", "singleuser", "scheduling", "cull", "ingress"}
    assert re.fullmatch(r"\d+G", values["singleuser"]["memory"]["limit"])
    assert all(isinstance(value, str) for value in values["singleuser"]["extraEnv"].values())
