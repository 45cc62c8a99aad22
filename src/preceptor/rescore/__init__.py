"""Stored answers under today's scorers: outputs that others published, and finished runs of one's own.

No model is asked. Published outputs are set beside the figures that their authors printed; where ours
differs, the rule that makes the difference is computed and named.
"""

from preceptor.rescore._case_table import CaseTable
from preceptor.rescore._cells import Cell, Version, counts
from preceptor.rescore._changes import changes_page, changes_summary
from preceptor.rescore._compare import Rescored, chosen_runs, compare, rescore_published, scored
from preceptor.rescore._pages import page, rows, summary
from preceptor.rescore._render import Format
from preceptor.rescore._stored import Change, Restored, rescore_run
from preceptor.rescore._tables import Printed, fitting, printed_figures, read_printed
from preceptor.rescore._tally import RunScore, Share, Shift, score_run

__all__ = [
    "CaseTable", "Cell", "Change", "Format", "Printed", "Rescored", "Restored", "RunScore", "Share", "Shift",
    "Version", "changes_page", "changes_summary", "chosen_runs", "compare", "counts", "fitting", "page",
    "printed_figures", "read_printed", "rescore_published", "rescore_run", "rows", "score_run", "scored", "summary",
]  # fmt: skip
