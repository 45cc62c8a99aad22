"""The name of a disease reduced to what matters: accents, spelling, order, numerals, plurals and filler words go."""

import re
import unicodedata
from functools import lru_cache

_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"}
_ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11",
    "xii": "12", "xiii": "13", "xiv": "14", "xv": "15",
}  # fmt: skip
_SPELLING = (  # British -> American, on whole words or stems
    (r"haem", "hem"), (r"anaem", "anem"), (r"aemi", "emi"), (r"oedem", "edem"), (r"oesoph", "esoph"),
    (r"oestr", "estr"), (r"foet", "fet"), (r"diarrhoea", "diarrhea"), (r"tumour", "tumor"), (r"paed", "ped"),
    (r"orthopaed", "orthoped"), (r"caec", "cec"), (r"leuc", "leuk"), (r"ischaem", "ischem"), (r"gynaec", "gynec"),
    (r"coeliac", "celiac"), (r"faec", "fec"), (r"colour", "color"), (r"fibre", "fiber"), (r"sulph", "sulf"),
    (r"neurone\b", "neuron"), (r"dyspnoea", "dyspnea"), (r"apnoea", "apnea"), (r"aetio", "etio"), (r"glycaem", "glycem"),
    (r"uraem", "urem"), (r"amoeb", "ameb"), (r"homoe", "home"), (r"praecox", "precox"),
)  # fmt: skip
_FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "in",
        "on",
        "by",
        "to",
        "from",
        "for",
        "with",
        "due",
        "type",
        "kind",
        "form",
        "subtype",
        "variant",
        "nos",
        "unspecified",
        "primary",
        "classic",
        "classical",
        "possible",
        "probable",
        "likely",
        "suspected",
        "presumed",
        "his",
        "her",
        "patient",
        "this",
    ]
)
_GENERIC = frozenset(["disease", "disorder", "syndrome", "condition", "infection"])
_NUMBERED = re.compile(r"^(?:\d+[a-z]?|[a-h]|lettera)$")
_SAME = {
    "cancer": "carcinoma",
    "cancers": "carcinoma",
    "renal": "kidney",
    "hepatic": "liver",
    "cardiac": "heart",
}
_LETTERED = re.compile(
    r"(?<=\w )a$|(?<=\bhemophilia )a\b|(?<=\bhepatitis )a\b|(?<=\btype )a\b|(?<=\bvitamin )a\b"
)
_WORD = re.compile(r"[a-z0-9]+")
# Heads that two names must share for one to be the wider of the other; a word alone says too little.
VAGUE = frozenset(
    [
        "disease",
        "disorder",
        "syndrome",
        "infection",
        "tumor",
        "cancer",
        "anemia",
        "pain",
        "failure",
        "injury",
        "acute",
        "chronic",
        "deficiency",
        "fever",
        "rash",
        "lesion",
        "mass",
        "bleeding",
        "shock",
        "dysfunction",
        "abnormality",
    ]
)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    for letter, name in _GREEK.items():
        text = text.replace(letter, name)
    text = re.sub(r"[’']s\b|s[’'](?=\s|$)", "", text.replace("ß", "ss"))
    for british, american in _SPELLING:
        text = re.sub(british, american, text)
    return text


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os")):
        return word[:-1]
    return word[:-1] if word.endswith("omas") else _SAME.get(word, word)


@lru_cache(maxsize=200_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return a name's words in their order: plain letters, American spelling, Arabic numerals, singular, no filler.

    Example:
        >>> words_of("Deafness, autosomal recessive, Type IV"), words_of("Crohn's disease of the ileum")
        (('deafness', 'autosomal', 'recessive', '4'), ('crohn', 'disease', 'ileum'))
    """
    plain = _LETTERED.sub("letter_a", " ".join(_WORD.findall(_plain(name)))).replace("letter_a", "lettera")
    found = (_ROMAN.get(word, _stem(word)) for word in plain.split())
    return tuple(word for word in found if word not in _FILLER)


@lru_cache(maxsize=200_000)
def key_of(name: str) -> frozenset[str]:
    """Return a name's words without order and without "disease", "syndrome" and the like, unless nothing else is left."""
    words = frozenset(words_of(name))
    return words - _GENERIC or words


def without_number(key: frozenset[str]) -> frozenset[str]:
    """Drop the number of a series: "retinitis pigmentosa 76" is one of "retinitis pigmentosa"."""
    return frozenset(word for word in key if not _NUMBERED.match(word))


def numbers_in(key: frozenset[str]) -> frozenset[str]:
    """Return the numbers and letters that tell members of a series apart."""
    return frozenset(word for word in key if _NUMBERED.match(word))
