"""Pages from templates: self-contained, escaped, without scripts."""

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
    environment.globals["style"] = Markup(loader.get_source(environment, "style.css")[0])
    return environment


def points(value: float) -> str:
    """Points as people write them: 2, 1.5, 0.33."""
    return f"{round(value, 2) + 0.0:g}"
