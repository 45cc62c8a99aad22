"""What an answer in sentences settles on: the diagnosis it states, without the words around it; and what is a hedge."""

import re

_THINKING = re.compile(r"<think>.*?</think>", re.DOTALL | re.IGNORECASE)
_CUE = re.compile(
    r"(?:final|most likely|likely|probable|correct|working|primary|leading|suspected|best|main)?\s*"
    r"(?:diagnos[ie]s|answer|condition|cause|explanation)"
    r"(?:\s+(?:for|of|in)\s+(?:this|the|her|his|these)\s+[\w'’ -]{2,60}?)?"
    r"(?:,?\s*based on [^:.]{3,120}?,?)?"
    r"\s*(?:(?:appears|seems|is likely|is most likely)\s+to be|would be|could be|may be|might be|is|are|:)+\s*:?\s*",
    re.IGNORECASE,
)
_SUGGEST = re.compile(
    r"(?:suggest(?:s|ive of)?|indicat(?:e|es|ive of)|consistent with|points? to|in keeping with|compatible with)\s+"
    r"(?:an?\s+|the\s+)?(?:diagnosis of\s+)?",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:patient|he|she) (?:most likely |likely |probably )?(?:has|suffers from)\s+(?:an?\s+)?",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?<!\bSt)(?<!\b[A-Z])\.(?:\s|$)|;|\n|,?\s+(?:which|because|as evidenced|given|based on|however|since|although|"
    r"considering|characterized|characterised|as indicated|as suggested|but|and requires|requiring|that can)\b|\s[-–—]\s",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:most likely|likely|probably|probable|possibly|possible|suspected|presumed|an?|the|acute on chronic(?=$)|"
    r"a case of|diagnosis of|that of|consistent with)\s+",
    re.IGNORECASE,
)
_OR = re.compile(r"\s+(?:or|versus|vs\.?)\s+|\s*/\s*(?=[a-z]{4})", re.IGNORECASE)
_OTHERS = re.compile(
    r"\s+(?:or|versus|vs\.?)\s+(?:another|other|an?\s+(?:other|related|similar|different)|some other|any other)\b",
    re.IGNORECASE,
)
LONGEST = 300


def stated(text: str) -> str:
    """Return the stretch of an answer that names its diagnosis.

    Example:
        >>> stated("**Final Diagnosis:** Acute appendicitis. Surgery is advised.")
        'Acute appendicitis'
        >>> stated("Based on the symptoms, the most likely diagnosis is gout, which is common.")
        'gout'
    """
    text = re.sub(r"[*_`#]{1,3}", "", _THINKING.sub(" ", text)).strip()
    said = ""
    for cue in (_CUE, _SUGGEST, _HAS):
        if hit := next((found for found in cue.finditer(text) if text[found.end() :].strip()), None):
            said = text[hit.end() :].strip()
            break
    return trimmed(said or text)


def _closed(text: str) -> bool:
    return text.count("(") <= text.count(")")


def trimmed(said: str) -> str:
    """Cut a stretch behind the name that it begins with, and drop lead-in words."""
    end = next((found for found in _END.finditer(said[:LONGEST]) if _closed(said[: found.start()])), None)
    said = (said[: end.start()] if end and end.start() > 1 else said[:LONGEST]).strip(" .,:\"'")
    while (lead := _LEAD.match(said)) and lead.end() < len(said):
        said = said[lead.end() :]
    return said


def alternatives(said: str) -> list[str]:
    """Split a stretch that names several diagnoses without choosing; one entry where it settles.

    Example:
        >>> alternatives("viral gastroenteritis or food poisoning")
        ['viral gastroenteritis', 'food poisoning']
    """
    bare = re.sub(r"\([^()]*\)", " ", said)
    parts = [part.strip(" ,") for part in _OR.split(bare) if part.strip(" ,")]
    if _OTHERS.search(bare):
        parts = [parts[0], "another disease"] if parts else parts
    return parts if len(parts) > 1 else [said]
