"""Why a figure of ours is not the printed one: every rule named here was computed and gives the figure."""

from collections.abc import Iterator, Sequence

from preceptor.rescore._tables import Printed
from preceptor.rescore._tally import RunScore, Share, Shift

TELLING_STEP = 0.0005
FEW, NEARLY_ALL = 10, 0.9  # rows from which, and share of them, a letter is named


def points(share: Share, other: Share) -> str:
    """Return a difference of two rates in percentage points."""
    return f"{(share.value - other.value) * 100:+.2f} points"


def shift_words(rule: str, shift: Shift, ours: Share) -> str:
    """Say what a rule does otherwise than our scorer, with what each part is worth."""
    if not ours.n:
        return ""
    parts = [words for flag in ("unparsed", "refused") if (words := _flagged(shift, flag, ours))]
    up, down = shift.count(flag="", ours=False, theirs=1.0), shift.count(flag="", ours=True, theirs=0.0)
    if up or down:
        worth = f"{(up - down) / ours.n * 100:+.2f} points"
        parts.append(f"answers read otherwise: {up} counted as right, {down} as wrong: {worth}")
    if left_out := shift.count(theirs=None):
        within = Share(right=shift.share.right, n=ours.n)
        what = _left_out(shift, left_out)
        parts.append(f"{what} dropped from the denominator: {points(shift.share, within)}")
    return f"{rule}: {'; '.join(parts)}" if parts else ""


def _flagged(shift: Shift, flag: str, ours: Share) -> str:
    """Say as what the rule counts rows that we could not read, and what that is worth."""
    right, wrong = shift.count(flag=flag, theirs=1.0), shift.count(flag=flag, theirs=0.0)
    if not right:
        return ""
    rows, worth = right + wrong, f"+{right / ours.n * 100:.2f} points"
    fits = {letter: fitting for (known, letter), fitting in shift.as_letter.items() if known == flag}
    best = [letter for letter, fitting in fits.items() if fitting == max(fits.values())]
    if len(best) == 1 and fits[best[0]] == rows:
        return f"{flag} counted as {best[0]}: {worth}"
    if len(best) == 1 and rows >= FEW and fits[best[0]] >= NEARLY_ALL * rows:
        return f"{fits[best[0]]} of {rows} {flag} counted as {best[0]}: {worth}"
    return f"{right} of {rows} {flag} counted as right: {worth}"


def _left_out(shift: Shift, rows: int) -> str:
    for flag in ("refused", "unparsed"):
        if shift.count(flag=flag, theirs=None) == rows:
            return f"{rows} {flag}"
    return f"{rows} rows"


def other_rule(score: RunScore, rule: str, printed: Printed, within: float | None) -> str:
    """Name the first other way of counting that gives the printed figure, "" where none does."""
    for name, share in _other_shares(score, rule):
        if printed.same(share.value, within):
            return f"{name}: {share.value * 100:.2f}"
    return ""


def _other_shares(score: RunScore, rule: str) -> Iterator[tuple[str, Share]]:
    """Yield the ways of counting that are tried; where the authors' rule is known only those near to it."""
    if not rule:
        yield from score.others.items()
        return
    shift = score.shifts[rule]
    left_out, missing = shift.count(theirs=None), score.cases - score.n
    if left_out:
        whole = Share(right=shift.share.right, n=shift.share.n + left_out)
        yield f"the {left_out} rows that {rule} leaves out kept in the denominator", whole
    if missing:
        whole = Share(right=shift.share.right, n=shift.share.n + missing)
        yield f"{rule} with {missing} missing cases counted as wrong", whole
    if score.empty:
        rest = Share(right=shift.share.right, n=shift.share.n - score.empty)
        yield f"{rule} and {score.empty} empty replies dropped from the denominator", rest
    yield from ((name, share) for name, share in score.others.items() if name.startswith(rule))
    yield from ((f"rule {name}", other.share) for name, other in score.shifts.items() if name != rule)


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
