"""Score against cost, with the Pareto front: what each further point of score costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from markupsafe import Markup, escape

from preceptor.report._figures import ArmFigures
from preceptor.report._numbers import percent
from preceptor.report._plots import frame
from preceptor.report._results import ArmKey, several_versions, task_name
from preceptor.report._text import short_model
from preceptor.stats import Estimate

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 440, 300, 46, 14, 12, 44
WIDE = 20  # costs that differ by more than this factor are drawn on a logarithmic axis


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One arm: what a case costs and what it scores."""

    label: str
    cost: float
    score: Estimate


@dataclass(frozen=True, kw_only=True, slots=True)
class CostPlot:
    """The plot of one task, and what its numbers and its front are; no picture of fewer than two points.

    Attributes:
        cached: arms left out because the cache answered.
    """

    task: str
    measure: str
    points: tuple[Point, ...]
    front: tuple[Point, ...]
    picture: Markup | None
    cached: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axes:
    low: float
    high: float
    logarithmic: bool

    def x(self, cost: float) -> float:
        share = (cost - self.low) / (self.high - self.low)
        if self.logarithmic:
            share = log10(cost / self.low) / log10(self.high / self.low)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    def y(self, score: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - score), 1)

    def ticks(self) -> list[float]:
        if self.logarithmic:
            powers = range(floor(log10(self.low)), floor(log10(self.high)) + 1)
            fine = [times * 10.0**power for power in powers for times in (1, 3)]
            return [tick for tick in fine if self.low <= tick <= self.high]
        step = 10.0 ** floor(log10(self.high / 2))
        step *= next(times for times in (1, 2, 5, 10) if self.high / (step * times) <= 5)
        return [step * number for number in range(int(self.high / step) + 1)]


def pareto(points: Sequence[Point]) -> list[Point]:
    """Return the points that no other equals or beats in both cost and score, cheapest first."""
    front: list[Point] = []
    for point in sorted(points, key=lambda one: (one.cost, -one.score.value)):
        if not front or point.score.value > front[-1].score.value:
            front.append(point)
    return front


def _axes(points: Sequence[Point]) -> _Axes:
    costs = [point.cost for point in points]
    if min(costs) > 0 and max(costs) / min(costs) > WIDE:
        return _Axes(low=min(costs) / 1.6, high=max(costs) * 1.6, logarithmic=True)
    return _Axes(low=0.0, high=max(costs) * 1.12 or 1.0, logarithmic=False)


def _scale(axes: _Axes, measure: str) -> str:
    rows = "".join(
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{axes.y(tick)}" y2="{axes.y(tick)}"/>'
        f'<text x="{LEFT - 7}" y="{axes.y(tick) + 4}" text-anchor="end">{round(100 * tick)}</text>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    )
    columns = "".join(
        f'<text x="{axes.x(tick)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tick:g}</text>'
        for tick in axes.ticks()
    )
    name = escape(measure) + (" (logarithmic)" if axes.logarithmic else "")
    return (
        f'{rows}{columns}<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{name}</text>'
        f'<text transform="translate(12 {axes.y(0.5)}) rotate(-90)" text-anchor="middle">score, %</text>'
    )


def _node(number: int, point: Point, axes: _Axes, kind: str) -> str:
    x, y, score = axes.x(point.cost), axes.y(point.score.value), point.score
    interval = ""
    if isfinite(score.low) and isfinite(score.high):
        interval = f'<line class="ci" x1="{x}" x2="{x}" y1="{axes.y(score.low)}" y2="{axes.y(score.high)}"/>'
    return (
        f'{interval}<circle class="{kind}" cx="{x}" cy="{y}" r="8.5"/>'
        f'<text class="{kind}" x="{x}" y="{y + 4}" text-anchor="middle">{number}</text>'
    )


def draw(points: Sequence[Point], measure: str) -> Markup:
    """Draw score against cost, numbered as in the list beside it."""
    axes, front = _axes(points), pareto(points)
    line = " ".join(f"{axes.x(point.cost)},{axes.y(point.score.value)}" for point in front)
    nodes = "".join(
        _node(number, point, axes, "node front" if point in front else "node")
        for number, point in enumerate(points, 1)
    )
    listed = "; ".join(f"{one.label} {percent(one.score.value)} % at {one.cost:.4g}" for one in points)
    content = f'{_scale(axes, measure)}<polyline class="front" points="{line}"/>{nodes}'
    return frame(f"Score against {measure}: {listed}", content, WIDTH, HEIGHT)


def _measure(arms: Sequence[ArmFigures]) -> tuple[str, list[float | None]]:
    """Choose what cost means: price where all are known, else tokens, else time."""
    prices = [arm.cost.price_usd for arm in arms]
    if all(price is not None for price in prices) and any(prices):
        return "US dollars per case", [
            None if price is None else price / arm.cost.n for price, arm in zip(prices, arms, strict=True)
        ]
    tokens = [(arm.cost.input_tokens + arm.cost.output_tokens) / arm.cost.n for arm in arms]
    if any(tokens):
        return "tokens per case", list(tokens)
    return "median seconds per case", [arm.cost.median_s for arm in arms]


def _label(key: ArmKey, several: bool) -> str:
    return " · ".join(filter(None, (key.run if several else "", key.pipeline, short_model(key.model))))


def _plot(name: str, arms: Sequence[ArmFigures], several: bool) -> CostPlot | None:
    asked = [arm for arm in arms if not arm.cost.cached]
    cached = tuple(_label(arm.key, several) for arm in arms if arm.cost.cached)
    measure, costs = _measure(asked) if asked else ("cost", [])
    points = tuple(
        Point(label=_label(arm.key, several), cost=cost, score=arm.score)
        for arm, cost in zip(asked, costs, strict=True)
        if cost is not None
    )
    if len(points) > 1:
        front, picture = tuple(pareto(points)), draw(points, measure)
        return CostPlot(
            task=name, measure=measure, points=points, front=front, picture=picture, cached=cached
        )
    if cached:
        return CostPlot(task=name, measure=measure, points=(), front=(), picture=None, cached=cached)
    return None


def cost_plots(arms: Sequence[ArmFigures]) -> list[CostPlot]:
    """Draw one plot for each task that several pipelines or models answered, unperturbed arms only.

    Arms with replies from the cache are named and not drawn: what they would have cost is not known.
    """
    versioned = several_versions(arm.key for arm in arms)
    tasks: dict[str, list[ArmFigures]] = {}
    for arm in arms:
        if not arm.key.perturbation and isfinite(arm.score.value):
            tasks.setdefault(task_name(arm.key, versioned), []).append(arm)
    several = [name for name, mine in tasks.items() if len({(a.key.pipeline, a.key.model) for a in mine}) > 1]
    found = [_plot(name, tasks[name], len({arm.key.run for arm in tasks[name]}) > 1) for name in several]
    return [plot for plot in found if plot is not None]
