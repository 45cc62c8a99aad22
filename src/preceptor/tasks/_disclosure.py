"""Cases of which only the first part is shown: the first so many per cent of the words, cut between words."""

import re

from preceptor.errors import BadInput

SHARES = (20, 40, 60, 80, 100)
_WORD = re.compile(r"\S+")


def allowed_share(task: str, share: int) -> int:
    """Return the share, if it is from 1 to 100.

    Raises:
        BadInput: it is not.
    """
    if not 1 <= share <= 100:
        raise BadInput(f"{task} has no share={share}; give the per cent of the text to show, 1 to 100")
    return share


def opening(text: str, share: int) -> str:
    """Return the first `share` per cent of a text's words, rounded up, with the spaces and lines as written.

    Example:
        >>> opening("one two three four five", 40)
        'one two'
    """
    words = list(_WORD.finditer(text))
    shown = -(-len(words) * share // 100)
    return text[: words[shown - 1].end()] if 0 < shown < len(words) else text.strip()
