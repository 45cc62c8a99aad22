"""Hold calculators against independent implementations on 10,000 random patients each.

    python3 -m venv PEERS && PEERS/bin/pip install clincalc==0.4.0 medcalc-bench==1.7.0
    .venv/bin/python experiments/calculator_peers.py --python PEERS/bin/python [--n 10000] [--examples]

The peers run in an environment of their own; neither is needed by the package. Prints one row a formula: how many
of the random patients agree within the peer's own rounding, the largest difference, and refusals of either side.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from _peer_specs import CLINCALC, MEDCALC, Peer

from preceptor.calculate import load
from preceptor.calculation import Calculator, Input, evaluate

SEED = 20_260
MOST_BATCHES = 6
HERE = Path(__file__).parent
Patient = dict[str, float]


def drawn(declared: Input, draw: np.random.Generator, size: int, decimals: int) -> np.ndarray:
    """Draw an input over its usual range; measured values have as many decimals as the peer takes."""
    if declared.kind in ("yes_no", "choice"):
        codes = [0.0, 1.0] if declared.kind == "yes_no" else sorted(set(declared.levels.values()))
        return draw.choice(codes, size)
    low, high = declared.usual or (declared.low, declared.high)
    values = draw.uniform(max(low, declared.low), min(high, declared.high), size)
    return np.clip(np.round(values, decimals), declared.low, declared.high)


def written(text: str, patient: Mapping[str, float], calculator: Calculator) -> object:
    """Write one of our inputs as a peer wants it; see `_peer_specs`."""
    if text.startswith("="):
        return (
            text == "=true"
            if text in ("=true", "=false")
            else int(text[1:])
            if text[1:].isdecimal()
            else text[1:]
        )
    if match := re.fullmatch(r"(\w+)([=~])(.+)", text):
        levels = calculator.inputs[match[1]].levels or {"no": 0.0, "yes": 1.0}
        level = next(each for each, code in levels.items() if code == patient[match[1]])
        pairs = dict(pair.split(":") for pair in match[3].split(";")) if match[2] == "~" else {}
        theirs = pairs.get(level, "")
        return (int(theirs[1:]) if theirs.startswith("#") else theirs) if pairs else level == match[3]
    if text.startswith("!"):
        return not patient[text[1:]]
    text, _, unit = text.partition("|")
    if text.startswith("#"):
        return [float(text[1:]), unit]
    if match := re.fullmatch(r"(\w+)(>=|>|<)([\d.]+)", text):
        over, limit = patient[match[1]], float(match[3])
        return bool({">=": over >= limit, ">": over > limit, "<": over < limit}[match[2]])
    name, _, factor = text.partition("*")
    plain = name.rstrip("^_") if name.endswith(("^", "_")) and name not in calculator.inputs else name
    declared, value = calculator.inputs[plain], patient[plain]
    if declared.kind == "choice":
        level = next(each for each, code in declared.levels.items() if code == value)
        if plain == "race":
            return "Black" if level == "black" else "White"
        return (
            level.title() if name.endswith("^") else level.replace(" ", "_") if name.endswith("_") else level
        )
    if declared.kind == "yes_no":
        return bool(value)
    scaled = value * float(factor) if factor else value
    if unit:
        return [scaled, unit]
    return int(scaled) if float(scaled).is_integer() and not factor else scaled


def number(reply: object) -> float:
    """Return a peer's reply as a number, NaN where it refused."""
    try:
        return float(reply)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("nan")


def batch(
    peer: Peer, size: int, seed: int, process: "subprocess.Popen[str]"
) -> tuple[np.ndarray, np.ndarray, list[Patient], list[object]]:
    """Return our and their results for random patients."""
    calculator, draw = load(peer.ours), np.random.default_rng(seed)
    columns = {
        key: drawn(each, draw, size, 0 if key in peer.whole else 1 if key in peer.tenths else 3)
        for key, each in calculator.inputs.items()
    }
    with np.errstate(all="ignore"):
        worked = evaluate(calculator, columns)
    ours = np.broadcast_to(np.asarray(worked.value, dtype=float), (size,))
    ours = np.minimum(ours - (np.asarray(worked.parts[peer.less]) if peer.less else 0.0), peer.cap)
    patients = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    rows = [{key: written(text, each, calculator) for key, text in peer.inputs.items()} for each in patients]
    assert process.stdin
    assert process.stdout
    request = {"package": peer.package, "function": peer.function, "rows": rows}
    process.stdin.write(json.dumps(request, default=float) + "\n")
    process.stdin.flush()
    replies = json.loads(process.stdout.readline())
    return ours, np.array([number(reply) for reply in replies]), patients, replies


def compare(peer: Peer, size: int, process: "subprocess.Popen[str]", examples: bool) -> str:
    """Return one row of the table; patients whom either side refuses are drawn again."""
    compared, agreed, refused, worst = 0, 0, 0, 0.0
    for seed in range(SEED, SEED + MOST_BATCHES):
        ours, theirs, patients, replies = batch(peer, size, seed, process)
        both = np.flatnonzero(np.isfinite(ours) & np.isfinite(theirs))[: size - compared]
        refused += int((~(np.isfinite(ours) & np.isfinite(theirs))).sum())
        gaps = np.abs(ours - theirs)[both]
        close = gaps <= peer.within + peer.relative * np.abs(ours[both])
        compared, agreed = compared + len(both), agreed + int(close.sum())
        worst = max(worst, float(gaps.max(initial=0.0)))
        if examples and seed == SEED:
            for place in both[~close][:3]:
                print(
                    f"  {peer.ours}: ours {ours[place]:g}, {peer.package} {theirs[place]:g}: {patients[place]}"
                )
            print(*[f"  {reply}" for reply in replies if isinstance(reply, str)][:1], sep="\n", end="")
        if compared >= size:
            break
    return f"| {peer.ours} | {peer.package} | {compared} | {agreed} | {compared - agreed} | {refused} | {worst:.3g} | {peer.within:g} + {peer.relative:.2%} |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", required=True, help="the interpreter that has the peers")
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--examples", action="store_true", help="show patients that differ")
    parser.add_argument("--only", default="", help="one calculator")
    arguments = parser.parse_args()
    command = [arguments.python, str(HERE / "_peer_side.py")]
    print(
        "| calculator | peer | n | agree | differ | refused | largest difference | rounding allowed |\n|---|---|---|---|---|---|---|---|"
    )
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        for peer in (*CLINCALC, *MEDCALC):
            if arguments.only in peer.ours:
                print(compare(peer, arguments.n, process, arguments.examples), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
