"""Judge replies lost, at random and preferentially on bad answers: what becomes of the score, here and elsewhere.

python experiments/judge_failure_injection.py [--repeats 500] [--peers]

Each repeat draws 20 answers on a signed rubric of 6 criteria, has them judged by a judge that is always right, then loses
1, 5 or 20 % of its replies for good (unreadable, refused or timed out, a third each). The pipeline is the package's own:
requests, schema, asking again, verdicts, score, bounds. Counted: repeats whose bounds hold the score of the undisturbed
judge, bounds wider than the lost weight, findings "met" that the undisturbed judge did not make. `--peers` has the same
losses scored by inspect_evals 0.26.0 (HealthBench scorer) and crfm-helm 0.5.16 (LLMJuryMetric), each in an environment of
its own under .benchmarks/. No data needed. Seed 20261126.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from preceptor.components import Model
from preceptor.errors import ProviderError
from preceptor.judges import graded
from preceptor.models.scripted import model_from
from preceptor.records import Answer, Case, Message, Score
from preceptor.scoring.rubric import rubric_of
from preceptor.stats import bounds

ROOT = Path(__file__).parent.parent
WEIGHTS = (5, 3, 2, 2, -4, -8)
RUBRIC = rubric_of(
    {"criteria": [{"id": f"k{n}", "text": f"Criterion K{n}.", "weight": w} for n, w in enumerate(WEIGHTS)]},
    name="injected",
    place="here",
)
ANSWERS, SEED = 20, 20261126
KINDS = ("unreadable", "refused", "timed out")
SAID = {"unreadable": "I would say that", "refused": "I'm sorry, but I can't help with that."}
PINNED = {
    "judges_inspect": ("inspect_evals==0.26.0", "inspect-ai==0.3.285"),
    "judges_helm": ("crfm-helm==0.5.16",),
}


def drawn(draw: np.random.Generator, share: float, bad_only: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return what is met, (answers, criteria), and which replies are lost and how ("" for kept)."""
    quality = draw.beta(2, 2, ANSWERS)[:, None]
    chance = np.where(np.array(WEIGHTS) > 0, quality, 0.5 * (1 - quality))
    met = draw.random((ANSWERS, len(WEIGHTS))) < chance
    rate = np.full(ANSWERS, share)
    if bad_only:
        bad = quality[:, 0] < np.median(quality)
        rate = np.where(bad, min(1.0, share * ANSWERS / bad.sum()), 0.0)
    gone = draw.random(met.shape) < rate[:, None]
    return met, np.where(gone, draw.choice(KINDS, met.shape), "")


def judge_of(met: Sequence[bool], lost: Sequence[str]) -> Model:
    """Return a judge that is right about one answer, apart from the replies that are lost."""

    def say(messages: Sequence[Message]) -> str:
        number = int(messages[-1].text.rpartition("Criterion K")[2].partition(".")[0])
        if lost[number] == "timed out":
            raise ProviderError("timed out", status=504, retryable=True)
        if lost[number]:
            return SAID[lost[number]]
        return json.dumps({"reason": "", "quote": "", "finding": "met" if met[number] else "not met"})

    return model_from(lambda messages, **_: say(messages), "scripted/judge")


def scored(met: np.ndarray, lost: np.ndarray) -> list[Score | None]:
    """Grade the answers; None where every single reply was lost to the service, as a run counts failed cases."""
    found: list[Score | None] = []
    for number in range(ANSWERS):
        case, answer = Case(id=str(number), prompt="q"), Answer(text=f"answer {number}")
        try:
            found.append(graded(RUBRIC, case, answer, judge_of(met[number].tolist(), lost[number].tolist())))
        except ProviderError:
            found.append(None)
    return found


def repeat(
    draw: np.random.Generator, share: float, bad_only: bool
) -> tuple[dict[str, float], np.ndarray, np.ndarray]:
    """Carry out one repeat and return what is counted."""
    met, lost = drawn(draw, share, bad_only)
    truth = np.clip((met * np.array(WEIGHTS)).sum(axis=1) / RUBRIC.most(), 0, 1).mean()
    scores = scored(met, lost)
    found = bounds(
        [one.value if one else None for one in scores],
        [one.low if one else 0.0 for one in scores],
        [one.high if one else 1.0 for one in scores],
    )
    weight = np.minimum((np.abs(WEIGHTS) * (lost != "")).sum(axis=1) / RUBRIC.most(), 1.0).mean()
    invented = sum(
        verdict.finding == "met" and not met[number, int(verdict.criterion[1:])]
        for number, one in enumerate(scores)
        for verdict in (one.verdicts if one else ())
    )
    shift = np.nan if found.answered is None else found.answered - truth
    return (
        {
            "held": found.low - 1e-9 <= truth <= found.high + 1e-9,
            "wider": found.high - found.low > weight + 1e-9,
            "invented": invented, "shift": shift, "width": found.high - found.low, "lost": float((lost != "").mean()),
        },
        met,
        lost,
    )  # fmt: skip


