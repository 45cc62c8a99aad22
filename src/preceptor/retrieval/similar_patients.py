"""Which patients are most alike by their findings: shared information over all information, along the ontology.

In: each patient's findings as term numbers of an HPO release. Out: places of the most similar patients, with their
likeness in [0, 1]. A patient's findings stand for themselves and all that they are kinds of; likeness is the information
content of what both have over that of what either has, so a shared rare finding counts for more than a shared common
one, and two patients with different seizures are a little alike. Excluded findings are not compared.

Source: simGIC: Pesquita C, Faria D, Bastos H, et al. Metrics for GO based protein semantic similarity: a systematic
    evaluation. BMC Bioinformatics 2008;9(Suppl 5):S4. https://doi.org/10.1186/1471-2105-9-S5-S4. Information content:
    Resnik P. IJCAI 1995.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from preceptor.graphs import lists
from preceptor.knowledge.hpo import Hpo


class SimilarPatients:
    """An index over patients; read by any thread."""

    def __init__(self, release: Hpo, patients: Sequence[Iterable[int]]) -> None:
        """Take the findings of each patient, as numbers of the release's terms."""
        self._release = release
        self._held = lists([self._above(findings) for findings in patients])
        self._size = self._summed(release.information)

    def __len__(self) -> int:
        return len(self._held)

    def _above(self, findings: Iterable[int]) -> NDArray[np.int32]:
        found = self._release.graph.ancestors(findings)
        return found[self._release.information[found] > 0]

    def _summed(self, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(self._held.rows, weight[self._held.values], len(self._held)).astype(np.float64)

    def likeness(self, findings: Iterable[int]) -> NDArray[np.float64]:
        """Return how alike each patient is, `(patients,)`, in [0, 1]; 0 where nothing that tells anything is shared."""
        own = self._above(findings)
        weight = np.zeros(len(self._release.information))
        weight[own] = self._release.information[own]
        shared = self._summed(weight)
        return shared / np.maximum(self._size + weight.sum() - shared, 1e-12)

    def nearest(
        self, findings: Iterable[int], k: int, *, without: Iterable[int] = ()
    ) -> list[tuple[int, float]]:
        """Return (place, likeness) of the k most similar patients, the most similar first; equals in their order.

        Args:
            without: places that are not looked at.
        """
        found = self.likeness(findings)
        found[list(without)] = -1.0
        order = np.argsort(-found, kind="stable")[:k]
        return [(int(place), float(found[place])) for place in order if found[place] > 0]
