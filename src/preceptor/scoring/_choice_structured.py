"""Answers given in a form: JSON (whole, cut or malformed), a LaTeX box, or a tag."""

import re
from typing import NamedTuple

_KEY = (
    r"(?:final|correct|selected|chosen|predicted|best|my|model|your|user)?[ _-]?"
    r"(?:answers?|choices?|options?|selections?|predictions?|responses?|letters?|labels?|réponse|antwort|respuesta|答案|答え|回答|正解)"
    r"(?:[ _-]?(?:choices?|options?|letters?|labels?|keys?|selected|chosen|id|ids))?"
)
_JSON = re.compile(
    rf"[\"'](?P<key>{_KEY})[\"']\s{{0,9}}:\s{{0,9}}(?:\"(?P<double>(?:[^\"\\\n]|\\.){{0,2000}})"
    rf"|'(?P<single>(?:[^'\\\n]|\\.){{0,2000}})|\[(?P<list>[^\]{{}}]{{0,400}})|(?P<bare>[^\s,{{}}\"'\[][^,{{}}\n]{{0,80}}))",
    re.IGNORECASE,
)
_BOXED = re.compile(r"\\?(?:boxed|fbox)\s{0,3}\{[\s{(]{0,9}(?P<value>[^{}\n]{0,200})")
_TAG = re.compile(
    r"<(?P<tag>(?:final[_-]?)?(?:answer|choice|option|response|result|solution))>(?P<value>[^<]{0,2000})"
    r"|\[(?:ANSWER|FINAL)\](?P<square>[^\[]{0,2000})",
    re.IGNORECASE,
)


class Field(NamedTuple):
    """A value that stands in a form, with its place in the text."""

    start: int
    end: int
    value: str
    form: str


def fields(text: str) -> list[Field]:
    """Find the values of answer keys, boxes and tags, in order."""
    found: list[Field] = []
    if ":" in text and ('"' in text or "'" in text):
        found += [
            Field(match.start(), match.end(), _value(match), "JSON")
            for match in _JSON.finditer(text)
            if match["key"].lower() not in ("options", "choices") and match["bare"] != "null"
        ]
    if "box{" in text or "boxed" in text:
        found += [Field(match.start(), match.end(), match["value"], "box") for match in _BOXED.finditer(text)]
    if "<" in text or "[" in text:
        found += [
            Field(match.start(), match.end(), match["value"] or match["square"] or "", "tag")
            for match in _TAG.finditer(text)
        ]
    return sorted(found)


def _value(match: re.Match[str]) -> str:
    if match["list"] is not None:
        return match["list"].replace('"', " ").replace("'", " ")
    return match["double"] or match["single"] or match["bare"] or ""
