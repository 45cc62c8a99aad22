"""What a disease's names and definition say it shows: "Deafness, autosomal recessive 12" needs no paper to state it.

Names are of the catalogues and of Mondo, and of the Mondo groups that a disease belongs to; definitions are the Disease
Ontology's, up to what is said of the cause. Neither belongs to a paper, so both stay when a paper is left out.
"""

import re

import numpy as np

from preceptor.differential._counts import Ints
from preceptor.knowledge.disease_ontology import DiseaseOntology
from preceptor.knowledge.hpo import Hpo
from preceptor.knowledge.mondo import Mondo

LONGEST = 7  # words of a term's name
LARGEST_GROUP = 400  # annotated diseases below a Mondo group whose name is still read
_WORD = re.compile(r"[a-z0-9]+")
_CAUSE = re.compile(r"has_material_basis_in|caused by|located_in|derives_from")
_ABSENT = re.compile(r"\b(?:without|no|not|unaffected|sparing of|absence of|distinguished from)\b[^,.;]*")


def _words(text: str) -> list[str]:
    """Return lower-case words without plural ends."""
    return [
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in _WORD.findall(text.lower())
    ]


def _dictionary(found: Hpo) -> tuple[dict[tuple[str, ...], int], dict[str, int]]:
    """Return words of a finding's name or exact synonym -> its number, and first word -> most words."""
    held: dict[tuple[str, ...], int] = {}
    longest: dict[str, int] = {}
    named = [(name, term) for term, name in enumerate(found.names)]
    named += [(one.text, one.term) for one in found.synonyms if one.scope == "EXACT"]
    for text, term in named:
        words = tuple(_words(text))
        if found.is_phenotype[term] and 0 < len(words) <= LONGEST and len("".join(words)) > 3:
            held.setdefault(words, term)
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return held, longest


def _terms(text: str, known: dict[tuple[str, ...], int], longest: dict[str, int]) -> set[int]:
    """Return the findings that a text names, longest first, none inside another."""
    words, place, found = _words(text), 0, set[int]()
    while place < len(words):
        for length in range(min(longest.get(words[place], 0), len(words) - place), 0, -1):
            term = known.get(tuple(words[place : place + length]))
            if term is not None:
                found.add(term)
                place += length - 1
                break
        place += 1
    return found


def _defined(defined: DiseaseOntology | None, codes: list[str]) -> list[str]:
    """Return what the definitions of these codes say that patients show."""
    if defined is None:
        return []
    places = {defined.by_code[code] for code in codes if code in defined.by_code}
    texts = [defined.definitions.get(defined.ids[place], "") for place in sorted(places)]
    return [part for text in texts for part in _ABSENT.sub(" ", _CAUSE.split(text)[0]).split(",")]


def named_findings(
    found: Hpo, names: Mondo, defined: DiseaseOntology | None, ids: tuple[str, ...], members: list[list[int]]
) -> tuple[Ints, Ints]:
    """Return (disease, finding) pairs that names and definitions state, by disease."""
    known, longest = _dictionary(found)
    node = [names.by_id.get(code, -1) for code in ids]
    inside = np.zeros(len(names.ids), np.int64)
    for number in node:
        if number >= 0:
            inside[names.graph.closure[number]] += 1
    cache: dict[str, set[int]] = {}
    pairs: list[tuple[int, int]] = []
    for spot, number in enumerate(node):
        texts = [found.disease_names[disease] for disease in members[spot]]
        texts += _defined(defined, [found.disease_ids[disease] for disease in members[spot]])
        if number >= 0:
            texts += [names.names[number], *names.other_names[number]]
            groups = [int(above) for above in names.graph.closure[number] if inside[above] <= LARGEST_GROUP]
            texts += [names.names[above] for above in groups if above != number]
        stated = set[int]()
        for text in texts:
            if text not in cache:
                cache[text] = _terms(text, known, longest)
            stated |= cache[text]
        pairs += [(spot, term) for term in sorted(stated)]
    table = np.array(pairs, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
