"""Text in Spanish, French, German, Italian, Chinese and Japanese: HPO's translations, own phrases, own cues."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from preceptor import files
from preceptor.errors import BadData
from preceptor.knowledge.hpo import Hpo
from preceptor.pipelines.phenotype_reader._dictionary import Node
from preceptor.pipelines.phenotype_reader._words import FOLDER
from preceptor.records import Data

LANGUAGES = ("es", "fr", "de", "it", "zh", "ja")
_FILES = {"fr": "hp-fr-preprocessed"}
_UNSPACED = ("zh", "ja")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SENTENCE = re.compile(r"[^.!?;。！？；\n]+")
_STOPS = frozenset(
    re.findall(
        r"\w+",
        "el la los las un una unos unas de del le les du des l d der die das den dem ein eine einer einem von im am zur "
        "il lo gli i di della dello dei delle degli dell nel nella en al a au aux",
    )
)
_ENDINGS = {
    "es": ("es", "s"),
    "fr": ("es", "s"),
    "de": ("en", "es", "e", "n", "s"),
    "it": ("i", "e", "o", "a"),
}
_KIN = {
    "es": r"\b(?:madre|padre|hermanas?|hermanos?|t[ií][oa]s?|abuel[oa]s?|prim[oa]s?|antecedentes familiares|historia familiar)\b",
    "fr": r"\b(?:mère|père|frères?|sœurs?|soeurs?|tante|oncle|grand-mère|grand-père|cousine?|antécédents familiaux)\b",
    "de": r"\b(?:mutter|vater|bruder|brüder|schwestern?|tante|onkel|gro(?:ß|ss)(?:mutter|vater)|cousine?|geschwister|familienanamnese)\b",
    "it": r"\b(?:madre|padre|fratell[oi]|sorell[ae]|zi[oa]|nonn[oa]|cugin[oa]|anamnesi familiare)\b",
    "zh": r"母亲|父亲|哥哥|弟弟|姐姐|妹妹|家族史|祖母|祖父|舅舅|叔叔",
    "ja": r"母親|父親|母は|母に|父は|父に|兄|弟|姉|妹|家族歴|祖母|祖父|叔父|伯父|叔母",
}
_NO_BEFORE = {
    "es": r"\b(?:no|sin|niega|ausencia de|tampoco|ni|descarta(?:do|da)?|nunca)\b",
    "fr": r"\b(?:pas d|pas|sans|aucune?|absence d|absence|ni|jamais|n'a|exclu|nie)\b",
    "de": r"\b(?:kein\w*|ohne|nicht|weder|noch nie|niemals|verneint|ausschluss)\b",
    "it": r"\b(?:non|senza|nessun[ao]?|assenza di|assenza|nega|né|esclus[ao]|mai)\b",
    "zh": r"无|未见|没有|否认|未发现|不伴|未出现|未闻及|排除|未诉",
    "ja": r"(?!)",
}
_NO_AFTER = {
    "es": r"^\W*(?:ausente|negativ[oa]|descartad[oa]|no presente)", "fr": r"^\W*(?:absente?s?|négati(?:f|ve)|exclue?s?)",
    "de": r"^\W*(?:nicht (?:vorhanden|nachweisbar)|ausgeschlossen|negativ|fehlt|keine?\b|verneint|besteht nicht|bestehen nicht)",
    "it": r"^\W*(?:assent[ei]|negativ[oa]|esclus[oa])", "zh": r"^[：:（(]?(?:阴性|无|未见|不明显|（-）)",
    "ja": r"^[^。、]{0,4}(?:なし|無し|ない|ありません|認めない|認めず|認めなかった|なかった|みられない|見られない|否定|認められない)",
}  # fmt: skip
_UNSURE = {
    "es": r"\b(?:posible|probable|sospecha de|se sospecha)\s*$", "fr": r"\b(?:possible|probable|suspicion d\S*|évoquant)\s*$",
    "de": r"\b(?:verdacht auf|v\.a\.|mögliche\w*|fragliche\w*)\s*$", "it": r"\b(?:possibile|probabile|sospett[oa]|sospetto di)\s*$",
    "zh": r"(?:可能|疑似|怀疑|疑)$", "ja": r"(?!)",
}  # fmt: skip
_TURNS = re.compile(r"\b(?:pero|mais|aber|jedoch|ma|però|presenta|présente|zeigt)\b|但|かつ|が、", re.I)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A finding in another language: `text[start:end]`, its code, and what is said of it."""

    start: int
    end: int
    code: str
    said: str


