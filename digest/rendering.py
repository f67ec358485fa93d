"""Templates made into text: the one place where Jinja2 is set up."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from digest import wording


@cache
def environment() -> Environment:
    """Templates of this room; what is undefined is an error, and HTML escapes by itself."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["wording"] = wording
    return made


def render(template: str, **values: Any) -> str:
    """The template `letter/body.html` and so on, filled."""
    return environment().get_template(template).render(**values)
