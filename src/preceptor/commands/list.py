"""List what there is: tasks, pipelines, models and the other kinds of component, without loading any.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

import preceptor
from preceptor import catalog
from preceptor.components import Command

SUITES = Path(preceptor.__file__).parent / "suites"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    kinds = [*catalog.KINDS, "suites"]
    parser.add_argument(
        "kind", nargs="*", choices=[[], *kinds], help=f"one of: {', '.join(kinds)}; all if left out"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print name and first line of every component."""
    for kind in arguments.kind or [*catalog.KINDS, "suites"]:
        lines = _suites() if kind == "suites" else _components(kind)
        if lines:
            width = max(len(name) for name in lines) + 2
            print(f"{kind} ({len(lines)})")
            for name, summary in lines.items():
                print(f"  {name:{width}}{summary}")
    return 0


def _components(kind: str) -> dict[str, str]:
    return {name: catalog.summary(kind, name) for name in catalog.names(kind)}


def _suites() -> dict[str, str]:
    found = {}
    for path in sorted(SUITES.glob("*.yaml")):
        first = next((line for line in path.read_text().splitlines() if line.startswith("summary:")), "")
        found[path.stem] = first.removeprefix("summary:").strip().strip("\"'")
    return found


COMMAND = Command(add=add, run=run)
