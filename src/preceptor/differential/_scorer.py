"""The learnt combination: a small network over the features, a temperature, and the score of "none of these"."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

import numpy as np

from preceptor import files
from preceptor.differential._counts import Floats, Singles
from preceptor.differential._features import FEATURES
from preceptor.errors import BadData

Weights = Literal["new", "published", "plain"]
NONE_FEATURES = (
    "one", "most_evidence", "most_evidence_by_n", "log_findings", "most_resnik", "most_likeness", "most_latent_likeness",
    "first_score", "first_ahead_of_tenth", "entropy", "resnik_of_first", "likeness_of_first", "evidence_of_first_by_n",
    "own_evidence_of_first_by_n", "named_of_first",
)  # fmt: skip
FARTHEST = 6.0  # widths from the mean at which a feature stops counting further
WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, eq=False)
class Scorer:
    """Weights as trained on simulated patients (experiments/differential_training.py).

    Attributes:
        none: weights of NONE_FEATURES in the log odds that no candidate is right; without any, "none of these" is a
            candidate of score 0.
        set_mass: probability that a conformal set must hold to contain the right disease in 90 %.
    """

    mean: Singles
    width: Singles
    first: Singles
    bias: Singles
    second: Singles
    linear: Singles
    scale: float
    none: Floats | None
    set_mass: float

    def scores(self, table: Floats) -> Floats:
        """Return the log odds of the candidates against each other, `(candidates,)`."""
        x = np.clip((table - self.mean) / self.width, -FARTHEST, FARTHEST).astype(np.float32)
        found = np.tanh(x @ self.first + self.bias) @ self.second + x @ self.linear
        return found.astype(float) * self.scale

    def none_features(self, table: Floats, score: Floats) -> Floats:
        """Return what speaks for or against a right candidate, as NONE_FEATURES names it."""
        first, n = int(score.argmax()), float(np.exp(table[0, _COLUMN["log_findings"]]))
        chance = np.exp(score - score.max())
        chance /= chance.sum()
        most = table[
            :, [_COLUMN[name] for name in ("evidence", "resnik", "likeness", "latent_likeness")]
        ].max(0)
        of_first = [table[first, _COLUMN[name]] for name in
                    ("resnik", "likeness", "evidence", "own_evidence", "named")]  # fmt: skip
        tenth = np.partition(score, -min(10, len(score)))[-min(10, len(score))]
        return np.array([
            1.0, most[0] / 10, most[0] / n, np.log(n), *most[1:], score[first], score[first] - tenth,
            -np.sum(chance * np.log(chance + 1e-12)), of_first[0], of_first[1], of_first[2] / n, of_first[3] / n,
            of_first[4],
        ], float)  # fmt: skip

    def none_odds(self, table: Floats, score: Floats) -> float:
        """Return the log odds that none of the candidates is right."""
        if self.none is None:
            return -float(score.max() + np.log(np.exp(score - score.max()).sum()))
        return float(self.none_features(table, score) @ self.none)


_COLUMN = {name: place for place, name in enumerate(FEATURES)}


def plain() -> Scorer:
    """Return the summed evidence alone: every finding counts as independent, none of these as the background."""
    f = len(FEATURES)
    only = (np.arange(f) == FEATURES.index("evidence")).astype(np.float32)
    nought = np.zeros(f, np.float32)
    return Scorer(
        mean=nought, width=nought + np.float32(1e6), first=np.zeros((f, 1), np.float32), bias=nought[:1],
        second=nought[:1], linear=only, scale=1e6, none=None, set_mass=0.9,
    )  # fmt: skip


@lru_cache(maxsize=2)
def scorer(weights: Weights = "new") -> Scorer:
    """Return the shipped weights: for patients new to the annotations, for those they may be made from, or plain sums.

    Raises:
        BadData: they were trained on other features.
    """
    if weights == "plain":
        return plain()
    stored = cast("dict[str, dict[str, object]]", files.read_json(WEIGHTS / f"{weights}.json"))["weights"]
    if (
        tuple(cast("list[str]", stored["features"])),
        tuple(cast("list[str]", stored.get("none_features", ()))),
    ) != (
        FEATURES,
        NONE_FEATURES,
    ):
        raise BadData(
            f"{WEIGHTS}/{weights}.json was trained on other features; run experiments/differential_training.py"
        )
    arrays = {
        name: np.array(stored[name], np.float32)
        for name in ("mean", "width", "first", "bias", "second", "linear")
    }
    return Scorer(
        **arrays,
        scale=cast(float, stored["scale"]),
        none=np.array(stored["none"], float),
        set_mass=cast(float, stored["set_mass"]),
    )
