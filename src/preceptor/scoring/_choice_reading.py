"""From the mentions of an answer to its reading: forms first, then what the prose states last.

What is contradictory, hedged or no option at all is left unread; `how` says why.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from preceptor.scoring._choice_mentions import Mention, mentions_in
from preceptor.scoring._choice_options import Options
from preceptor.scoring._choice_statements import (
    AFFIRMED,
    DENIED,
    HEADED,
    LIKELY,
    NAMED,
    REVISES,
    STATED,
    WEAK,
    Statement,
    statements,
)  # fmt: skip
from preceptor.scoring._choice_structured import fields
from preceptor.scoring._choice_text import without_run_on

_NEAR = 160  # statements so close to one another that differ contradict, unless one revises the other
_BRIEF, _VERY_BRIEF = (
    40,
    12,
)  # words of an answer in which one letter, or one option's words, are taken for it
_NOT_WORDS = re.compile(
    r"\b(?:options?|choices?|answers?|letters?|and|or|the|final|correct|is|are|both|either|which|my|best|und|et|y|e|i|correct answer)\b|\W|_|\d",
    re.IGNORECASE,
)
_DIGITS_BEFORE = re.compile(
    r"\A(\W{0,20}(?:(?:final )?answer\W{1,6})?)\d{1,3}(?=[A-Ja-j](?:[.,):\s']|\Z))", re.IGNORECASE
)
_TAKES_BACK = re.compile(
    r"\b(?:wait|actually|correction|sorry|on second thought|reconsider\w*|changed? my)\b", re.IGNORECASE
)
_LETTER_FIRST = re.compile(r"(?:(?:option|choice)\W{1,3})?[(\[]?[A-Z][.):\]]", re.IGNORECASE)
_COLON = re.compile(r"\s?:")
_LINE_ENDS = re.compile(r"[ \t).:\]\"']*(?:\n|\Z)")
_EXPLAINS = re.compile(
    r"(?:\n|[.:)]\s)\W{0,6}(?:rationale|explanation|reasoning|reasons?|justification|discussion)\b\W",
    re.IGNORECASE,
)
_JOINERS = re.compile(
    r"\b(?:options?|choices?|letters?|and|or|the|both|either|is|are|und|et|y|e|i)\b|\W|_|\d", re.IGNORECASE
)
_OPENS_WITH_LETTER = re.compile(r"[(\[]?[A-Za-z](?:\s?[.):\]\-–—]|\si\.?e\b|,? which|\s\()")
_WRONG = re.compile(r"[\s.):\]\-–—]{0,4}(?:incorrect|wrong|false|not|no)\b", re.IGNORECASE)
_ITEM = re.compile(r"[A-Z][.):]")
_JUST_IS = re.compile(
    r"(?:\b(?:is|be|are|but|it's|that's|definitely|probably|likely|clearly|est|ist|es|è|é|это)\s+){1,3}\Z",
    re.IGNORECASE,
)
_DELIMITER = re.compile(
    r"[)\]\"']?(?:[.):,;=\-–—\]\n!]|\s?[(\-–—=\n;:]|\s?\Z|\s\s|\s(?:because|since|as|is the|explanation|rationale)\b)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What an answer was read as; `letters` is empty where `flag` is set, `how` says what was found."""

    letters: tuple[str, ...] = ()
    how: str = ""
    flag: Literal["", "unparsed", "refused"] = ""


def read(text: str, options: Options, several: bool) -> Reading:
    """Read forms first, then prose; an unread reading says in `how` why it is none."""
    text = _DIGITS_BEFORE.sub(r"\1", without_run_on(text))
    forms = fields(text)
    if not forms:
        return _prose(text, options, several)
    tail = text[forms[-1].end :]
    if _TAKES_BACK.search(tail) and (later := _prose(tail, options, several)).letters:
        return later
    if not any(re.search(r"\w", form.value) for form in forms):
        return _prose(text, options, several)
    readings = [(form, _value(form.value, options, several)) for form in forms]
    read = [(form, reading) for form, reading in readings if reading.letters]
    if not read:
        return Reading(how=f"the {forms[-1].form} says {_quoted(forms[-1].value)}")
    form, reading = read[-1]
    for earlier, other in read[:-1]:
        between = text[earlier.end : form.start]
        if other.letters != reading.letters and len(between) < _NEAR and not REVISES.search(between):
            return Reading(how=f"{','.join(other.letters)} and {','.join(reading.letters)} are both stated")
    return Reading(letters=reading.letters, how=f"{form.form}: {_quoted(form.value)}")


