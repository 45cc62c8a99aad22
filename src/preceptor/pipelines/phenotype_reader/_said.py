"""What the text says of each finding: present, absent, a relative's, uncertain; in notes and in dialogues.

The cues of `reading.assertion` decide; what is particular to texts about one patient's phenotype is added: who
speaks is not a relative's disease ("Mother: he gets blue"), a question is answered by what follows it ("Any
fits? No."), a child about whom a parent writes is the patient ("My son is nine"), and a "no" that is part of
the finding ("no nails") does not deny it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from preceptor.reading.assertion import Assertion, assertions
from preceptor.reading.sections import sections

FARTHEST = 120  # characters over which a "not" with its own verb is looked for
LONG = 1000  # characters of a sentence behind which a clause with its own "no" or "he" is read apart: keeps lists fast
Said = Literal["present", "absent", "family", "uncertain"]
_SPEAKERS = (
    "doctor|nurse|paramedic|clinician|consultant|gp|geneticist|dr|midwife|therapist|interviewer|physician"
)
_KIN = (
    "mother|mom|mum|mummy|father|dad|daddy|parents?|brothers?|sisters?|siblings?|sibs?|sons?|daughters?|uncles?|aunts?|"
    "aunty|auntie|grandmother|grandfather|grandma|grandpa|granddad|grandad|gran|granny|nan|nana|grandparents?|grandsons?|"
    "granddaughters?|cousins?|sis|bro|mgm|mgf|pgm|pgf|gm|gf|papa|nanna|step-?mother|nephews?|nieces?|wife|husband|twin|half-brother|half-sister|relatives|great-grandmother"
)
_TURN = re.compile(
    rf"(?:^|(?<=[.?!…] )|(?<=\n)|(?<=[.?!] \"))(?P<who>(?:{_SPEAKERS}|patient|carer|{_KIN})\s?):", re.I
)
_PROFESSIONAL = re.compile(rf"\b(?:{_SPEAKERS}|patient|carer)\s?:", re.I)
_FAMILY = re.compile(
    rf"\b(?:{_KIN}|maternal|paternal|mat|family history|family|fh|fhx|fam hx|runs in the family|father's|mother's|dad's|mum's|mom's)\b",
    re.I,
)
_NOT_FAMILY = re.compile(
    rf"\b(?:(?:his|her|the|their|my)?\s?(?:{_KIN})\s+(?:\w+\s)?(?:reports?|reported|says?|said|notes?|noted|noticed|notices|describes?|"
    rf"described|thinks?|thought|denies|denied|brings?|brought|tells?|told|states?|stated|feels?|felt|observed|found|saw|"
    rf"is worried|are worried|was worried|were worried|is concerned|are concerned|worry|worried|worries|mentioned|"
    rf"have noticed|has noticed|asks?|asked|gave|recalls?|recalled)\b"
    rf"|\b(?:by|with|from|to|per) (?:his|her|the|their|my|both) (?:{_KIN})\b|\bfamily (?:doctor|physician|practice|practitioner|history taking)\b"
    rf"|\bparents (?:are )?(?:consanguineous|related|healthy|well)\b|\bconsanguineous parents\b|\b(?:your|our) family\b(?! history))",
    re.I,
)
_ME = re.compile(
    r"^\W*(?:(?:hello|hi|dear|please|help|doctor|dr|about|regarding|re)\b\W*)*(?:my|our)\s+(?:\w+[\s-]){0,2}?"
    r"(?P<who>son|daughter|boy|girl|baby|child|toddler|newborn|wife|husband|mother|mum|mom|father|dad|brother|sister|twins?|nephew|niece|partner|grandson|granddaughter)\b(?!'s| had| also)",
    re.I,
)
_ASKED_KIN = re.compile(
    rf"^\W*(?:and )?(?:in |on )?(?:the |your |his |her )?(?:{_KIN}|family)(?:'s side)?(?: history)?\s*\?",
    re.I,
)
_NEAR_BEHIND = re.compile(
    rf"\s?[-(]?\s?(?:in |of |on )?(?:a |an |his |her |the |my |both |one |two )?(?:other |paternal |maternal )?(?:{_KIN}|maternal|paternal)\b",
    re.I,
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|he does|she does|he is|she is|often|always|sometimes|every|all the time|a lot|both|constantly)\b",
    re.I,
)
_NO = re.compile(
    r"^\W*(?:no\b|none\b|never\b|nope\b|nothing\b|not (?:that|really|at all|so far|yet|once|any)|neither\b|he doesn't\b|she doesn't\b|"
    r"he does not|she does not|he hasn't|she hasn't|i don't\b|i haven't|we haven't|he isn't|she isn't|not\b(?! only)|nil\b|denied|denies)",
    re.I,
)
_STARTS_CLAUSE = re.compile(
    r"[;,]\s+(?=(?:he|she|the (?:patient|child|boy|girl|infant|baby)|his own|her own|this (?:boy|girl|patient|child))\b)",
    re.I,
)
_OWN_CLAUSE = re.compile(
    r"[;,]\s+(?=(?:and |but )?(?:no|not|nil|without|denies|he|she|has|had|there|possible|probable|suspected)\b)",
    re.I,
)
_HEADS = re.compile(
    r"(?P<no>\b(?:excluded|absent|(?:relevant |pertinent )?negatives?|not (?:present|seen|found|observed)|ruled out|denied|denies|no)\s?:)"
    r"|\b(?:present|positives?|observed|features?|findings?|history|phenotype|examination|diagnos[ei]s)\s?:",
    re.I,
)
_NO_BEFORE = re.compile(
    r"\b(?:no|nil|without|denies|denied|-ve for|never had|no one has|nobody in the family has)\s(?:(?:any|known|hx|history|evidence|of|signs?|true|more|new|a|the)\s){0,3}$",
    re.I,
)
_NOT_ELSE = re.compile(
    r"\b(?:not|n't)\s(?!have|had|show|report|complain|present|exhibit|demonstrate|suffer|experience|develop|any|seen?|known)[^,;]*(?:[,;]| and (?:my|his|her|he|she|the|they|I|its)\b)",
    re.I,
)
_UNSURE = re.compile(
    r"(?:\?\s?|\bquery |\bposs |\bprob |\bsusp |(?:\bto be clarified|\bsuspected|\bquestion)\W{1,3}(?:possible )?)$",
    re.I,
)
_UNSURE_AFTER = re.compile(
    r"^\s?(?:\?|(?:must|should|has to|needs to) be (?:considered|excluded)|(?:is|was|remains|are) (?:suspected|doubtful|uncertain|unclear|questioned|likely|possible|probable)|(?:cannot|could not|can't) (?:yet )?be (?:excluded|ruled out|tested)?|not (?:yet )?(?:confirmed|proven))",
    re.I,
)
_DENIED_BARE = re.compile(
    r"^\s?[-–:]?\s?(?:no|nil|none|neg|negative|absent|-ve|denied|(?:is |are |was |were )?(?:excluded|not (?:present|seen|found|felt)))\s?(?=[;.,\n)]|$)",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"^\W{0,3}(?:none|absent|no|nil|negative|neg|denied|denies|excluded|not (?:present|seen|found|detected|felt|noted)|-ve|n|ruled out)\b(?!\s+\w+\s*:)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text: where it stands, and whether a "no" stands inside that is not part of it."""

    start: int
    end: int
    negated: bool = False


