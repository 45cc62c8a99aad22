"""Stored answers under today's scorers: outputs that others published, and finished runs of one's own.

No model is asked. Published outputs are set beside the figures that their authors printed; where ours
differs, the rule that makes the difference is computed and named.
"""

from preceptor.rescore._cells import Cell, Version, counts
from preceptor.rescore._compare import Rescored, chosen_runs, compare, rescore_published
from preceptor.rescore._pages import Format, page, rows
from preceptor.rescore._tables import Printed, fitting, printed_figures, read_printed
from preceptor.rescore._tally import CaseTable, RunScore, Share, Shift, score_run

__all__ = [
    "CaseTable", "Cell", "Format", "Printed", "Rescored", "RunScore", "Share", "Shift", "Version",
    "chosen_runs", "compare", "counts", "fitting", "page", "printed_figures", "read_printed",
    "rescore_published", "rows", "score_run",
]  # fmt: skip
