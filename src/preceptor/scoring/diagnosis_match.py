"""Is the diagnosis that an answer names the right one: the same, a kind of it, a wider one, or another disease.

In: a candidate (a code, or a name in free text) and the truth (codes and a name). Names are reduced to their words
(accents, spelling, order, numerals, plurals), spelled out where they are short forms, and grounded to Mondo, which
joins OMIM, Orphanet, Disease Ontology, MeSH and NCIT; where both are grounded, the ontology decides. Where one is not,
the words do: a name that holds all words of the truth and more is a kind of it ("vertebral osteomyelitis"), one that
lacks only the number of a series, or whose words all stand in the truth with the same head, is wider. Members of one
numbered series are different diseases. Several diagnoses named without choosing settle on none.

How often it agrees with readings by eye is measured in docs/diagnosis_match.md.

Source: Preceptor; the one-way rule for subtypes as in Johri et al., Nat Med 2025, doi 10.1038/s41591-024-03328-5.
"""

from functools import lru_cache

from preceptor.records import Answer, Candidate, Score
from preceptor.scoring._diagnosis_names import grounded, head_of, key_in_use, tail_of, variants
from preceptor.scoring._diagnosis_statement import alternatives, stated
from preceptor.scoring._diagnosis_words import VAGUE, numbers_in, without_number, words_of
from preceptor.scoring._disease_codes import Relation, numbers_of, related_numbers, relation_of_codes
from preceptor.scoring._ranking_shapes import Truth

__all__ = ["Relation", "match", "related", "score_diagnosis", "settled"]
_NEGATED = frozenset(
    ["no", "not", "without", "exclude", "excluded", "rule", "negative", "unlike", "mimic", "mimicking"]
)


def related(candidate: Candidate, truth: Truth) -> Relation:
    """Say how one entry of a differential stands to the right disease; an entry that hedges is different."""
    if _is_coded(candidate) and truth.codes:
        return relation_of_codes(candidate.id, truth.codes)
    return match(candidate.name or candidate.id, truth)


def _is_coded(candidate: Candidate) -> bool:
    """Whether an entry has a code; what is read from a model's list has its name for an id."""
    return bool(candidate.id) and (candidate.id != candidate.name or bool(numbers_of(candidate.id)))


@lru_cache(maxsize=100_000)
def match(said: str, truth: Truth) -> Relation:
    """Say how a diagnosis in words stands to the right one.

    Example:
        >>> match("Deafness 4", Truth(codes=(), name="Deafness")), match("gout", Truth(codes=(), name="Sepsis"))
        ('narrower', 'different')
    """
    if key_in_use(said) and key_in_use(said) == key_in_use(truth.name):
        return "same"  # a name may hold a stroke or an "or" itself
    found: list[Relation] = [_one(part, truth) for part in alternatives(said)]
    return found[0] if len(set(found)) == 1 else "different"


def _one(said: str, truth: Truth) -> Relation:
    if not variants(said):
        return "different"
    keys = [key_in_use(one) for one in variants(said)]
    wanted = [key_in_use(one) for one in variants(truth.name)]
    if any(key in wanted for key in keys if key):
        return "same"
    ours = grounded(said)
    theirs = frozenset[int]().union(*(numbers_of(code) for code in truth.codes)) or grounded(truth.name)
    if ours and theirs:
        relation = related_numbers(ours, theirs)
        if relation != "different":
            return relation
    return _by_words(said, truth, settled_elsewhere=bool(ours and theirs))


def _by_words(said: str, truth: Truth, *, settled_elsewhere: bool) -> Relation:
    key, wanted = key_in_use(variants(said)[:2][-1]), key_in_use(truth.name)
    if not key or not wanted or set(words_of(said)) & _NEGATED:
        return "different"
    if _only_wider_by_number(key, wanted):
        return "broader"
    if numbers_in(key) != numbers_in(wanted) and numbers_in(key) and numbers_in(wanted):
        return "different"
    head, tail = head_of(said), tail_of(said)
    if tail and (_equal(head, truth) or _equal(tail, truth)):
        return "narrower"
    if settled_elsewhere:
        return "different"
    if wanted < key and not wanted <= VAGUE:
        return "narrower"
    return "broader" if _shares_head(key, wanted, said, truth.name) else "different"


def _only_wider_by_number(key: frozenset[str], wanted: frozenset[str]) -> bool:
    return bool(numbers_in(wanted)) and not numbers_in(key) and key == without_number(wanted)


def _equal(name: str, truth: Truth) -> bool:
    if any(key_in_use(one) == key_in_use(other) for one in variants(name) for other in variants(truth.name)):
        return True
    ours = grounded(name)
    theirs = frozenset[int]().union(*(numbers_of(code) for code in truth.codes)) or grounded(truth.name)
    return bool(ours and theirs and related_numbers(ours, theirs) in ("same", "narrower"))


def _shares_head(key: frozenset[str], wanted: frozenset[str], said: str, name: str) -> bool:
    """Whether all words of a name stand in the truth's, and both end in the same telling word."""
    if not key < wanted or key <= VAGUE:
        return False
    last = [words[-1] for words in (words_of(said), words_of(head_of(name.partition(",")[0]))) if words]
    return len(last) == 2 and last[0] in (last[1], *words_of(name)[-1:])


def settled(answer: Answer) -> str:
    """Return the diagnosis that an answer settles on, in its own words: the first of its ranking, or what it states."""
    return answer.ranking[0].name if answer.ranking else stated(answer.text)


def score_diagnosis(answer: Answer, truth: Truth) -> Score:
    """Score one diagnosis: 1 for the right disease or a kind of it, else 0.

    Returns:
        `parts`: same, narrower, broader (1 or 0); `hedged` is flagged where several are named without choosing,
        `unparsed` where nothing is said.
    """
    if answer.ranking and _is_coded(answer.ranking[0]) and truth.codes:
        said, relation, hedged = answer.ranking[0].name, related(answer.ranking[0], truth), False
    else:
        said = settled(answer)
        relation = match(said, truth) if said else "different"
        hedged = relation == "different" and len(alternatives(said)) > 1
    value = float(relation in ("same", "narrower"))
    parts = {name: float(relation == name) for name in ("same", "narrower", "broader")}
    flags = {name: True for name, found in (("hedged", hedged), ("unparsed", not said)) if found}
    why = f"read {said[:80]!r}: {'hedged' if hedged else relation}; expected {truth.name!r}"
    return Score(value=value, low=value, high=value, parts=parts, flags=flags, why=why)
