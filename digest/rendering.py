"""Templates made into text: the one place where Jinja2 is set up."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket

from digest import wording

TEMPLATES = Path(__file__).parent / "templates"


class Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept as Python keeps its modules: beside them, where that can be written."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


@cache
def environment() -> Environment:
    """Templates of this room; what is undefined is an error, and HTML escapes by itself."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=Compiled(str(TEMPLATES / "__pycache__"), "%s.pyc"),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["wording"] = wording
    return made


def render(template: str, **values: Any) -> str:
    """The template `letter/body.html` and so on, filled."""
    return environment().get_template(template).render(**values)
