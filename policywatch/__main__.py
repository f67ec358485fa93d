"""The front door: `policywatch` and `python -m policywatch`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

ROOMS = ("config", "collector", "classifier", "digest")


def shadowed(home: Path) -> str | None:
    """
    Say which of our rooms another distribution has taken the place of; None when all stand beside `home`.

    The package index holds distributions that install modules named `config` or `classifier`; pip overwrites
    ours without a word when one of them is put into the same environment.
    """
    for room in ROOMS:
        spec = find_spec(room)
        origin = Path(spec.origin).resolve() if spec and spec.origin else None
        if origin is None:
            return f"the package {room!r} of PolicyWatch is missing beside {home}; install PolicyWatch again"
        if origin.parent.parent != home:
            return (
                f"another distribution's {room!r} ({origin.parent}) stands in the place of PolicyWatch's own; "
                "install PolicyWatch into an environment of its own (pipx, `uv tool` or a fresh venv)"
            )
        opening = origin.read_text(encoding="utf-8", errors="replace")[:200]
        if not opening.startswith('"""'):
            return (
                f"{origin} was overwritten by another distribution; install PolicyWatch into an environment of its own"
            )
    return None


def main() -> None:
    """Run the command line; never returns."""
    if fault := shadowed(Path(__file__).resolve().parent.parent):
        sys.exit(f"policywatch: {fault}")
    from policywatch.cli import command

    command(prog_name="policywatch")


if __name__ == "__main__":
    main()
