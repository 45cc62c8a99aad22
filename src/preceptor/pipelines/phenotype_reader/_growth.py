"""Growth as it is measured: standard deviations and centiles of head, height and weight."""

import re
from collections.abc import Iterator

# (names, HPO code when low, when high); beyond 2 SD or the 3rd and 97th centile, as HPO defines its terms.
_GROWTH = (
    (r"head circumference|OFC|occipito-?frontal circumference|head size|HC", "HP:0000252", "HP:0000256"),
    (r"birth ?weight|BW", "HP:0001518", "HP:0001520"),
    (r"height|length|stature", "HP:0004322", "HP:0000098"),
    (r"weight|wt", "HP:0004325", "HP:0004324"),
)
_NAME = re.compile(
    "|".join(rf"(?P<n{number}>\b(?:{names})\b)" for number, (names, _, _) in enumerate(_GROWTH)), re.I
)
_BETWEEN = r"(?:[^.;\n\d]|\d[.\d]*(?: ?(?:cm|kg|g|m|years?|months?|y|mo|weeks?)\b)){0,40}?"
_DEVIATION = re.compile(
    rf"^{_BETWEEN}(?P<sign>[-−–+]|minus |plus )?\s?(?P<value>\d+(?:\.\d+)?)\s?(?:SDS?\b|standard deviations?|z\b)(?P<side>\s(?:below|above|under|over))?",
    re.I,
)
_CENTILE = re.compile(
    rf"^{_BETWEEN}(?P<way><|>|≤|≥|below|under|above|over|less than|beyond)?\s?(?:the )?(?P<value>\d+(?:\.\d+)?|third|first|second)\s?(?:st|nd|rd|th)?\s?(?:per)?cent(?:ile)?s?\b",
    re.I,
)
_WORDS = {"first": 1.0, "second": 2.0, "third": 3.0}
SD_LIMIT, LOWEST_CENTILE, HIGHEST_CENTILE = 2.0, 3.0, 97.0
REACH = 70  # characters behind the name


def _by_deviation(match: re.Match[str]) -> str:
    value = float(match["value"])
    below = (match["sign"] or "").strip().lower() in ("-", "−", "–", "minus") or (
        match["side"] or ""
    ).strip() in ("below", "under")
    if value < SD_LIMIT:
        return "normal"
    return "low" if below else "high"


def _by_centile(match: re.Match[str]) -> str:
    value = _WORDS.get(match["value"].lower()) or float(match["value"])
    way = (match["way"] or "").lower()
    if value <= LOWEST_CENTILE and (
        way in ("<", "≤", "below", "under", "less than", "beyond") or value < LOWEST_CENTILE
    ):
        return "normal" if way in (">", "≥", "above", "over") else "low"
    if value >= HIGHEST_CENTILE and (way in (">", "≥", "above", "over", "beyond") or value > HIGHEST_CENTILE):
        return "normal" if way in ("<", "≤", "below", "under", "less than") else "high"
    return "normal"


def growth(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield (start, end, code, absent) of every measured head, height or weight; normal excludes the low term.

    Example:
        >>> list(growth("OFC 43.1 cm (-4 SD), height on the 50th centile"))
        [(0, 18, 'HP:0000252', False), (21, 47, 'HP:0004322', True)]
    """
    for name in _NAME.finditer(text):
        number = next(place for place in range(len(_GROWTH)) if name[f"n{place}"])
        _, low, high = _GROWTH[number]
        tail = text[name.end() : name.end() + REACH]
        hits = [
            (match.end(), way(match))
            for pattern, way in ((_DEVIATION, _by_deviation), (_CENTILE, _by_centile))
            if (match := pattern.match(tail))
        ]
        if hits:
            end, way = min(hits)
            yield name.start(), name.end() + end, high if way == "high" else low, way == "normal"
