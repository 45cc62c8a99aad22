"""Plots as small SVG of our own: they follow the page's theme, print sharply and need no library.

Every plot repeats figures that stand in a table beside it, so it is hidden from screen readers where it
stands inside that table and labelled where it stands alone.
"""

from collections.abc import Sequence
from math import isfinite

from markupsafe import Markup, escape

from preceptor.report._text import visible
from preceptor.stats import Bin, Bounds, Difference, Estimate

BAR_WIDTH, BAR_HEIGHT, EDGE = 200, 18, 6
SIDE, LEFT, TOP = 190, 40, 10  # of the reliability plot


def _bar_x(value: float) -> float:
    return round(EDGE + (BAR_WIDTH - 2 * EDGE) * value, 1)


def _bar(content: str) -> Markup:
    return Markup(
        f'<svg class="bar" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" aria-hidden="true" focusable="false">'
        f"{content}</svg>"
    )


def bar_axis() -> Markup:
    """Draw the axis above a column of bars."""
    ticks = "".join(
        f'<text x="{_bar_x(tick)}" y="13" text-anchor="{anchor}">{round(100 * tick)}</text>'
        for tick, anchor in ((0, "start"), (0.5, "middle"), (1, "end"))
    )
    return Markup(
        f'<svg class="bar axis" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" aria-hidden="true" '
        f'focusable="false">{ticks}</svg>'
    )


def score_bar(score: Estimate, bounds: Bounds) -> Markup:
    """Draw a score in [0, 1] as a dot, its interval as a line, and the bounds as a pale band."""
    middle = BAR_HEIGHT / 2
    parts = []
    if bounds.n and bounds.high > bounds.low:
        x = _bar_x(bounds.low)
        parts.append(
            f'<rect class="bounds" x="{x}" y="4" width="{_bar_x(bounds.high) - x:.1f}" height="{BAR_HEIGHT - 8}"/>'
        )
    if isfinite(score.low) and isfinite(score.high):
        parts.append(
            f'<line class="ci" x1="{_bar_x(score.low)}" x2="{_bar_x(score.high)}" y1="{middle}" y2="{middle}"/>'
        )
    if isfinite(score.value):
        parts.append(f'<circle class="dot" cx="{_bar_x(score.value)}" cy="{middle}" r="3.6"/>')
    return _bar("".join(parts))


def difference_axis() -> Markup:
    """Draw the axis above a column of differences, from -100 to 100 points."""
    ticks = "".join(
        f'<text x="{_bar_x(place)}" y="13" text-anchor="{anchor}">{words}</text>'
        for place, anchor, words in ((0, "start", "A better"), (0.5, "middle", "0"), (1, "end", "B better"))
    )
    return Markup(
        f'<svg class="bar axis" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" aria-hidden="true" '
        f'focusable="false">{ticks}</svg>'
    )


def difference_bar(found: Difference) -> Markup:
    """Draw a difference in [-1, 1] as a dot and its interval as a line."""
    middle = BAR_HEIGHT / 2
    content = ""
    if isfinite(found.low) and isfinite(found.high):
        ends = (_bar_x((found.low + 1) / 2), _bar_x((found.high + 1) / 2))
        content = f'<line class="ci" x1="{ends[0]}" x2="{ends[1]}" y1="{middle}" y2="{middle}"/>'
    if isfinite(found.value):
        content += f'<circle class="dot" cx="{_bar_x((found.value + 1) / 2)}" cy="{middle}" r="3.6"/>'
    return _bar(content)


def published_bar(value: float) -> Markup:
    """Draw a figure that others printed as a hollow diamond."""
    if not 0 <= value <= 1:
        return Markup("")
    x, y = _bar_x(value), BAR_HEIGHT / 2
    return _bar(f'<path class="published" d="M{x - 4.5} {y}L{x} {y - 4.5}L{x + 4.5} {y}L{x} {y + 4.5}Z"/>')


def frame(label: str, content: str, width: int, height: int) -> Markup:
    """Wrap the content of a plot that stands alone, with the text that is read out in its stead."""
    return Markup(
        f'<svg class="plot" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(visible(label))}">'
        f"{content}</svg>"
    )


def _x(share: float) -> float:
    return round(LEFT + SIDE * share, 1)


def _y(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)


def _reliability_mark(part: Bin, most: int) -> str:
    foot, tall = TOP + SIDE + 36, 28 * part.n / most
    return (
        f'<rect class="mass" x="{_x(part.low) + 1}" width="{max(2.0, SIDE * (part.high - part.low) - 2):.1f}" '
        f'y="{foot - tall:.1f}" height="{tall:.1f}"/>'
        f'<line class="ci" x1="{_x(part.confidence)}" x2="{_x(part.confidence)}" '
        f'y1="{_y(part.accuracy_low)}" y2="{_y(part.accuracy_high)}"/>'
        f'<circle class="dot" cx="{_x(part.confidence)}" cy="{_y(part.accuracy)}" r="3.6"/>'
    )


def reliability_plot(curve: Sequence[Bin], label: str) -> Markup:
    """Draw accuracy against stated confidence, with Wilson intervals and the number of answers below."""
    most = max(part.n for part in curve)
    grid = "".join(
        f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(tick)}" y2="{_y(tick)}"/>'
        f'<text x="{LEFT - 6}" y="{_y(tick) + 4}" text-anchor="end">{round(100 * tick)}</text>'
        f'<text x="{_x(tick)}" y="{TOP + SIDE + 52}" text-anchor="middle">{round(100 * tick)}</text>'
        for tick in (0, 0.5, 1)
    )
    ideal = f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    names = (
        f'<text x="{_x(0.5)}" y="{TOP + SIDE + 70}" text-anchor="middle">stated confidence, %</text>'
        f'<text transform="translate(11 {_y(0.5)}) rotate(-90)" text-anchor="middle">score, %</text>'
    )
    marks = "".join(_reliability_mark(part, most) for part in curve)
    return frame(label, grid + ideal + marks + names, LEFT + SIDE + 16, TOP + SIDE + 78)