def prepare(name: str) -> Path:
    """Return the Python of a program's environment, made at first use."""
    place = ROOT / ".benchmarks" / name
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PINNED[name]], check=True)
    return python


def of_peer(environment: str, script: str, repeats: list, *more: str) -> np.ndarray:
    """Score repeats by another program's own functions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "repeats.json"
        path.write_text(json.dumps(repeats))
        home = {"HOME": folder, "PATH": "/usr/bin:/bin", "INSPECT_LOG_LEVEL": "error"}
        done = subprocess.run(
            [prepare(environment), ROOT / "experiments" / "peers" / script, path, *more],
            capture_output=True, text=True, check=True, cwd=folder, env=home,
        )  # fmt: skip
    return np.array(json.loads(done.stdout.splitlines()[-1]))


def inspect_shift(kept: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return score with lost replies minus without, for each repeat."""

    def answers(met: np.ndarray, lost: np.ndarray) -> list[list[dict[str, object]]]:
        return [
            [
                {"weight": w, "met": bool(m), "lost": str(g)}
                for w, m, g in zip(WEIGHTS, row, gone, strict=True)
            ]
            for row, gone in zip(met, lost, strict=True)
        ]

    repeats = [answers(*one) for one in kept] + [answers(met, np.full_like(lost, "")) for met, lost in kept]
    found = of_peer("judges_inspect", "judge_failure_inspect.py", repeats)
    return found[: len(kept)] - found[len(kept) :]


def helm_shift(kept: list[tuple[np.ndarray, np.ndarray]], default: float) -> np.ndarray:
    """Return the same for a jury of three on 1 to 5, whose judges are severe, fair and lenient."""

    def answers(met: np.ndarray, lost: np.ndarray) -> list[list[dict[str, object]]]:
        level = 1 + np.clip((met * np.array(WEIGHTS)).sum(axis=1) / RUBRIC.most(), 0, 1) * 4
        return [
            [{"score": int(np.clip(round(points + lean), 1, 5)), "lost": bool(gone)} for lean, gone in zip((-1, 0, 1), row, strict=True)]
            for points, row in zip(level, lost[:, :3] != "", strict=True)
        ]  # fmt: skip

    repeats = [answers(*one) for one in kept] + [answers(met, np.full_like(lost, "")) for met, lost in kept]
    found = of_peer("judges_helm", "judge_failure_helm.py", repeats, str(default))
    return found[: len(kept)] - found[len(kept) :]


def span(shift: np.ndarray) -> str:
    """Write mean and range of shifts."""
    return f"{np.nanmean(shift):+.3f} ({np.nanmin(shift):+.3f} to {np.nanmax(shift):+.3f})"


def main() -> int:
    """Run every setting; the exit code says whether every promise was kept in every repeat."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=500)
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    kept_all, started = True, time.perf_counter()
    for bad_only in (False, True):
        for share in (0.01, 0.05, 0.20):
            draw = np.random.default_rng([SEED, int(bad_only), int(1000 * share)])
            done = [repeat(draw, share, bad_only) for _ in range(given.repeats)]
            every = {name: np.array([one[0][name] for one in done], float) for name in done[0][0]}
            held, wider, invented = every["held"].sum(), every["wider"].sum(), every["invented"].sum()
            kept_all &= held == given.repeats and not wider and not invented
            where = "on bad answers" if bad_only else "at random"
            print(
                f"{100 * share:.0f} % lost {where} ({100 * every['lost'].mean():.1f} % drawn): bounds hold the score in {held:.0f} of "
                f"{given.repeats}, wider than the lost weight in {wider:.0f}, points from a failure {invented:.0f}; width "
                f"{every['width'].mean():.3f}, estimate moved {span(every['shift'])}",
                flush=True,
            )
            if given.peers:
                kept = [(met, lost) for _, met, lost in done[:50]]
                print(f"    inspect_evals, 50 repeats: score moved {span(inspect_shift(kept))}, no bounds")
                for default in (0.0, 1.0):
                    print(
                        f"    helm jury, 1 to 5, default {default:g}: moved {span(helm_shift(kept, default))}, no bounds",
                        flush=True,
                    )
    print(
        f"{'every promise kept' if kept_all else 'A PROMISE WAS BROKEN'} ({time.perf_counter() - started:.0f} s)"
    )
    return int(not kept_all)


if __name__ == "__main__":
    sys.exit(main())
