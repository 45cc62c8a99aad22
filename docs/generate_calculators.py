"""Write the table of calculators, with the counts of what was checked, into docs/calculators.md.

.venv/bin/python docs/generate_calculators.py [--check]
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from preceptor import catalog
from preceptor.calculate import load
from preceptor.calculation import Calculator

PAGE = Path(__file__).with_name("calculators.md")
START, END = "<!-- table: docs/generate_calculators.py -->", "<!-- end of table -->"


def own() -> list[tuple[str, Calculator]]:
    """Return the package's own calculators, without those of plugins."""
    return [(name, load(name)) for name in catalog.names("calculators") if "/" not in name]


def table() -> str:
    """Return counts and one row for each calculator, grouped by folder."""
    calculators = own()
    formulas, bands, examples = Counter[str](), Counter[str](), Counter[str]()
    for _, calculator in calculators:
        formulas[calculator.references[0].checked] += 1
        bands.update({each.reference.citation: each.reference.checked for each in calculator.bands}.values())
        examples.update("read" if each.read else "derived by hand" for each in calculator.examples)
    counted = ", ".join(f"{formulas[key]} {key}" for key in ("source", "secondary", "unchecked"))
    other = ", ".join(f"{bands[key]} {key}" for key in ("source", "secondary", "unchecked"))
    worked = ", ".join(f"{count} {key}" for key, count in sorted(examples.items()))
    lines = [
        f"{len(calculators)} calculators. Formula or points, by what was opened: {counted}. "
        f"Sources of interpretation bands: {other}. Worked examples: {worked}.",
        "",
        "| name | what | unit | inputs | formula checked | source |",
        "|---|---|---|---|---|---|",
    ]
    for name, calculator in sorted(
        calculators, key=lambda pair: (catalog.path("calculators", pair[0]).parent.name, pair[0])
    ):
        folder = catalog.path("calculators", name).parent.name
        first = calculator.references[0]
        unit = (
            "points"
            if calculator.returns == "score"
            else "day"
            if calculator.returns == "day"
            else calculator.unit
        )
        doi = f"[{first.doi}](https://doi.org/{first.doi})" if first.doi else first.citation
        lines.append(
            f"| `{name}` ({folder.replace('_', ' ')}) | {calculator.title} | {unit} | {len(calculator.inputs)} | {first.checked} | {doi} |"
        )
    return "\n".join(lines)


def page(text: str) -> str:
    """Return the page with today's table between its marks."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}"


def main() -> int:
    """Write the table, or with --check say whether the page has it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    text = PAGE.read_text(encoding="utf-8")
    if parser.parse_args().check:
        return int(page(text) != text)
    PAGE.write_text(page(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
