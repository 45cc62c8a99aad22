"""With the own paper left out, the right disease has lost rows: the ranking must not go by that."""

import gzip
from collections.abc import Iterator
from typing import cast

import numpy as np
import orjson
import pytest

from preceptor import files
from preceptor.differential import Diseases, rank, rare_diseases
from preceptor.errors import PreceptorError
from preceptor.records import Data

EVERY, DECOYS = 30, 80


def papers(diseases: Diseases, number: int) -> list[str]:
    """Return the publications that a disease's rows cite."""
    names, start = list(diseases.references), diseases.rows.cited.start
    first, last = diseases.row_start[number], diseases.row_start[number + 1]
    found = np.unique(diseases.rows.cited.values[start[first] : start[last]])
    return [names[one] for one in found.tolist() if names[one].startswith("PMID")]


def cases(diseases: Diseases) -> Iterator[tuple[list[str], list[str], int]]:
    """Yield (findings, own papers, disease) of cases whose own paper the disease's annotations cite."""
    with gzip.open(files.locate(Data(path="kb-phenopackets/phenopackets.jsonl.gz"))) as lines:
        for line in list(lines)[::EVERY]:
            packet = orjson.loads(line)["phenopacket"]
            code = packet["interpretations"][0]["diagnosis"]["disease"]["id"]
            own = [entry["id"] for entry in packet["metaData"].get("externalReferences", ())]
            terms = [one["type"]["id"] for one in packet["phenotypicFeatures"] if not one.get("excluded")]
            number = diseases.by_id.get(code, -1)
            if number >= 0 and terms and set(own) & set(papers(diseases, number)):
                yield terms, own, number


@pytest.mark.data
def test_other_diseases_losing_papers_too_does_not_spoil_the_ranking() -> None:
    diseases, rng = rare_diseases(), np.random.default_rng(0)
    alone, together = [], []
    for terms, own, number in cases(diseases):
        theirs, lost = set(papers(diseases, number)), cast("list[str]", [])
        try:
            found = rank(terms, leave_out=own, explained=0)
        except PreceptorError:
            continue
        for one in found.diseases[:DECOYS]:
            other = [name for name in papers(diseases, diseases.by_id[one.id]) if name not in theirs]
            lost += [str(rng.choice(other))] if other else []
        again = rank(terms, leave_out=[*own, *lost], explained=0)
        alone.append(diseases.ids[number] in [one.id for one in found.diseases[:3]])
        together.append(diseases.ids[number] in [one.id for one in again.diseases[:3]])
    assert len(alone) > 40
    assert np.mean(together) > 0.92 * np.mean(alone)  # rankings that went by the loss fell to 0.84 and less
