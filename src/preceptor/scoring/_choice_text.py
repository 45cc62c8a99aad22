"""An answer's text made plain before it is read: reasoning, markup, look-alike letters and echoes taken away.

Every pattern is bounded, so the time grows in proportion to the text.
"""

import re
import unicodedata
from collections.abc import Sequence

HEAD, TAIL = 4_000, 16_000  # characters kept of a longer text: answers stand at the start or at the end
_TAGS = "think|thinking|thought|thoughts|reasoning|analysis|scratchpad|reflection"
_OPENS = re.compile(rf"<(?:{_TAGS})>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<\|channel\|>analysis", re.I)
_CLOSES = re.compile(
    rf"</(?:{_TAGS})>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>|<\|channel\|>final(?:<\|message\|>)?", re.I
)
_HTML = re.compile(
    r"</?(?:b|i|u|strong|em|p|br|span|li|ul|ol|div|code|center|h\d|s[ua][bp])\b[^<>]{0,80}>", re.I
)
_LATEX = re.compile(r"\\(?:text|math|bf|rm|sf|tt|left|right|large|Large)(?:bf|rm|sf|tt|it)?(?![a-z])")
_PUNCTUATION = str.maketrans(
    dict.fromkeys("*`\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
    | dict.fromkeys("$\u00a0", " ")
    | dict.fromkeys("“”„«»「」『』", '"')
    | dict.fromkeys("’‘", "'")
    | dict.fromkeys("‐‑", "-")
    | dict.fromkeys("【〔", "(")
    | dict.fromkeys("】〕", ")")
)
_LOOK_ALIKE = dict(zip("АВСЕНІЈКМОРТХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABCEHIJKMOPTXABEZHIKMNOPTYX", strict=True))
_HOMOGLYPH = re.compile(rf"(?<!\w)[{''.join(_LOOK_ALIKE)}](?!\w)")
_ORDERED = (  # letters that number options in other scripts, in order, where they stand alone
    ("アイウエオカキクケコ", "ァ-ヺー"),
    ("أبجده", "ء-ي"),
    ("אבגדה", "א-ת"),
)
_NUMBERED = [
    (re.compile(rf"(?<![{script}])[{letters}](?![{script}])"), dict(zip(letters, "ABCDEFGHIJ", strict=False)))
    for letters, script in _ORDERED
]
_RUN_ON = re.compile(
    r"\n\W{0,6}(?:(?:new |next )?(?:instruction|question|user|human|patient case)\b[^\n]{0,12}:"
    r"|(?:options|choices)\s?:\s{0,3}\W{0,3}A\W)",
    re.IGNORECASE,
)


def without_reasoning(text: str) -> str:
    """Return what follows the reasoning; what stands before or in it where nothing follows."""
    opened = _OPENS.search(text)
    *_, closed = (None, *_CLOSES.finditer(text))
    if closed and text[closed.end() :].strip():
        return text[closed.end() :]
    if opened and text[: opened.start()].strip():
        return text[: opened.start()]
    return _CLOSES.sub("\n", _OPENS.sub("\n", text)) if opened or closed else text


def plain(text: str) -> str:
    """Fold widths, quotes, look-alike letters and markup, so that letters and words can be compared."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _HOMOGLYPH.sub(lambda found: _LOOK_ALIKE[found[0]], text)
        for pattern, letters in _NUMBERED:
            text = pattern.sub(lambda found, letters=letters: letters[found[0]], text)
    if "\\" in text:
        text = _LATEX.sub("", text.replace("\\n", "\n").replace("\\(", " ").replace("\\)", " "))
    if "<" in text:
        text = _HTML.sub(" ", text)
    return text.translate(_PUNCTUATION)


def clipped(text: str) -> str:
    """Keep the start and the end of a text that is too long to be an answer in full."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n\n{text[-TAIL:]}"


def without_run_on(text: str) -> str:
    """Cut a model's own next question, which some write after their answer; a repeated question stays."""
    found = _RUN_ON.search(text)
    head = text[: found.start()] if found else ""
    return text if "?" in head or not re.search(r"\w", head) else head


def split_echo(text: str, options: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Return what stands before and behind the last echoed list of all options, None where there is none."""
    if len(options) < 2 or not options[0][1]:
        return None
    found, start = None, text.find(options[0][1])
    for _ in range(20):
        if start < 0:
            break
        end = _end_of_list(text, start, options)
        if end:
            head = text[:start].rstrip(" \t\n.:)([")
            found = head.removesuffix(options[0][0]).rstrip(" \t\n(["), text[end:]
        start = text.find(options[0][1], start + 1)
    return found


def _end_of_list(text: str, start: int, options: Sequence[tuple[str, str]]) -> int:
    """Return where the list of options ends that begins with the first option's text, 0 if none does."""
    letter = options[0][0]
    if not re.search(rf"(?<!\w){letter}\W{{1,4}}\Z", text[max(0, start - 6) : start], re.I):
        return 0
    end = start + len(options[0][1])
    for letter, option in options[1:]:
        place = text.find(option, end, end + len(option) + 24) if option else -1
        if place < 0 or not re.fullmatch(rf"\W{{0,10}}{letter}\W{{1,6}}", text[end:place], re.I):
            return 0
        end = place + len(option)
    return end
