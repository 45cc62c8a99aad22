"""Milestones by age: "not walking at 20 months", "walked at 3 years", "first words at 11 months".

A milestone that is not reached at an age at which nearly all children have reached it, or that was reached later, is
a finding; one that was reached in time excludes it. The limits are in months and lie at or above the 99th centile of
the cited windows, so a child that is merely slow is not called delayed.

Source: WHO Multicentre Growth Reference Study Group. WHO Motor Development Study: windows of achievement for six gross
    motor development milestones. Acta Paediatr Suppl 2006. https://doi.org/10.1111/j.1651-2227.2006.tb02379.x (sitting,
    standing, walking). The limits of head control, rolling, words and sentences are our own, unchecked.
"""

import re
from collections.abc import Iterator

# (pattern of the verb, months by which it is reached, HPO code of the delay)
_KINDS = (
    (r"(?:hold(?:ing)? (?:up )?(?:his|her|the) head(?: up)?|head control|head lag)", 6.0, "HP:0002421"),
    (r"(?:roll(?:s|ed|ing)?(?: over)?)", 9.0, "HP:0032989"),
    (r"(?:(?:sit(?:s|ting)?|sat)(?: up| alone| unsupported| independently| unaided| without support)*)", 9.5, "HP:0025336"),
    (r"(?:crawl(?:s|ed|ing)?|bottom[- ]shuffl(?:es|ed|ing))", 14.0, "HP:0033128"),
    (r"(?:(?:st(?:ands?|anding|ood)|pull(?:s|ed|ing)? to stand)(?: up| alone| unsupported| unaided)*)", 17.0, "HP:0025335"),
    (r"(?:(?:walk(?:s|ed|ing)?|(?:took|taking|take) (?:his|her)? ?first steps|first steps)(?: alone| unaided| independently| unsupported)*)", 18.0, "HP:0031936"),
    (r"(?:(?:(?:say(?:s|ing)?|said|speak(?:s|ing)?|spoke|talk(?:s|ed|ing)?)(?: (?:any |a |his |her |the )?(?:first |single )?words?)?)|(?:first |single )?words?)", 18.0, "HP:0000750"),
    (r"(?:(?:sentences|phrases|(?:two|2)[- ]word (?:sentences|phrases)|join(?:s|ed|ing)? words)(?: together)?)", 36.0, "HP:0000750"),
)  # fmt: skip
_NUMBERS = {
    "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0,
    "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "eighteen": 18.0, "a": 1.0,
}  # fmt: skip
_AGE = (
    rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(_NUMBERS)})(?P<half> and a half)?[- ]?"
    r"(?P<unit>months?|mths?|mo|m|years?|yrs?|y|/12)?\b(?! ?(?:kg|cm|times|words|steps|metres|meters|weeks|days|minutes|hours))"
)
_VERBS = "|".join(f"(?P<v{number}>{pattern})" for number, (pattern, _, _) in enumerate(_KINDS))
_NOT = r"(?P<not>(?:(?:not|never|no|isn't|isnt|wasn't|wasnt|didn't|didnt|doesn't|doesnt|couldn't|couldnt|can't|cannot|could not|unable to|yet to|hasn't)\s(?:yet |even |been |able to |any |a |to |still )*))?"
_MILESTONE = re.compile(
    rf"(?<![\w-]){_NOT}(?:{_VERBS})\b(?P<until>,? (?:only |until |till |not until |by |from |when |yet |and )*)?"
    rf"(?:(?:at|until|till|by|before|aged?|age|since|from|of|the|about|around|she was|he was|were|was|nearly|almost|over|age of)[ :]*){{1,5}}{_AGE}",
    re.I,
)
LATEST = 216.0  # months: a later age is no milestone


def _months(match: re.Match[str]) -> float | None:
    raw, unit = match["number"].lower(), (match["unit"] or "").lower()
    number = _NUMBERS.get(raw) or float(raw.replace(",", "."))
    number += 0.5 if match["half"] else 0.0
    if not unit:
        return number * 12 if number <= 6 and match["number"].isalpha() else None
    return number * (12.0 if unit[0] == "y" else 1.0)


def milestones(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield (start, end, code, absent) of every milestone that stands with an age.

    Example:
        >>> list(milestones("Not walking at 20 months. He sat at 7 months."))
        [(0, 24, 'HP:0031936', False), (29, 44, 'HP:0025336', True)]
    """
    for match in _MILESTONE.finditer(text):
        months = _months(match)
        if months is None or months > LATEST:
            continue
        number = next(place for place in range(len(_KINDS)) if match[f"v{place}"])
        _, limit, code = _KINDS[number]
        denied = bool(match["not"])
        until = denied and re.search(r"\b(?:until|till|before)\b", match[0], re.I)
        late = months > limit or (denied and not until and months >= limit)
        if denied and not until and not late:
            continue  # not walking at 10 months says nothing
        yield match.start(), match.end(), code, not late
