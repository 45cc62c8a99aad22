"""Two runs, or two arms of one run, compared case by case."""

from preceptor.compare._figures import Comparison, Flip, Pair, compare_sides
from preceptor.compare._sides import Wanted, read_side
from preceptor.compare._text import FORMATS, Format, as_csv, as_html, as_json, as_markdown


def compare(a: str, b: str, wanted: Wanted | None = None) -> Comparison:
    """Compare two sides, each `RUN` or `RUN:VALUE` with a pipeline, model or perturbation of that run.

    Args:
        wanted: rows to take, on both sides.

    Raises:
        NotFound: no such run, or nothing in it with these names.
        BadInput: nothing in common, or several arms that nothing pairs.
    """
    wanted = wanted or Wanted()
    return compare_sides(read_side(a, wanted), read_side(b, wanted))


def comparison_text(found: Comparison, form: Format = "md") -> str:
    """Write a comparison in the given form."""
    return {"md": as_markdown, "html": as_html, "json": as_json, "csv": as_csv}[form](found)


__all__ = ["FORMATS", "Comparison", "Flip", "Format", "Pair", "Wanted", "compare", "comparison_text"]