def evidence(text: str, end: int) -> int:
    """Return where a finding ends with the word behind a colon that denies it: "seizures: none"."""
    match = _DENIED_AFTER.match(text[end : end + 20])
    return end + match.end() if match and ":" in match[0] else end


def _masked(text: str) -> tuple[str, list[int]]:
    """Blank out who speaks in a dialogue; return the text at the same offsets and where each turn begins."""
    if not _PROFESSIONAL.search(text):
        return text, []
    turns = list(_TURN.finditer(text))
    if len(turns) < 2:
        return text, []
    parts = list(text)
    for match in turns:
        parts[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(parts), [match.start() for match in turns]


def _patient_is(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The word of kinship by which the writer calls the patient: "son" in "My son is nine", else ""."""
    for start, end in places[:2]:
        if match := _ME.match(text, start, end):
            return match["who"].lower()
        if re.search(r"\b(?:I|I'm|I've|me|my)\b", text[start:end]):
            return ""
    return ""


def _kin_words(text: str, patient: str) -> list[tuple[int, int]]:
    """Where a text speaks of relatives whose findings may follow; not where they only report or are the patient."""
    plain = _NOT_FAMILY.sub(lambda found: " " * len(found[0]), text) if _FAMILY.search(text) else ""
    return [
        found.span()
        for found in _FAMILY.finditer(plain)
        if not (patient and found[0].lower().rstrip("s") == patient)
    ]


@dataclass(frozen=True, slots=True)
class _Marks:
    """Places of a text that are looked up once, each in order."""

    heads: list[tuple[int, bool]]  # where the head of a list ends, whether it denies
    clauses: list[int]
    kin: list[int]


def _marks(text: str, kin: Sequence[tuple[int, int]]) -> _Marks:
    heads = [(match.end(), bool(match["no"])) for match in _HEADS.finditer(text)] if ":" in text else []
    clauses = [match.end() for match in _STARTS_CLAUSE.finditer(text)] if kin else []
    return _Marks(heads, clauses, [start for start, _ in kin])


def _any_within(places: Sequence[int], low: int, high: int) -> bool:
    number = bisect_left(places, low)
    return number < len(places) and places[number] < high


def _of_family(text: str, finding: Finding, low: int, high: int, marks: _Marks) -> bool:
    """Whether a relative is named before a finding in its clause, inside it, or right behind it."""
    number = bisect_right(marks.clauses, finding.start) - 1
    clause = max(low, marks.clauses[number]) if number >= 0 else low
    if _any_within(marks.kin, clause, finding.end):
        return True
    behind = _NEAR_BEHIND.match(text, finding.end, high)
    return bool(behind) and _any_within(marks.kin, finding.end, behind.end())


def _cut(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Part very long sentences before clauses that say for themselves what is denied."""
    parts: list[tuple[int, int]] = []
    for low, high in places:
        if high - low > LONG:
            for match in _OWN_CLAUSE.finditer(text, low, high):
                if match.end() - low > LONG:
                    parts.append((low, match.end()))
                    low = match.end()
        parts.append((low, high))
    return parts


def _replied(text: str, end: int, places: Sequence[tuple[int, int]], number: int) -> str:
    """What the sentence behind a question says to it."""
    if number + 1 >= len(places):
        return ""
    low, high = places[number + 1]
    return text[low:high]


def _inside(cue: tuple[int, int], places: Sequence[tuple[int, int]]) -> bool:
    """Whether a cue lies inside one of the places, which are in order."""
    number = bisect_right(places, cue[0], key=lambda place: place[0]) - 1
    return number >= 0 and cue[1] <= places[number][1]


def _status(text: str, found: Assertion, finding: Finding, others: Sequence[tuple[int, int]]) -> Said:
    """Weigh the cues; one inside another finding ("absent speech") denies nothing, nor does a "not" with its own verb."""
    cues = [cue for cue in found.cues if not _inside(cue, others)]
    far = [
        cue
        for cue in cues
        if finding.start - FARTHEST < cue[1] <= finding.start
        and _NOT_ELSE.search(text, max(0, cue[0] - 6), finding.start)
    ]
    if (found.absent and len(far) < len(cues)) or finding.negated:
        return "absent"
    return "uncertain" if cues and (found.possible or found.hypothetical) else "present"


def said(
    text: str, findings: Sequence[Finding], places: Sequence[tuple[int, int]]
) -> list[tuple[Said, bool]]:
    """Return (what is said, whether of the past) for each finding; `places` are the sentences.

    Example:
        >>> [status for status, _ in said("No fever. Mother: asthma.", [Finding(3, 8), Finding(18, 24)], [(0, 9), (10, 25)])]
        ['absent', 'family']
    """
    masked, turns = _masked(text)
    family_parts = (
        [(part.start, part.end) for part in sections(text) if part.kind == "family"] if not turns else []
    )
    begins = [start for start, _ in places]
    asked_kin = _kin_turns(masked, places, turns)
    marks = _marks(masked, _kin_words(masked, _patient_is(masked, places)))
    results: list[tuple[Said, bool]] = []
    spans = [(finding.start, finding.end) for finding in findings]
    for finding, found in zip(findings, assertions(masked, spans, _cut(masked, places)), strict=True):
        number = max(bisect_right(begins, finding.start) - 1, 0)
        low, high = places[number] if places else (0, len(text))
        status = _status(masked, found, finding, spans)
        status = _local(masked, finding, low, high, status, marks)
        if masked[low:high].rstrip().endswith("?") and (
            reply := _replied(masked, finding.end, places, number)
        ):
            status = (
                "absent"
                if _NO.match(reply)
                else "present"
                if _YES.match(reply) or status != "absent"
                else status
            )
        kin = (bool(marks.kin) and _of_family(masked, finding, low, high, marks)) or number in asked_kin
        kin = kin or any(a <= finding.start < b for a, b in family_parts)
        if kin and status != "absent":
            status = "family"
        results.append((status, found.historical))
    return results


def _local(text: str, finding: Finding, low: int, high: int, status: Said, marks: _Marks) -> Said:
    """Signs right beside the finding: "?KD", "seizures: none", "atresia must be considered"."""
    before, after = text[max(low, finding.start - 30) : finding.start], text[finding.end : high]
    number = bisect_right(marks.heads, finding.start, key=lambda head: head[0]) - 1
    if number >= 0 and marks.heads[number][0] > low and marks.heads[number][1]:
        return "absent"
    if _NO_BEFORE.search(before):
        return "absent"
    if _UNSURE.search(before) or _UNSURE_AFTER.match(after):
        return "uncertain"
    if (_DENIED_AFTER.match(after) and ":" in after[:3]) or _DENIED_BARE.match(after):
        return "absent"
    return status


def _kin_turns(text: str, places: Sequence[tuple[int, int]], turns: Sequence[int]) -> set[int]:
    """Numbers of the sentences that answer "And the mother?": those of the turn behind it."""
    found: set[int] = set()
    for number, (low, high) in enumerate(places):
        if not _ASKED_KIN.match(text[low:high]):
            continue
        turn = bisect_right(turns, low)
        answer = bisect_right(turns, places[number + 1][0]) if number + 1 < len(places) else turn
        later = number + 1
        while later < len(places) and bisect_right(turns, places[later][0]) == answer:
            found.add(later)
            later += 1
    return found
