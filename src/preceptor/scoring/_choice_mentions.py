"""Where a text mentions an option: by letter, by place ("the second option"), or by the option's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from preceptor.scoring._choice_options import ARTICLES, Options, end_of, words_of

LATIN = "A-Za-z0-9À-ɏͰ-ϿЀ-ӿ"
TERSE = 3  # option texts of so few characters (yes, no, 5) count only where they are the answer's first word
_PLACES = {
    word: place
    for place, words in enumerate(
        (
            "first|1st|one|1|i", "second|2nd|two|2|ii", "third|3rd|three|3|iii", "fourth|4th|four|4|iv",
            "fifth|5th|five|5|v", "sixth|6th|six|6|vi", "seventh|7th|seven|7", "eighth|8th|eight|8",
            "ninth|9th|nine|9", "tenth|10th|ten|10",
        )
    )
    for word in words.split("|")
}  # fmt: skip
_ORDINALS = "|".join(
    word for word in _PLACES if re.fullmatch(r"\d+\w\w|[a-z]+(?:st|nd|rd|th)|second|third", word)
)
_NOUN = r"options?|choices?|alternatives?|letters?|opci[oó]n|op[cç][aã]o|opzione|optie|вариант|选项|選択肢"
_LETTER = re.compile(
    rf"""[(\[{{<]\s?(?P<bracketed>[A-Za-z])\s?[)\]}}>]
    |(?<!\w)(?P<mark>["'])(?P<quoted>[A-Za-z])(?P=mark)(?!\w)
    |(?<![{LATIN}])(?:{_NOUN})(?:\s?[:#=]\s?|\s{{1,2}}|(?=["'(\[])|(?<=[项項肢]))["'(\[]?(?P<named>[A-Za-z])(?![{LATIN}]|'\w)["')\]]?
    |(?<![{LATIN}])(?<!each\s)(?<!every\s)(?:{_NOUN}|number)\s{{1,2}}(?:number\s|no\.?\s?|\#)?(?P<numbered>\d\d?|one|two|three|four|five|six|
        seven|eight|nine|ten)(?![{LATIN}]|[.,]\d)
    |(?<![{LATIN}])(?P<ordinal>{_ORDINALS})\s(?:answer\s|listed\s)?(?:option|choice|alternative|answer|one)(?![{LATIN}])
    |(?<![{LATIN}.\-])(?<!\w')(?P<capital>(?-i:[A-Z]))(?![{LATIN}]|'\w)
    |(?<![{LATIN}.\-])(?<!\w')(?P<small>(?-i:[a-z]))(?=[).:]?\s*(?:$|\n)|[).:,]\s|\s?[,/&、]\s?[a-z](?![{LATIN}]))""",
    re.VERBOSE | re.IGNORECASE,
)
_FOLLOWS = re.compile(r"(\s{1,3})([^\W\d_]+|\d)|[-.](?=\w)|\.(?= [a-z])")
_VERBS = "is was because since as and or but which due based are given also only alone correct wrong right incorrect"
_GO_ON = frozenset(
    (
        f"{_VERBS} over rather instead therefore would could can should seems appears represents describes refers "
        "may might does nor not states says would will remains must fits best explanation rationale reasoning answer i with then though here "
        "est ist es è é y et und e o ou oder porque weil car parce perché poiché og eller en of "
        "mais sino sondern ma mas maar является а но и или не потому так верный правильный"
    ).split()
)
_GO_ON_ARTICLE = frozenset(
    [
        "is",
        "because",
        "since",
        "and",
        "or",
        "but",
        "which",
        "due",
        "based",
        "correct",
        "wrong",
        "incorrect",
        "seems",
        "explanation",
        "rationale",
        "est",
        "ist",
        "es",
        "è",
        "é",
        "und",
        "et",
        "oder",
        "ou",
        "mais",
        "sino",
        "sondern",
        "ma",
        "mas",
        "maar",
        "является",
        "а",
        "но",
    ]
)  # after "A" and "I", which are words too


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch `text[start:end]` that names an option, or several joined by "and" or "or"."""

    start: int
    end: int
    letters: tuple[str, ...]
    kind: str = (
        "letter"  # "bare": a lone letter or short word; "short": perhaps an abbreviation, as in "E. coli"
    )
    joined: str = ""
    clash: bool = False


def texts_in(text: str, options: Options) -> list[Mention]:
    """Find the options' own words, longest first, without overlap."""
    words = words_of(text)
    found, place = [], 0
    while place < len(words):
        for form, letters in options.by_first.get(words[place][0], ()):
            if end := end_of(form, words, place):
                terse = sum(map(len, form)) <= TERSE or form in (("maybe",), ("true",), ("false",), ("none",))
                joined = "or" if len(letters) > 1 else ""
                kind = "bare" if terse else "text"
                found.append(
                    Mention(_with_article(text, words, place), words[end - 1][2], letters, kind, joined)
                )
                place = end - 1
                break
        place += 1
    return found


def _with_article(text: str, words: list[tuple[str, int, int]], place: int) -> int:
    """Return where an option's words begin, its article included: in "A barium swallow" the A is no letter."""
    before, start = words[place - 1] if place else ("", 0, 0), words[place][1]
    return before[1] if before[0] in ARTICLES and text[before[2] : start] == " " else start


def letters_in(text: str, options: Options) -> Iterator[Mention]:
    """Find letters and places that can stand for an option; a letter that is none of them is found too."""
    for found in _LETTER.finditer(text):
        kind = found.lastgroup or ""
        if kind in ("numbered", "ordinal"):
            place = _PLACES.get(found[kind].lower(), int(found[kind]) - 1 if found[kind].isdigit() else 99)
            if 0 <= place < len(options.letters):
                yield Mention(found.start(), found.end(), (options.letters[place],))
            continue
        letter = found[kind]
        named = kind in ("bracketed", "quoted", "named")
        if kind in ("capital", "named") and not _stands_alone(text, found.end(), letter, options, named):
            if named or not _ABBREVIATION.match(text, found.end()):
                continue
            kind = "short"
        yield Mention(
            found.start(),
            found.end(),
            (letter.upper(),),
            "letter" if named else "short" if kind == "short" else "bare",
        )


_AT_END = re.compile(r"\s*\Z")
_ABBREVIATION = re.compile(r"\. (?=[a-z])")  # "E. coli"


def _stands_alone(text: str, end: int, letter: str, options: Options, named: bool) -> bool:
    """Say whether a letter is followed by an end, a sign, its option's words, or words that go on about it."""
    follows = _FOLLOWS.match(text, end)
    if follows is None:
        return True
    here = words_of(text[end : end + 60])
    if here and any(form[0] == here[0][0] for form in options.words.get(letter.upper(), ())):
        return True
    if _ABBREVIATION.match(text, end):
        return named or (end < 24 and not re.search(r"\w", text[: end - 1]))
    if follows[0] in "-.":
        return follows[0] == "." and text[end + 1].isupper() and text[end + 2 : end + 3] != "."
    if "\n" in follows[1] or (not follows[2].isascii() and not text[end].isspace()):
        return True
    if named and letter not in "aAiI":
        return True
    word, capital = follows[2].lower(), len(follows[2]) == 1 and follows[2].isupper()
    if (letter in "aAiI" and not named) or letter in "ai":
        return word in _GO_ON_ARTICLE or capital
    return word in _GO_ON or capital


def mentions_in(text: str, options: Options) -> list[Mention]:
    """Find all mentions in order; a letter and its own words are one, a list of letters is one."""
    found: list[Mention] = []
    for mention in sorted(
        (*texts_in(text, options), *letters_in(text, options)), key=lambda one: (one.start, -one.end)
    ):
        if not found or mention.end > found[-1].end:
            found.append(mention)
    merged_once = merged(text, found, options)
    return grouped(text, merged(text, merged_once, options))  # twice: "A. a) malaria"


_OWN = re.compile(r"[\s.:)\]\-–—=,\"'(]{0,6}(?:(?:which|that) is[\s:\"']{1,3}|i\.e\.,?\s{1,3}|meaning\s)?")
_DIRECT = re.compile(r" ?[.:)\]=\-–—]{1,2} {0,3}[\"(]?| [(\"]")
_LETTERED = re.compile(r"[(\[]?[A-Za-z][.):\]]")
_ENDS = re.compile(r"[)\"']{0,2}\s*(?:[.\n]|\Z)")


def merged(text: str, mentions: list[Mention], options: Options) -> list[Mention]:
    """Join a letter with its own option's words; a letter directly before another's words is a clash."""
    found: list[Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if (
            last
            and last.end <= mention.start
            and "text" in (last.kind, mention.kind)
            and last.kind != mention.kind
        ):
            gap = text[last.end : mention.start]
            shared = tuple(letter for letter in last.letters if letter in mention.letters)
            if shared and _OWN.fullmatch(gap):
                found[-1] = Mention(
                    last.start, mention.end, shared, "text" if len(shared) == 1 else last.kind
                )
                continue
            own = options.words.get(last.letters[0], ())
            other = not any(
                form[0] in (word for word, _, _ in words_of(text[mention.start : mention.end]))
                for form in own
            )
            if (
                mention.kind == "text"
                and other
                and not _LETTERED.match(text, mention.start)
                and _DIRECT.fullmatch(gap)
                and _ENDS.match(text, mention.end)
            ):
                found[-1] = replace(last, end=mention.end, clash=True)
                continue
        found.append(mention)
    return found


_JOINS = re.compile(
    r"\W{0,3}(?:(?P<and>\s?[,;&+、・]\s?(?:and\b|und\b|et\b|y\b|e\b|и\b)?|\s(?:and|und|et|y|e|og|en|и|as well as|along with)\s|[と和及與与])"
    r"|(?P<or>\s?/\s?|,?\s(?:or|oder|ou|o|and/or|или|vs\.?)\s|[或]|または|もしくは))\W{0,3}",
)

_LINES = re.compile(r"[.;]? *\n *[-•]? *")


def grouped(text: str, mentions: list[Mention]) -> list[Mention]:
    """Join mentions that a list or an "or" joins: "A, C and D", "either A or B", "A. aspirin" above "C. captopril"."""
    found: list[Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        near = last and mention.start - last.end <= 16 and not set(mention.letters) <= set(last.letters)
        if (
            not last
            or not near
            or last.clash
            or mention.clash
            or (last.kind == "text") != (mention.kind == "text")
        ):
            found.append(mention)
            continue
        gap = text[last.end : mention.start]
        joins, lines = _JOINS.fullmatch(gap), _LINES.fullmatch(gap)
        if joins or (lines and _LETTERED.match(text, last.start) and _LETTERED.match(text, mention.start)):
            either = "or" in (last.joined, mention.joined) or bool(joins and joins["or"])
            letters = tuple(dict.fromkeys((*last.letters, *mention.letters)))
            joined = ("or" if either else "and") if len(letters) > 1 else ""
            found[-1] = Mention(last.start, mention.end, letters, last.kind, joined)
        else:
            found.append(mention)
    return found
