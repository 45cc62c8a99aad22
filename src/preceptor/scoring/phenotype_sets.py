"""HPO terms given against terms wanted: exact, and with credit for near terms along the ontology.

Exact: a term counts if it is one of those wanted. Ancestor-aware: both sides stand for themselves and all that they
are kinds of, and each term counts by its information content, so that "seizure" for "febrile seizure" is nearly right,
"abnormality of the nervous system" hardly anything, and a wrong branch nothing. With nothing given, precision is 0.

Source: Preceptor; hierarchical precision and recall: Kiritchenko S et al. Learning and evaluation in the presence of class
    hierarchies. Canadian AI 2006. https://doi.org/10.1007/11766247_34; information content: Resnik P. IJCAI 1995.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from preceptor.components import Columns
from preceptor.errors import BadInput, NotFound
from preceptor.knowledge.hpo import Hpo

CODE = re.compile(r"HP[:_]\d{7}", re.IGNORECASE)
_LAST = re.compile(r"^[ \t*_#>]*(?:final )?answer[*_]*[ \t]*[:：][*_]*", re.IGNORECASE | re.MULTILINE)
_ITEM = re.compile(r"^\s*(?:\(?\d{1,3}[.):]|[-*•])\s*(\S.*?)\s*$", re.MULTILINE)
Sums = tuple[float, float, float]
RATES = ("precision", "recall", "f1")


def present_code(release: Hpo, code: str) -> str:
    """Return the id that the release uses for a term; one that it does not know stays as it is."""
    try:
        return release.resolve(code).id
    except (NotFound, BadInput):
        return code.upper().replace("_", ":")


def read_terms(release: Hpo, text: str) -> list[str]:
    """Read the terms that a reply settles on, each once: its HPO ids, or where it has none the names in its list.

    Only what stands behind the last `Answer:` is read, where there is one. A listed name that is no name or synonym
    of the release is returned as it is: it was given, and it is no term.

    Example: ids are `HP:0001250`; `1. Seizure` is read by its name.
    """
    part = text[max((found.end() for found in _LAST.finditer(text)), default=0) :]
    items = [re.sub(r"[*_`]{1,3}", "", item).strip(" .") for item in _ITEM.findall(part)]
    coded = [item for item in items if CODE.search(item)]
    if codes := CODE.findall("\n".join(coded) or part):
        return list(dict.fromkeys(present_code(release, code) for code in codes))
    named = items or [line.strip(" .*_") for line in part.splitlines() if line.strip()]
    found = [term_named(release, name) or (name if items else "") for name in named]
    return list(dict.fromkeys(one for one in found if one))


def term_named(release: Hpo, name: str) -> str:
    """Return the id of a term by its name or an exact synonym, whatever the case; "" where there is none."""
    number = release.by_name.get(" ".join(name.lower().split()))
    return "" if number is None else release.ids[number]


def _information(release: Hpo, codes: Iterable[str]) -> set[int]:
    known = (release.by_id[code] for code in codes if code in release.by_id)
    return {int(up) for term in known for up in release.graph.closure[term]}


def shared_information(release: Hpo, given: Iterable[str], wanted: Iterable[str]) -> Sums:
    """Return the information of what both say, of what is given, and of what is wanted, in nats.

    A given code that the release does not know weighs as much as its rarest term.
    """
    given = set(given)
    ours, theirs = _information(release, given), _information(release, wanted)
    weight = release.information
    strange = sum(code not in release.by_id for code in given) * float(weight.max(initial=0.0))
    return (
        float(weight[list(ours & theirs)].sum()),
        float(weight[list(ours)].sum()) + strange,
        float(weight[list(theirs)].sum()),
    )


def rates(found: float, given: float, wanted: float) -> tuple[float, float, float]:
    """Return precision, recall and F1; 0 where there is nothing to divide by.

    Example:
        >>> rates(2, 4, 2)
        (0.5, 1.0, 0.6666666666666666)
    """
    precision = found / given if given else 0.0
    recall = found / wanted if wanted else 0.0
    return precision, recall, 2 * found / (given + wanted) if given + wanted else 0.0


def parts_of(name: str, sums: Sequence[float]) -> dict[str, float]:
    """Return sums and rates as columns of a score, `name` before each: `ancestor_found`, `ancestor_f1`."""
    columns = ("found", "given", "wanted", *RATES)
    return {
        f"{name}{column}": float(value) for column, value in zip(columns, (*sums, *rates(*sums)), strict=True)
    }


def set_rates(columns: Columns, names: Sequence[str]) -> Mapping[str, float]:
    """Return macro rates (means over cases) for each kind of credit, and micro rates where there are sums."""
    found: dict[str, float] = {}
    for name in names:
        if f"{name}f1" not in columns:
            continue
        for column in RATES:
            found[f"macro_{name}{column}"] = float(np.nanmean(columns[f"{name}{column}"]))
        if f"{name}found" in columns:
            sums = [float(np.nansum(columns[f"{name}{column}"])) for column in ("found", "given", "wanted")]
            found |= {
                f"micro_{name}{column}": value for column, value in zip(RATES, rates(*sums), strict=True)
            }
    return found


def share(columns: Columns, part: str, whole: str) -> float:
    """Return the sum of one column as a part of another's; 0 where there is nothing."""
    if part not in columns or whole not in columns:
        return 0.0
    every = float(np.nansum(columns[whole]))
    return float(np.nansum(columns[part])) / every if every else 0.0
