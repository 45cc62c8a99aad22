"""Making other people's text safe to show: nothing in it may act, hide or reorder what is around it."""

import re

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def visible(text: str) -> str:
    """Write control and direction-changing characters as their code point.

    Example:
        >>> visible("a\\u202eb")
        'a[U+202E]b'
    """
    return HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def short_model(name: str) -> str:
    """Write a model that is named by its address as `name @ host`; others as they are.

    Example:
        >>> short_model("http://localhost:8000/v1/clinic-7b")
        'clinic-7b @ localhost:8000'
    """
    match = re.fullmatch(r"https?://([^/]+)/(?:.*/)?([^/]+)/?", name)
    return f"{match[2]} @ {match[1]}" if match else name


def csv_text(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula, by a leading apostrophe.

    Example:
        >>> csv_text("=1+1")
        "'=1+1"
    """
    shown = visible(text)
    return f"'{shown}" if text.startswith(FORMULA) else shown


def markdown_text(text: str) -> str:
    """Write a text on one line of a Markdown table, with nothing in it read as markup.

    Example:
        >>> markdown_text("a|b <i>")
        'a\\\\|b &lt;i&gt;'
    """
    line = " ".join(visible(text).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", line)