def _folded(word: str, language: str) -> str:
    word = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _units(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return (start, end, folded) of the words, or of the characters where words are not parted."""
    if language in _UNSPACED:
        return [(place, place + 1, letter) for place, letter in enumerate(text) if not letter.isspace()]
    found = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    return [(start, end, _folded(word, language)) for start, end, word in found if word.lower() not in _STOPS]


def _translations(language: str) -> Iterator[tuple[str, str]]:
    name = f"{_FILES.get(language, f'hp-{language}')}.babelon.tsv.gz"
    path = files.locate(Data(path=f"kb-hpo/translations/{name}"))
    lines = files.read_bytes(path).decode("utf-8").splitlines()
    header = lines[0].split("\t")
    needed = ("subject_id", "predicate_id", "translation_value")
    if lacking := [column for column in needed if column not in header]:
        raise BadData(f"{path} has no column {lacking[0]!r}; it is no Babelon table")
    code, kind, value = (header.index(column) for column in needed)
    for line in lines[1:]:
        row = line.split("\t")
        if len(row) > max(code, kind, value) and row[kind] == "rdfs:label" and row[value] not in ("", "NA"):
            yield row[code], row[value]


def _own(language: str) -> Iterator[tuple[str, str]]:
    for line in (FOLDER / "phrases_other.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{language}\t"):
            _, code, phrases = line.split("\t")
            yield from ((code, phrase.strip()) for phrase in phrases.split(";"))


@lru_cache(maxsize=len(LANGUAGES))
def _tree(release: Hpo, language: str) -> Node:
    tree: Node = {}
    finding = release.is_phenotype
    for own, rows in ((True, _own(language)), (False, _translations(language))):
        for code, phrase in rows:
            number = release.by_id.get(code)
            words = [folded for _, _, folded in _units(phrase, language)]
            if number is None or not words or not (own or finding[number]):
                continue
            node = tree
            for word in words:
                node = cast(Node, node.setdefault(word, {}))
            node.setdefault("", (number, 0))
    return tree


_TELEGRAPHIC = frozenset(
    ["y", "la", "per", "die", "des", "del", "de", "con", "non", "es", "est", "un", "im", "von", "lo", "alt"]
)
"""Small words of other languages that also stand in telegraphic English: "ALT", "LA", "per mum"."""


def language_of(text: str) -> str:
    """Guess the language by script and small words; "en" where nothing speaks for another.

    Example:
        >>> language_of("La niña no tiene fiebre y presenta ataxia"), language_of("没有发热"), language_of("No fever")
        ('es', 'zh', 'en')
    """
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\u4e00-\u9fff]", text):
        return "zh"
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    votes = {language: len(words & known) for language, known in _SMALL.items()}
    best = max(votes, key=lambda language: (votes[language], language == "en"))
    if votes[best] == 1 and words & _TELEGRAPHIC:
        return "en"
    return best if votes[best] > votes["en"] else "en"


_SMALL: Mapping[str, frozenset[str]] = {
    language: frozenset(re.findall(r"\w+", words))
    for language, words in {
        "en": "the and with of no has was is on in for she he his her not at to",
        "es": "el la los las con de del no tiene presenta sin niño niña años que un una por desde su",
        "fr": "le la les et avec de du des pas ans une un pour est sans absence garçon fille chez il elle dans",
        "de": "der die das und mit keine kein ist ein eine im von bei nicht wurde jahre alt seit sich es",
        "it": "il lo la gli e con di del della non presenta anni un una bambino bambina senza per che nel",
    }.items()
}


def _said(sentence: str, start: int, end: int, language: str) -> str:
    before = sentence[:start].lower()
    turn = max((m.end() for m in _TURNS.finditer(before)), default=0)
    negated = re.search(_NO_BEFORE[language], before) and (
        re.search(_NO_BEFORE[language], before[turn:])
        or re.search(rf"(?:{_NO_BEFORE[language]})\s\w+\s*$", before[:turn])
    )
    if negated or re.match(_NO_AFTER[language], sentence[end:].lower()):
        return "absent"
    if re.search(_KIN[language], before):
        return "family"
    return "uncertain" if re.search(_UNSURE[language], before) else "present"


def foreign(release: Hpo, text: str, language: str) -> list[Foreign]:
    """Return the findings of a text in one of `LANGUAGES`.

    Raises:
        NotFound: HPO's translations into that language are not at hand.
    """
    tree, found = _tree(release, language), []
    for sentence in _SENTENCE.finditer(text):
        units, place = _units(sentence[0], language), 0
        while place < len(units):
            node, ahead, last, code = tree, place, -1, ""
            while ahead < len(units) and (step := node.get(units[ahead][2])) is not None:
                node, ahead = cast(Node, step), ahead + 1
                if (held := node.get("")) is not None:
                    last, code = ahead, release.ids[cast("tuple[int, int]", held)[0]]
            if last < 0:
                place += 1
                continue
            start, end = units[place][0], units[last - 1][1]
            said = _said(sentence[0], start, end, language)
            found.append(Foreign(sentence.start() + start, sentence.start() + end, code, said))
            place = last
    return found