def _value(value: str, options: Options, several: bool) -> Reading:
    """Read what stands in a form: the first thing it names, else what its prose states."""
    mentions = mentions_in(value, options)
    if mentions and not re.search(r"[^\W\d_]", value[: mentions[0].start]):
        first = mentions[0]
        if first.kind != "bare" or not re.match(r"\s[a-z]", value[first.end :]):
            return _settled(first, options, several, value)
    return _prose(value, options, several)


def _prose(text: str, options: Options, several: bool) -> Reading:
    mentions = mentions_in(text, options)
    if listed := _listing(text, mentions, options, several):
        return listed
    found = statements(text, mentions)
    found = _unexplained(text, [_raised(text, one, place, found) for place, one in enumerate(found)])
    for strength in (STATED, HEADED, LIKELY):
        if stated := [one for one in found if one.strength == strength]:
            if several and all(AFFIRMED.match(text, one.mention.end) for one in stated):
                return _weak(text, found, options, several)
            return _last(text, stated, options, several)
    return _weak(text, found, options, several)


def _listing(text: str, mentions: Sequence[Mention], options: Options, several: bool) -> Reading | None:
    """Read an answer that is nothing but options: "B. aspirin", "A, C", "BD"."""
    run = re.sub(r"[\W_]+", "", text)
    if (
        1 < len(run) <= len(options.letters)
        and list(run) == sorted(set(run) & set(options.letters))
        and not any(mention.kind == "text" for mention in mentions)
    ):
        whole = Mention(0, len(text), tuple(run), joined="and")
        return _settled(whole, options, several, text)
    if not mentions:
        return None
    gaps = [text[one.end : other.start] for one, other in pairwise(mentions)]
    outer = f"{text[: mentions[0].start]} {text[mentions[-1].end :]}"
    letters = tuple(dict.fromkeys(letter for mention in mentions for letter in mention.letters))
    between = _JOINERS if len(letters) > 1 else _NOT_WORDS
    if _NOT_WORDS.sub("", outer) or any(between.sub("", gap) for gap in gaps):
        return None
    if len(letters) == len(options.letters) > 2 and any(mention.kind == "text" for mention in mentions):
        return Reading(how="all options are listed")
    hedged = any(mention.joined == "or" for mention in mentions) or re.search(r"\bor\b", " ".join(gaps), re.I)
    clash = any(mention.clash for mention in mentions)
    joined = "or" if hedged else "and"
    return _settled(Mention(0, len(text), letters, joined=joined, clash=clash), options, several, text)


def _raised(text: str, statement: Statement, place: int, found: Sequence[Statement]) -> Statement:
    """A mention at the start, or alone on a line, is a statement, unless it begins a list of all options."""
    mention = statement.mention
    start, end = mention.start, mention.end
    headed = mention.kind == "text" and _OPENS_WITH_LETTER.match(text, start) and not _WRONG.match(text, end)
    if statement.strength not in (NAMED, WEAK, LIKELY) and not (statement.strength == DENIED and headed):
        return statement
    line = _LINE_ENDS.match(text, end) and _begins_line(text, start)
    if line and place and mention.kind != "text":
        return Statement(mention, HEADED, start)
    head = start < 40 and not _NOT_WORDS.sub("", text[:start]) and (headed or _DELIMITER.match(text, end))
    if head and not (mention.letters[0] == "A" and _lists(text, found, place + 1)):
        return Statement(mention, HEADED, start)
    if line and end > len(text) - 200 and statement.strength == NAMED:
        return Statement(mention, LIKELY, start)
    return statement


def _unexplained(text: str, found: list[Statement]) -> list[Statement]:
    """Leave out what an explanation suggests when the answer stands before it."""
    marker = _EXPLAINS.search(text)
    if not marker or not any(one.strength >= LIKELY and one.mention.start < marker.start() for one in found):
        return found
    return [one for one in found if one.mention.start < marker.start() or one.strength in (DENIED, STATED)]


