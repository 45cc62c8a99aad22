"""One answer out of several: how samples of each kind are counted.

Samples that were cut or withheld do not vote; neither do refusals and replies without a readable answer.
A tie goes to the answer given first, in the order of the samples. `confidence` is the winner's share of
all samples that were asked for, so a lost sample lowers it. The tally stands in `Answer.data` as
`{"votes": {answer: count}, "tie": bool}`, except where `data` is the answer itself.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isclose, nan

from preceptor.pipelines._reading import final_part
from preceptor.records import Answer, Candidate, Case, Json
from preceptor.scoring.choice import read_choice

_SEVERAL = re.compile(
    r"\bletters\b|letter\(s\)|\ball that apply\b|[2-5\uff12-\uff15二三](?:つ|個選)"
    r"|\b(?:choose|select|pick|mark|name|give|list|which|what are)\s+(?:any\s+|the\s+)?(?:two|three|four|several|[2-5])\b",
    re.IGNORECASE,
)
ENDING = 200  # characters: where a question says how many answers it wants
RANK_OFFSET = 60  # k of reciprocal rank fusion, Cormack et al. 2009, doi:10.1145/1571941.1572114


def letters(case: Case, answer: Answer) -> str | None:
    """Return the letters that an answer settles on ("B", "A,C"), None where none can be read."""
    if answer.choice:
        return answer.choice
    read = read_choice(answer.text, case.choices, several=wants_several(case))
    return ",".join(sorted(read.letters)) or None


def wants_several(case: Case) -> bool:
    """Say whether the question asks for more than one letter, by its own words; the target is not looked at."""
    return bool(_SEVERAL.search(f"{case.prompt[-ENDING:]} {case.instruction}"))


def agrees(case: Case, answer: Answer) -> bool:
    """Say whether an answer to a solved example is right; free text must be the same words."""
    if answer.finish != "stop" or answer.question:
        return False
    if case.answer_kind == "choice":
        return letters(case, answer) == ",".join(sorted(str(case.target).split(",")))
    if case.answer_kind == "value":
        wanted = case.target if isinstance(case.target, int | float) else nan
        return answer.value is not None and isclose(answer.value, wanted, rel_tol=1e-3)
    if case.answer_kind == "data":
        return answer.data == case.target
    return final_part(answer.text).casefold() == str(case.target).casefold()


def _key(case: Case, answer: Answer) -> str | None:
    """What two answers must share to be the same vote."""
    if case.answer_kind == "choice":
        return letters(case, answer)
    if case.answer_kind == "value":
        return None if answer.value is None else f"{answer.value:.4g}"
    if case.answer_kind == "data":
        return None if answer.data is None else json.dumps(answer.data, sort_keys=True)
    return " ".join(answer.text.casefold().split()) or None


def elect(case: Case, answers: Sequence[Answer]) -> Answer:
    """Return the answer that the samples agree on most; a dialogue asks on while more than half ask."""
    whole = [answer for answer in answers if answer.finish == "stop"]
    if not whole:
        return next((answer for answer in answers if answer.finish == "length"), answers[0])
    asking = [answer for answer in whole if answer.question]
    if len(asking) * 2 > len(whole):
        return asking[0]
    voters = [answer for answer in whole if not answer.question]
    if case.answer_kind == "ranking":
        return _merged_ranking(voters, len(answers))
    if case.answer_kind == "spans":
        return _shared_spans(voters)
    if case.answer_kind == "text":
        return _closest(voters, len(answers))
    return _majority(case, voters, len(answers))


def _majority(case: Case, voters: Sequence[Answer], asked: int) -> Answer:
    keys = [_key(case, answer) for answer in voters]
    tally = Counter(key for key in keys if key is not None)
    if not tally:
        return voters[0]
    winner, count = tally.most_common(1)[0]  # equal counts stay in the order of their first vote
    answer = voters[keys.index(winner)]
    if case.answer_kind == "data":
        return replace(answer, confidence=count / asked)
    choice = winner if case.answer_kind == "choice" else answer.choice
    return replace(answer, choice=choice, confidence=count / asked, data=_tally(tally))


def _tally(tally: Mapping[str, int]) -> Json:
    best = max(tally.values())
    return {"votes": dict(tally), "tie": sum(count == best for count in tally.values()) > 1}


def _closest(voters: Sequence[Answer], asked: int) -> Answer:
    """Free text: the sample whose words agree best with the others' (Kumar and Byrne 2004, minimum risk).

    Confidence is given only where texts agree word for word.
    """
    bags = [Counter(answer.text.casefold().split()) for answer in voters]
    agreement = [sum(_shared(one, other) for other in bags) for one in bags]
    best = max(range(len(voters)), key=lambda place: (round(agreement[place], 9), -place))
    same = sum(bag == bags[best] for bag in bags)
    return replace(voters[best], confidence=same / asked if same > 1 else None)


def _shared(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _merged_ranking(voters: Sequence[Answer], asked: int) -> Answer:
    """Merge the rankings by reciprocal rank; the text is that of a sample with the same first item."""
    points: dict[str, float] = {}
    names: dict[str, Candidate] = {}
    for answer in voters:
        for place, candidate in enumerate(answer.ranking, 1):
            key = " ".join(candidate.id.casefold().split())
            names.setdefault(key, candidate)
            points[key] = points.get(key, 0.0) + 1 / (RANK_OFFSET + place)
    if not points:
        return voters[0]
    order = sorted(points, key=lambda key: -points[key])
    merged = tuple(replace(names[key], score=points[key]) for key in order)
    agreeing = [
        answer for answer in voters
        if answer.ranking and " ".join(answer.ranking[0].id.casefold().split()) == order[0]
    ]  # fmt: skip
    deciding = agreeing[0] if agreeing else voters[0]
    return replace(deciding, ranking=merged, confidence=len(agreeing) / asked)


def _shared_spans(voters: Sequence[Answer]) -> Answer:
    """Keep the spans that more than half of the samples found; the text is the fullest sample's."""
    found = [
        {(span.start, span.end, span.code, span.assertion): span for span in one.spans} for one in voters
    ]
    counts = Counter(key for spans in found for key in spans)
    kept = {key for key, count in counts.items() if count * 2 > len(voters)}
    every = {key: span for spans in reversed(found) for key, span in spans.items()}
    fullest = max(range(len(voters)), key=lambda place: len(found[place].keys() & kept))
    shared = sorted((every[key] for key in kept), key=lambda span: (span.start, span.end))
    return replace(voters[fullest], spans=tuple(shared))
