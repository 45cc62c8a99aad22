"""The findings x diseases matrix as a picture of its own (SVG), drawn like the report's: shape tells the kind."""

from collections.abc import Mapping, Sequence
from html import escape
from math import sqrt
from typing import cast

from preceptor.records import Json

CELL, LEFT, TOP, FOOT = 30, 270, 200, 60  # pixels
LONGEST_NAME, LONGEST_FINDING = 34, 44
LITTLE = 0.3  # bits below which a finding says little
STYLE = (
    "text{font:12px sans-serif;fill:#1a2026}.supports{fill:#0b5a9d}.little{fill:#56616c}"
    ".unexplained{fill:none;stroke:#a85400;stroke-width:2}.missing{fill:none;stroke:#56616c;stroke-width:1.6;"
    "stroke-dasharray:3 2}.contradicts{fill:none;stroke:#a8261c;stroke-width:3;stroke-linecap:round}"
)
KINDS = ("supports", "unexplained", "little", "missing", "contradicts")
WORDS = {"little": "says little either way"}


def _short(text: str, most: int) -> str:
    return escape(text if len(text) <= most else f"{text[: most - 1]}…")


def _kind(row: str, cell: Sequence[float]) -> str:
    if row != "observed":
        return "missing" if row == "missing" else "contradicts"
    return "little" if abs(cell[1]) < LITTLE else "supports" if cell[1] > 0 else "unexplained"


def _mark(kind: str, x: float, y: float, bits: float = 3.0) -> str:
    """Draw one mark around a point, the larger the more surprising."""
    r = round(max(3.5, 12.5 * sqrt(min(abs(bits), 10) / 10)), 1)
    if kind in ("supports", "little"):
        return f'<circle class="{kind}" cx="{x}" cy="{y}" r="{r if kind == "supports" else 1.8}"/>'
    if kind == "missing":
        return f'<rect class="missing" x="{x - 6.5}" y="{y - 6.5}" width="13" height="13"/>'
    shape = f"M{x} {y - r}l{r} {r}l{-r} {r}l{-r} {-r}Z"
    if kind == "contradicts":
        shape = f"M{x - 7} {y - 7}l14 14M{x + 7} {y - 7}l-14 14"
    return f'<path class="{kind}" d="{shape}"/>'


def _said(kind: str, cell: Sequence[float]) -> str:
    often = f"in {cell[0]:.0%} of its patients" if cell[0] else "not among its own annotations"
    if kind in ("supports", "unexplained"):
        return f"{kind}, {2 ** abs(cell[1]):.1f} times {'likelier' if cell[1] > 0 else 'rarer'} than on average; {often}"
    return f"{WORDS.get(kind, kind)}; {often}"


def _legend(y: float) -> str:
    parts, x = [], 20.0
    for kind in KINDS:
        words = WORDS.get(kind, kind)
        parts.append(f'{_mark(kind, x, y)}<text x="{x + 16}" y="{y + 4}">{words}</text>')
        x += 36 + 6.6 * len(words)
    return "".join(parts)


def _line(number: int, finding: Sequence[str], row: Sequence[Json], names: Sequence[str]) -> str:
    code, name, kind = finding
    y = TOP + CELL * number
    said = name if kind == "observed" else f"no {name}" if kind == "excluded" else f"({name})"
    cells = cast("Sequence[Sequence[float] | None]", row)
    marks = "".join(
        f"<g><title>{escape(f'{names[column]}: {name} ({code}): {_said(_kind(kind, cell), cell)}')}</title>"
        f"{_mark(_kind(kind, cell), LEFT + CELL * (column + 0.5), y + CELL / 2, cell[1] if len(cell) > 1 else 3.0)}</g>"
        for column, cell in enumerate(cells)
        if cell
    )
    return (
        f'<line x1="0" x2="{LEFT + CELL * len(names)}" y1="{y}" y2="{y}" stroke="#d8dee4"/>'
        f'<text x="{LEFT - 10}" y="{y + 19}" text-anchor="end">{_short(said, LONGEST_FINDING)}</text>{marks}'
    )


def matrix_svg(matrix: Mapping[str, Json]) -> str:
    """Draw `findings_matrix`: findings are rows, those that say nothing left out; diseases are columns."""
    diseases = cast("Sequence[tuple[str, str, float, Json]]", matrix["diseases"])
    findings = cast("Sequence[Sequence[str]]", matrix["findings"])
    cells = cast("Sequence[Sequence[Json]]", matrix["cells"])
    names = [one[1] for one in diseases]
    rows = [(finding, row) for finding, row in zip(findings, cells, strict=True) if row]
    width, bottom = max(LEFT + CELL * len(names) + 130, 620), TOP + CELL * len(rows)
    heads = "".join(
        f'<text transform="translate({LEFT + CELL * column + 19},{TOP - 10}) rotate(-55)">'
        f"{_short(f'{column + 1}. {name}', LONGEST_NAME)} {diseases[column][2]:.0%}</text>"
        for column, name in enumerate(names)
    )
    lines = "".join(_line(number, finding, row, names) for number, (finding, row) in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom + FOOT}" width="{width}" '
        f'height="{bottom + FOOT}" role="img"><title>What each finding says about each disease</title>'
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>{heads}{lines}{_legend(bottom + 30)}</svg>\n'
    )