def _begins_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", max(0, start - 200), start) + 1 : start].strip(" \t-•#>([\"'") and (
        start < 200 or "\n" in text[start - 200 : start]
    )


def _lists(text: str, found: Sequence[Statement], place: int) -> bool:
    """Say whether B is the next letter at the start of a line, with no explanation before it."""
    for statement in islice(found, place, place + 50):
        start = statement.mention.start
        if _ITEM.match(text, start) and _begins_line(text, start):
            return text[start] == "B" and not _EXPLAINS.search(text, 0, start)
    return False


def _last(text: str, stated: Sequence[Statement], options: Options, several: bool) -> Reading:
    """Return the last statement, unless one close before contradicts it without being revised."""
    last = stated[-1]
    letters = last.mention.letters
    for earlier in reversed(stated[:-1]):
        between = text[earlier.mention.end : last.mention.start]
        if several and not re.search(r"\w", between):
            letters = (*earlier.mention.letters, *letters)
            continue
        near = len(between) < _NEAR and not REVISES.search(between)
        narrowed = earlier.mention.joined == "or" and set(letters) < set(earlier.mention.letters)
        differs = set(earlier.mention.letters) != set(letters) and last.mention.joined != "and"
        if near and differs and not narrowed:
            both = f"{','.join(earlier.mention.letters)} and {','.join(letters)}"
            return Reading(how=f"{both} are both stated")
        break
    mention = Mention(
        last.left,
        last.mention.end,
        tuple(dict.fromkeys(letters)),
        joined=last.mention.joined,
        clash=last.mention.clash,
    )
    return _settled(mention, options, several, text)


def _weak(text: str, found: Sequence[Statement], options: Options, several: bool) -> Reading:
    """Read what is called correct, or the one option that a brief answer names."""
    denied = {letter for one in found if one.strength == DENIED for letter in one.mention.letters}
    weak = [one for one in found if one.strength >= WEAK]
    if not weak and (count := len(text.split())) <= _BRIEF:
        named = [
            one
            for one in found
            if one.strength == NAMED
            and (
                one.mention.kind != "text"
                or count <= _VERY_BRIEF
                or (_LETTER_FIRST.match(text, one.mention.start) and not _COLON.match(text, one.mention.end))
            )
        ]
        weak = [one for one in named if _clear(text, one.mention)]
    letters = tuple(dict.fromkeys(letter for one in weak for letter in one.mention.letters))
    letters = tuple(letter for letter in letters if letter not in denied)
    if not letters:
        return Reading(how="no option is stated")
    if len(letters) > 1 and not several:
        return Reading(how=f"{' and '.join(letters)} are named, none is stated")
    joined = "or" if any(one.mention.joined == "or" for one in weak) else "and"
    last = weak[-1]
    return _settled(
        Mention(last.left, last.mention.end, letters, joined=joined, clash=last.mention.clash),
        options,
        several,
        text,
    )


def _clear(text: str, mention: Mention) -> bool:
    """Say whether a lone letter or short word stands by itself, or behind "is": not as in "vitamin A"."""
    if mention.kind != "bare":
        return True
    if mention.end - mention.start > 1 and not re.match(r"\s*(?:[^\w\s]|\Z)", text[mention.end :]):
        return False
    before = text[max(0, mention.start - 40) : mention.start]
    return not re.search(r"\w\s\Z", before) or bool(_JUST_IS.search(before))


def _settled(mention: Mention, options: Options, several: bool, text: str) -> Reading:
    """Return what a deciding mention says, where that is allowed."""
    letters = tuple(sorted(mention.letters))
    quote = _quoted(text[mention.start : mention.end])
    if unknown := [letter for letter in letters if letter not in options.letters]:
        return Reading(how=f"{unknown[0]} is no option: {quote}")
    if mention.clash:
        return Reading(how=f"letter and words name different options: {quote}")
    if len(letters) > 1 and (mention.joined == "or" or not several):
        return Reading(how=f"several options are stated: {quote}")
    return Reading(letters=letters, how=f"stated: {quote}")


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else f"…{line[-59:]}")
