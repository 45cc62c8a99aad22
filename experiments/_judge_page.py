"""What the experiments on judges share: compute, print, and hold the figures in docs/judges.md to it."""

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import preceptor
from preceptor.errors import PreceptorError
from preceptor.files import locate, sha256
from preceptor.records import Data
from preceptor.stats import Estimate

PAGE = Path(__file__).parent.parent / "docs" / "judges.md"


def data_file(path: str) -> Path:
    """Return a file below the folders of PRECEPTOR_DATA."""
    return locate(Data(path=path))


def shown(found: Estimate, *, digits: int = 2) -> str:
    """Write an estimate with its interval."""
    ends = f" ({found.low:.{digits}f} to {found.high:.{digits}f})" if found.low == found.low else ""
    return f"{found.value:.{digits}f}{ends}"


def experiment(name: str, inputs: Sequence[str], compute: Callable[[], Sequence[str]]) -> int:
    """Compute an experiment's lines, print them, and compare them with their part of docs/judges.md.

    Returns:
        0 where the page says what was computed, else 1; `--write` puts it there.
    """
    parser = argparse.ArgumentParser(description=f"{name}: compute, and check docs/judges.md")
    parser.add_argument("--write", action="store_true", help="put the computed figures into docs/judges.md")
    arguments = parser.parse_args()
    print(f"preceptor {preceptor.__version__}, Python {sys.version.split()[0]}; every draw is seeded")
    try:
        for path in inputs:
            print(f"{sha256(data_file(path))}  {path}")
        lines = list(compute())
    except PreceptorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    page = PAGE.read_text(encoding="utf-8")
    head, start, rest = page.partition(f"<!-- computed: {name} -->\n")
    stated, end, tail = rest.partition("<!-- end -->")
    if not start or not end:
        print(f"docs/judges.md has no part {name!r}", file=sys.stderr)
        return 1
    if arguments.write:
        PAGE.write_text(head + start + "".join(f"{line}\n" for line in lines) + end + tail, encoding="utf-8")
        return 0
    if stated.splitlines() == lines:
        print(f"docs/judges.md: part {name} agrees")
        return 0
    print(
        "\n".join(
            difflib.unified_diff(stated.splitlines(), lines, "docs/judges.md", "computed", lineterm="", n=0)
        )
    )
    return 1
