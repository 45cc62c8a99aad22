"""What the rescoring experiments share: compute, print, and hold the figures in docs/rescore.md to it."""

import argparse
import difflib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import preceptor
from preceptor.errors import PreceptorError
from preceptor.files import locate, sha256
from preceptor.published_outputs import PublishedRun, files_of
from preceptor.records import Data
from preceptor.rescore import Cell, RunScore, Version, counts

PAGE = Path(__file__).parent.parent / "docs" / "rescore.md"
EXAMPLES = 4


def data_file(path: str) -> Path:
    """Return a file or folder below the folders of PRECEPTOR_DATA."""
    return locate(Data(path=path))


def experiment(name: str, inputs: Sequence[str], compute: Callable[[], Sequence[str]]) -> int:
    """Compute an experiment's tables, print them, and compare them with the page of figures.

    Args:
        name: of the experiment's part of the page.
        inputs: data that are read, below PRECEPTOR_DATA; their checksums are printed.
        compute: returns the lines of the tables, in Markdown.

    Returns:
        0 where the page says what was computed, else 1.
    """
    parser = argparse.ArgumentParser(description=f"Rescore {name} and check docs/rescore.md")
    parser.add_argument("--write", action="store_true", help="put the computed figures into docs/rescore.md")
    arguments = parser.parse_args()
    try:
        _print_inputs(inputs)
        lines = list(compute())
    except PreceptorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    stated = _stated(name)
    if arguments.write:
        page = PAGE.read_text()
        PAGE.write_text(page.replace(_part(name, stated), _part(name, lines)))
        print(f"docs/rescore.md: part {name} written")
        return 0
    if stated == lines:
        print(f"docs/rescore.md: part {name} agrees")
        return 0
    print("\n".join(difflib.unified_diff(stated, lines, "docs/rescore.md", "computed", lineterm="", n=0)))
    print(f"docs/rescore.md: part {name} differs from what was computed; see above, or give --write")
    return 1


def _print_inputs(inputs: Sequence[str]) -> None:
    python = sys.version.split()[0]
    print(f"preceptor {preceptor.__version__}, Python {python}; nothing here is drawn at random")
    for path in inputs:
        for file in files_of(data_file(path)):
            print(f"{sha256(file)}  {path if file.name in path else f'{path}/{file.name}'}")


def _part(name: str, lines: Sequence[str]) -> str:
    return f"<!-- computed: {name} -->\n" + "".join(f"{line}\n" for line in lines) + "<!-- end -->"


def _stated(name: str) -> list[str]:
    start = f"<!-- computed: {name} -->\n"
    _, found, rest = PAGE.read_text().partition(start)
    if not found:
        raise SystemExit(f"{PAGE} has no part {start.strip()}")
    return rest.partition("<!-- end -->")[0].splitlines()


def table(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return [f"| {' | '.join(line)} |" for line in (titles, ["---"] * len(titles), *lines)]


def per_cent(value: float) -> str:
    """Return a rate in per cent, two decimals."""
    return f"{value * 100:.2f}"


def cell_line(one: Cell, named: Callable[[PublishedRun], Sequence[str]]) -> list[str]:
    """Return a cell as fields: the run's name, n, ours, the rule's figure, what was printed, match, why."""
    best: Version = one.best
    rule = per_cent(best.share.value) if best.share else ""
    printed = one.printed.text if one.printed else ""
    return [
        *named(best.score.run), str(best.score.n), per_cent(best.score.ours.value), rule, printed, best.match, one.why,
    ]  # fmt: skip


def closing(cells: Sequence[Cell]) -> str:
    """Return the count of matches."""
    found = counts(cells)
    return (
        f"{found['match']} of {found['cells']} cells match: {found['ours']} by our scorer, "
        f"{found['rule']} by the authors' rule where ours differs."
    )


def disagreements(scores: Iterable[RunScore], rules: Sequence[str]) -> list[str]:
    """Tabulate how often our reading of a reply and the authors' give another verdict, with examples by id."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    examples: dict[tuple[str, str], list[str]] = {}
    for score in scores:
        rule = next((name for name in rules if name in score.shifts), None)
        if rule is None:
            continue
        shift, key = score.shifts[rule], (score.run.set, rule)
        count = rows.setdefault(key, Counter())
        count["replies"] += score.n
        for flag in ("unparsed", "refused"):
            count[flag] += shift.count(flag=flag, theirs=1.0)
        count["up"] += shift.count(flag="", ours=False, theirs=1.0)
        count["down"] += shift.count(flag="", ours=True, theirs=0.0)
        shown = examples.setdefault(key, [])
        if shift.examples and len(shown) < EXAMPLES:
            shown.append(f"{score.run.model} {shift.examples[0]}")
    titles = ["set", "authors' rule", "replies", "we read none, they right", "both read, they right and we not",
              "both read, we right and they not", "examples of the last two (model, case)"]  # fmt: skip
    lines = [
        [
            set_name, rule, str(count["replies"]), str(count["unparsed"] + count["refused"]), str(count["up"]),
            str(count["down"]), "; ".join(examples[set_name, rule]),
        ]
        for (set_name, rule), count in sorted(rows.items())
    ]  # fmt: skip
    return table(titles, lines)
