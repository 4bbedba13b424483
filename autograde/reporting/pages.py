"""Pages from templates: self-contained, escaped, without scripts."""

from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def render(template: str, **values: object) -> str:
    """Fill a template of this package; every value that is no Markup is escaped."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    loader = PackageLoader("autograde.reporting")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["points"] = points
    environment.filters["clock"] = clock
    environment.globals["style"] = Markup(loader.get_source(environment, "style.css")[0])
    return environment


def clock(time: datetime) -> str:
    """A time in UTC as this computer's clock shows it: Sunday, 1 March 2026, 23:59 (UTC+0100)."""
    local = time.replace(tzinfo=UTC).astimezone()
    return f"{local:%A}, {local.day} {local:%B %Y, %H:%M (UTC%z)}"


def points(value: float) -> str:
    """Points as people write them: 2, 1.5, 0.33."""
    return f"{round(value, 2) + 0.0:g}"
