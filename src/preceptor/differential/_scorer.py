"""The learnt combination: a small network over the features, a temperature, and the score of "none of these"."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

import numpy as np

from preceptor import files
from preceptor.differential._features import FEATURES
from preceptor.differential._profiles import Floats
from preceptor.errors import BadData

Weights = Literal["new", "published", "plain"]
FARTHEST = 6.0  # widths from the mean at which a feature stops counting further
WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, eq=False)
class Scorer:
    """Weights as trained on simulated patients (experiments/differential_training.py).

    Attributes:
        none: weights of 1, best evidence / 10, best evidence / findings, ln findings.
        set_mass: probability that a conformal set must hold to contain the right disease in 90 %.
    """

    mean: Floats
    width: Floats
    first: Floats
    bias: Floats
    second: Floats
    linear: Floats
    scale: float
    none: Floats
    set_mass: float

    def scores(self, table: Floats) -> Floats:
        """Return the log odds of the candidates against each other, `(candidates,)`."""
        x = np.clip((table - self.mean) / self.width, -FARTHEST, FARTHEST)
        return (np.tanh(x @ self.first + self.bias) @ self.second + x @ self.linear) * self.scale

    def none_score(self, table: Floats) -> float:
        """Return the log odds that none of the candidates is right, on the same scale."""
        best, log_n = float(table[:, 0].max()), float(table[0, FEATURES.index("log_findings")])
        return float(np.array([1.0, best / 10, best / np.exp(log_n), log_n]) @ self.none)


def plain() -> Scorer:
    """Return the summed evidence alone: every finding counts as independent, none of these as the background."""
    f = len(FEATURES)
    only = (np.arange(f) == FEATURES.index("evidence")).astype(float)
    return Scorer(
        mean=np.zeros(f), width=np.full(f, 1e6), first=np.zeros((f, 1)), bias=np.zeros(1), second=np.zeros(1),
        linear=only, scale=1e6, none=np.zeros(4), set_mass=0.9,
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
    if tuple(cast("list[str]", stored["features"])) != FEATURES:
        raise BadData(
            f"{WEIGHTS}/{weights}.json was trained on other features; run experiments/differential_training.py"
        )
    arrays = {
        name: np.array(stored[name], float) for name in ("mean", "width", "first", "bias", "second", "linear")
    }
    return Scorer(
        **arrays,
        scale=cast(float, stored["scale"]),
        none=np.array(stored["none"], float),
        set_mass=cast(float, stored["set_mass"]),
    )
