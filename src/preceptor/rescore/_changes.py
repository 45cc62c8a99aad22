"""The changed cases of a run, laid out."""

from preceptor.rescore._render import Entry, Format, as_csv, as_json, as_markdown
from preceptor.rescore._stored import Change, Restored
from preceptor.rows import ScoreRow

COLUMNS = ("task", "id", "pipeline", "model", "perturbation", "epoch", "old", "new", "why_old", "why_new")


def changes_page(restored: Restored, form: Format) -> str:
    """Render the changed cases, old score and new."""
    table = [_row(change) for change in restored.changes]
    if form == "json":
        return as_json({"rows": restored.rows, "left": restored.left, "changes": table})
    if form == "csv":
        return as_csv(COLUMNS, table)
    return as_markdown(COLUMNS, [[str(row[name]) for name in COLUMNS] for row in table]) if table else ""


def changes_summary(restored: Restored) -> list[str]:
    """Return the closing lines; the last one says how many cases changed."""
    lines = [f"{rows} rows left as they are: {why}" for why, rows in sorted(restored.left.items())]
    changed = f"{len(restored.changes)} of {restored.rows} cases changed"
    if restored.changes:
        changed += (
            "; written" if restored.written else "; nothing was written, give --write to keep the new scores"
        )
    return [*lines, changed]


def _row(change: Change) -> dict[str, Entry]:
    row, old = change.row, change.row.get("score", {})
    return {
        "task": row.get("task", ""), "id": row.get("id", ""), "pipeline": row.get("pipeline", ""), "model": row.get("model") or "",
        "perturbation": row.get("perturbation", ""), "epoch": row.get("epoch", 0),
        "old": _score(old), "new": _score(change.score),
        "why_old": str(old.get("why", "")), "why_new": change.score.get("why", ""),
    }  # fmt: skip


def _score(score: ScoreRow) -> str:
    value = score.get("value")
    flags = score.get("flags", {})
    if (value is not None and not isinstance(value, int | float)) or not isinstance(flags, dict):
        return "no score"  # what a broken scorer wrote
    listed = [name for name, is_set in sorted(flags.items()) if is_set]
    return " ".join(["not scored" if value is None else f"{value:g}", *listed])
