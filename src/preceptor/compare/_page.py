"""A comparison as one page."""

from pathlib import Path

from preceptor.compare._sections import LEAST, interval, money, number, tokens
from preceptor.compare._text import SHOWN, Study, left_out, method_line, points_range, split_flips, verdict
from preceptor.report import page


def as_html(found: Study) -> str:
    """Write the page."""
    return page(
        Path(__file__).parent / "compare.html",
        {
            "study": found, "verdict": verdict, "points_range": points_range, "left_out": left_out,
            "split_flips": split_flips, "method": method_line, "SHOWN": SHOWN, "LEAST": LEAST, "interval": interval,
            "number": number, "money": money, "tokens": tokens,
        },
    )  # fmt: skip
