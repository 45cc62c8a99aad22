"""The probability of none of these, with the right disease annotated and with all its annotations left out."""

import numpy as np
import pytest

from preceptor.differential import ranked, rare_diseases


@pytest.mark.data
def test_none_of_these_is_likelier_when_the_disease_is_taken_away() -> None:
    diseases, draw = rare_diseases(), np.random.default_rng(4)
    start, term, share = diseases.profile
    names, cited = list(diseases.references), diseases.rows.cited
    there, away = [], []
    for number in draw.choice(np.flatnonzero(np.diff(start) > 12), 60, replace=False).tolist():
        part = slice(start[number], start[number + 1])
        findings = draw.choice(term[part], 8, replace=False, p=share[part] / share[part].sum()).tolist()
        first, last = cited.start[diseases.row_start[number]], cited.start[diseases.row_start[number + 1]]
        everything = [names[one] for one in np.unique(cited.values[first:last])]
        there.append(ranked(diseases, findings, explained=0).none)
        away.append(ranked(diseases, findings, leave_out=everything, explained=0).none)
    ahead = np.mean(np.array(away)[:, None] > np.array(there)[None])  # area under the curve
    assert ahead > 0.65
