"""What must hold before a system may replace another: a small YAML file, read strictly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from preceptor.errors import BadInput, NotFound, near
from preceptor.files import read_yaml
from preceptor.records import Json

MustBe = Literal["better", "not worse", "same"]
Multiplicity = Literal["holm", "benjamini-hochberg", "none"]
Missing = Literal["bounds", "answered"]
Small = Literal["insufficient", "ignore"]
REFERENCE = "docs/compare.md"


@dataclass(frozen=True, kw_only=True, slots=True)
class Primary:
    """A metric that must be better, not worse or the same; the margin is in the metric's unit."""

    task: str
    metric: str
    must_be: MustBe
    margin: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Harm:
    """A flag that must stay rare (`at_most`), or not grow by more than `margin`."""

    task: str
    flag: str
    at_most: float | None
    margin: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SubgroupRule:
    """What must hold within every value of a tag."""

    task: str
    tag: str
    must_be: MustBe
    margin: float
    least_cases: int
    small: Small


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What the candidate may cost per case; None is no limit."""

    usd_per_case: float | None = None
    tokens_per_case: float | None = None
    median_seconds: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """The rules of a gate."""

    name: str
    alpha: float
    power: float
    multiplicity: Multiplicity
    missing: Missing
    least_cases: int
    primary: tuple[Primary, ...]
    harm: tuple[Harm, ...]
    subgroups: tuple[SubgroupRule, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Fields:
    """A mapping of the file with its place, for messages that say where."""

    place: str
    found: Mapping[str, Json]

    def only(self, *known: str) -> None:
        """Refuse a name that is not known."""
        for name in self.found:
            if name not in known:
                raise BadInput(
                    f"{self.place}: unknown {name!r}; allowed: {', '.join(known)}{near(str(name), known)}"
                )

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; required without a default."""
        value = self.found.get(name, default)
        if not isinstance(value, str) or not value:
            raise BadInput(f"{self.place}: {name!r} must be a text, got {value!r}; see {REFERENCE}")
        return value

    def one_of(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return one of a list of words."""
        value = self.found.get(name, default)
        if value not in allowed:
            raise BadInput(f"{self.place}: {name!r} is {value!r}; allowed: {', '.join(allowed)}")
        return cast(str, value)

    def number(
        self, name: str, low: float, high: float, default: float | None = None, *, needed: bool = True
    ) -> float | None:
        """Return a number within a range; None only where it is not needed."""
        value = self.found.get(name, default)
        if value is None and not needed:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise BadInput(f"{self.place}: {name!r} is {value!r}; give a number in {low:g}..{high:g}")
        return float(value)

    def needed(self, name: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number that must be there."""
        return cast(float, self.number(name, low, high, default))

    def parts(self, name: str) -> list["_Fields"]:
        """Return the entries of a list of mappings; empty where it is not given."""
        value = self.found.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise BadInput(f"{self.place}: {name!r} must be a list of entries, each with its fields")
        entries = cast("list[Mapping[str, Json]]", value)
        return [_Fields(f"{self.place}, {name}[{i + 1}]", one) for i, one in enumerate(entries)]


def _must_be(entry: _Fields) -> MustBe:
    return cast(MustBe, entry.one_of("must_be", get_args(MustBe), "not worse"))


def _primary(entry: _Fields) -> Primary:
    entry.only("task", "metric", "must_be", "margin")
    return Primary(
        task=entry.text("task", "all"), metric=entry.text("metric", "score"), must_be=_must_be(entry),
        margin=entry.needed("margin", 1e-6, 1e9),
    )  # fmt: skip


def _harm(entry: _Fields) -> Harm:
    entry.only("task", "flag", "at_most", "margin")
    found = Harm(
        task=entry.text("task", "all"), flag=entry.text("flag"),
        at_most=entry.number("at_most", 0, 1, needed=False), margin=entry.number("margin", 1e-6, 1, needed=False),
    )  # fmt: skip
    if found.at_most is None and found.margin is None:
        raise BadInput(
            f"{entry.place}: give `at_most` (a ceiling), `margin` (against the first run), or both"
        )
    return found


def _subgroup(entry: _Fields) -> SubgroupRule:
    entry.only("task", "tag", "must_be", "margin", "least_cases", "small")
    return SubgroupRule(
        task=entry.text("task", "all"), tag=entry.text("tag"), must_be=_must_be(entry),
        margin=entry.needed("margin", 1e-6, 1), least_cases=int(entry.needed("least_cases", 2, 1e9, 30)),
        small=cast(Small, entry.one_of("small", get_args(Small), "insufficient")),
    )  # fmt: skip


def _limits(top: _Fields) -> Limits:
    value = top.found.get("limits", {})
    if not isinstance(value, dict):
        raise BadInput(f"{top.place}: 'limits' must hold usd_per_case, tokens_per_case or median_seconds")
    entry = _Fields(f"{top.place}, limits", cast("Mapping[str, Json]", value))
    names = ("usd_per_case", "tokens_per_case", "median_seconds")
    entry.only(*names)
    usd, tokens, seconds = (entry.number(name, 0, 1e12, needed=False) for name in names)
    return Limits(usd_per_case=usd, tokens_per_case=tokens, median_seconds=seconds)


def policy_of(found: Json, place: str) -> Policy:
    """Make a policy of what a file holds.

    Raises:
        BadInput: anything that is not exactly a policy; the message has the place.
    """
    if not isinstance(found, dict):
        raise BadInput(f"{place}: a policy is a mapping with `primary` and other rules; see {REFERENCE}")
    top = _Fields(place, cast("Mapping[str, Json]", found))
    top.only(
        "name", "alpha", "power", "multiplicity", "missing", "least_cases", "primary", "harm", "subgroups", "limits"
    )  # fmt: skip
    policy = Policy(
        name=top.text("name", "release policy"),
        alpha=top.needed("alpha", 1e-6, 0.5, 0.05),
        power=top.needed("power", 0.5, 0.999, 0.8),
        multiplicity=cast(Multiplicity, top.one_of("multiplicity", get_args(Multiplicity), "holm")),
        missing=cast(Missing, top.one_of("missing", get_args(Missing), "bounds")),
        least_cases=int(top.needed("least_cases", 1, 1e9, 1)),
        primary=tuple(map(_primary, top.parts("primary"))),
        harm=tuple(map(_harm, top.parts("harm"))),
        subgroups=tuple(map(_subgroup, top.parts("subgroups"))),
        limits=_limits(top),
    )
    if not policy.primary:
        raise BadInput(f"{place}: 'primary' is empty; a gate needs at least one metric with a margin")
    for name, rules in (("primary", policy.primary), ("harm", policy.harm), ("subgroups", policy.subgroups)):
        if twice := [place + 1 for place, rule in enumerate(rules) if rule in rules[:place]]:
            raise BadInput(f"{top.place}, {name}[{twice[0]}]: this rule stands there already; remove it")
    return policy


def read_policy(path: Path) -> Policy:
    """Read a policy.

    Raises:
        NotFound: no such file.
        BadInput: no YAML, or not a policy.
    """
    if not path.is_file():
        raise NotFound(f"no policy file {path}; {REFERENCE} shows one")
    return policy_of(cast(Json, read_yaml(path)), str(path))
