"""Why a figure of ours is not the printed one: every rule named here was computed and gives the figure."""

from collections.abc import Iterator, Sequence

from preceptor.rescore._tables import Printed
from preceptor.rescore._tally import RunScore, Share, Shift

TELLING_STEP = 0.0005


def points(share: Share, other: Share) -> str:
    """Return a difference of two rates in percentage points."""
    return f"{(share.value - other.value) * 100:+.2f} points"


def shift_words(rule: str, shift: Shift, ours: Share) -> str:
    """Say what a rule does otherwise than our scorer, with what each part is worth."""
    if not ours.n:
        return ""
    parts = []
    gained = shift.count(flag="unparsed", theirs=1.0)
    if gained:
        as_what = f"unparsed counted as {'/'.join(sorted(shift.letters))}" if shift.letters else ""
        many = shift.count(flag="unparsed", theirs=0.0) + gained
        worth = f"+{gained / ours.n * 100:.2f} points"
        parts.append(f"{as_what or f'{gained} of {many} unparsed counted as right'}: {worth}")
    if gained := shift.count(flag="refused", theirs=1.0):
        parts.append(f"{gained} refused counted as right: +{gained / ours.n * 100:.2f} points")
    up, down = shift.count(flag="", ours=False, theirs=1.0), shift.count(flag="", ours=True, theirs=0.0)
    if up or down:
        worth = f"{(up - down) / ours.n * 100:+.2f} points"
        parts.append(f"answers read otherwise: {up} counted as right, {down} as wrong: {worth}")
    if left_out := shift.count(theirs=None):
        within = Share(right=shift.share.right, n=ours.n)
        what = _left_out(shift, left_out)
        parts.append(f"{what} dropped from the denominator: {points(shift.share, within)}")
    return f"{rule}: {'; '.join(parts)}" if parts else ""


def _left_out(shift: Shift, rows: int) -> str:
    for flag in ("refused", "unparsed"):
        if shift.count(flag=flag, theirs=None) == rows:
            return f"{rows} {flag}"
    return f"{rows} rows"


def other_rule(score: RunScore, printed: Printed, within: float | None) -> str:
    """Name the first other way of counting that gives the printed figure, "" where none does."""
    for name, share in other_shares(score):
        if printed.same(share.value, within):
            return f"{name}: {share.value * 100:.2f}"
    return ""


def other_shares(score: RunScore) -> Iterator[tuple[str, Share]]:
    """Yield every way of counting that is tried, with the rate that it gives."""
    yield from score.others.items()
    for name, shift in score.shifts.items():
        yield f"rule {name}", shift.share
        if left_out := shift.count(theirs=None):
            kept = Share(right=shift.share.right, n=shift.share.n + left_out)
            yield f"the {left_out} rows that {name} leaves out kept in the denominator", kept
            whole = Share(right=shift.share.right, n=score.cases - left_out)
            if score.cases > score.n:
                yield f"{name} with {score.cases - score.n} missing cases counted as wrong", whole
        if score.empty:
            rest = Share(right=shift.share.right, n=shift.share.n - score.empty)
            yield f"rule {name} and {score.empty} empty replies dropped from the denominator", rest


def bounds_words(score: RunScore, share: Share, printed: Printed) -> str:
    """Say whether replies or rows that the files lack could make the difference."""
    missing = score.cases - score.n
    for rows, what, n in (
        (score.empty, "empty replies in the files", share.n),
        (missing, "cases without a row in the files", share.n + missing),
    ):
        low, high = share.right / n if n else 0.0, (share.right + rows) / n if n else 0.0
        if rows and low - printed.step / 2 <= printed.value <= high + printed.step / 2:
            return f"{rows} {what}: between {low * 100:.2f} and {high * 100:.2f} if they were there"
    return ""


def other_run(score: RunScore, printed: Printed, others: Sequence[tuple[RunScore, Share]]) -> str:
    """Name another run of which the printed figure is the figure: a slip in the table.

    With three decimals or fewer only runs of the same model count: others agree by chance too often.
    """
    telling = printed.step < TELLING_STEP
    found = [
        other.run
        for other, share in others
        if other.run != score.run
        and printed.same(share.value)
        and (telling or other.run.model == score.run.model)
    ]
    found.sort(key=lambda run: (run.model != score.run.model, run.set != score.run.set))
    return f"the printed figure is that of {found[0].label}" if found else ""
