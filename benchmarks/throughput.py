"""How long 2,000 questions take: `preceptor`, the bare loop that is the limit, and two other programs.

    python benchmarks/throughput.py           # all, about half an hour
    python benchmarks/throughput.py --quick   # ours and the bare loop, under 2 minutes

Whole processes, from start to written results, against the loopback server at 0 and 200 ms per reply, 64
requests in flight. Programs are run in turn within a round, and a ratio is the median of the rounds' own
ratios, so that other load on the machine falls on both sides of it.
"""

import argparse
import statistics
from collections.abc import Callable, Mapping
from functools import partial

from _measure import Measured, Server, medians, rounds, serving
from _ours import check, examine, rows, write_exam
from _peers import ask_bare, ask_inspect, ask_lm_eval
from _table import Table, save

COUNT, CONCURRENCY, SAMPLES, COST_MS = 2000, 64, 5, 2.0
LIMITS = {0: 4.0, 200: 1.15}  # of the time of the bare loop that does the same work
PLAIN, FIVE, BUSY = "bare loop", "bare loop x 5", "bare loop + 2 ms"
ANSWER = "ANSWER: {letter}"  # a form that every program reads
Runs = dict[str, list[Measured]]
Programs = dict[str, Callable[[], Measured]]
VOTED = f"self_consistency(of=direct,k={SAMPLES})"
VARIANTS = (
    # name, pipeline, cache, and what it is held against at each latency: a bare loop that does the same work,
    # but the plain one where computing can hide behind waiting
    ("preceptor", "direct", False, {0: PLAIN, 200: PLAIN}),
    ("preceptor, request cache on", "direct", True, {0: PLAIN, 200: PLAIN}),
    (f"preceptor, self_consistency k={SAMPLES}", VOTED, False, {0: FIVE, 200: FIVE}),
    ("preceptor, pipeline of 2 ms CPU", "bench/busy", False, {0: BUSY, 200: PLAIN}),
)


def programs(server: Server, latency_ms: int, *, quick: bool, peers: bool) -> Programs:
    """Return what is run in each round."""
    items, exam = write_exam(COUNT)
    found: Programs = {PLAIN: partial(ask_bare, items, server, CONCURRENCY)}
    if not quick:
        found[FIVE] = partial(ask_bare, items, server, CONCURRENCY, samples=SAMPLES)
    if not quick and latency_ms == 0:
        found[BUSY] = partial(ask_bare, items, server, CONCURRENCY, cost_ms=COST_MS)
    for name, pipeline, cache, _ in VARIANTS[: 1 if quick else None]:
        found[name] = partial(examine, exam, server, pipeline=pipeline, cache=cache, concurrency=CONCURRENCY)
    if peers and not quick:
        found["lm-evaluation-harness"] = partial(ask_lm_eval, items, server, CONCURRENCY)
        found["Inspect AI"] = partial(ask_inspect, items, server, CONCURRENCY)
    return {name: partial(checked, name, program, server) for name, program in found.items()}


def checked(name: str, program: Callable[[], Measured], server: Server) -> Measured:
    """Run a program and end the benchmark unless it asked every question as often as it should."""
    server.reset()
    found = program()
    stats = server.stats()
    times = SAMPLES if "k=5" in name or "x 5" in name else 1
    if (stats["requests"], stats["distinct_prompts"]) != (COUNT * times, COUNT):
        raise SystemExit(f"{name}: {stats['requests']} requests, {stats['distinct_prompts']} prompts")
    if stats["max_concurrent"] > CONCURRENCY:
        raise SystemExit(f"{name}: {stats['max_concurrent']} requests in flight, {CONCURRENCY} allowed")
    if name.startswith("preceptor"):
        check(rows(), COUNT)
    return found


def ratio(runs: Mapping[str, list[Measured]], name: str, limit: str) -> float:
    """Return the median over the rounds of one program's time by another's of the same round."""
    pairs = zip(runs[name], runs[limit], strict=False)
    return statistics.median(one.seconds / other.seconds for one, other in pairs)


def table_rows(runs: Runs, latency_ms: int) -> list[list[str]]:
    """Return the lines of one latency."""
    limits = {name: limits[latency_ms] for name, _, _, limits in VARIANTS}
    lines = []
    for name, measured in runs.items():
        middle = medians(measured)
        limit = limits.get(name, PLAIN)
        found = ratio(runs, name, limit)
        target = ""
        if name in limits:
            kept = found <= LIMITS[latency_ms]
            target = f"<= {LIMITS[latency_ms]} x {limit}: {'kept' if kept else 'MISSED'}"
        times = [f"{middle.seconds:.2f}", f"{middle.cpu_s:.2f}", f"{middle.peak_mb:.0f}", f"{found:.2f}"]
        lines.append([str(latency_ms), name, *times, str(len(measured)), target])
    return lines


def faster_line(runs: Runs) -> str:
    """Say how many times faster than the other programs ours is, and whether that is the target."""
    parts = []
    for name in ("Inspect AI", "lm-evaluation-harness"):
        if name in runs:
            times = ratio(runs, name, "preceptor")
            target = f" (target >= 10: {'kept' if times >= 10 else 'MISSED'})" if name == "Inspect AI" else ""
            parts.append(f"{times:.1f} x faster than {name}{target}")
    return f" At 0 ms preceptor is {' and '.join(parts)}." if parts else ""


def run(latency_ms: int, *, quick: bool, peers: bool, count: int) -> Runs:
    """Measure everything at one latency; the other programs get 3 rounds where they wait for the server."""
    print(f"{latency_ms} ms per reply", flush=True)
    with serving(latency_ms=latency_ms, answer=ANSWER) as server:
        chosen = programs(server, latency_ms, quick=quick, peers=peers)
        slow = [name for name in chosen if latency_ms and name in ("lm-evaluation-harness", "Inspect AI")]
        runs = rounds(chosen, min(3, count))
        rest = rounds(
            {name: chosen[name] for name in chosen if name not in slow}, count - min(3, count), first=4
        )
    return {name: runs[name] + rest.get(name, []) for name in chosen}


def main() -> None:
    """Measure, print and keep the table; the last line is the ratio at 200 ms."""
    parser = argparse.ArgumentParser(description="Throughput against a loopback model server.")
    parser.add_argument("--quick", action="store_true", help="ours and the bare loop alone")
    parser.add_argument("--no-peers", action="store_true", help="leave the other programs out")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    wanted = {"quick": given.quick, "peers": not given.no_peers, "count": given.rounds}
    found = {latency_ms: run(latency_ms, **wanted) for latency_ms in (0, 200)}
    lines = [line for latency_ms, runs in found.items() for line in table_rows(runs, latency_ms)]
    columns = ("reply after, ms", "program", "seconds", "CPU, s", "peak, MB", "x its limit", "runs", "target")
    note = (
        f"{COUNT:,} questions, {CONCURRENCY} in flight; medians of the runs given; CPU and peak memory are those of "
        f"the asking process.{faster_line(found[0])}"
    )
    save(
        Table(
            name="throughput-quick" if given.quick else "throughput", columns=columns, rows=lines, note=note
        )
    )
    print(f"ratio to bare loop at 200 ms: {ratio(found[200], 'preceptor', PLAIN):.3f}")


if __name__ == "__main__":
    main()
