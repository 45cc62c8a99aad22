"""Measure how much of a score is the protocol's: method, option order, wording and reader, crossed.

Every case is asked by every method (pipelines) in every option order and wording, and every answer is read by
four readers. The spread of the score over all protocols is split into parts that sum to it, so that a number
need never be quoted without its protocol. Asks cases x methods x orders x templates requests; the run folder
resumes like any other.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
import sys
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

from preceptor.commands._settings import add_settings, default_cache, settings_of
from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.report import count, markdown_text, p_value, percent, percent_range, table
from preceptor.run import Plan, examine
from preceptor.sensitivity import Sensitivity, measure, names_of

METHODS = ("direct", "chain_of_thought", "option_logprob")
LEAST_SHARE = 0.005  # smaller parts are summed in one line


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("task", metavar="TASK", help="with options, as for examine")
    parser.add_argument("--model", required=True, help="provider/model")
    parser.add_argument(
        "--methods", nargs="+", default=list(METHODS), help=f"pipelines ({' '.join(METHODS)})"
    )
    parser.add_argument(
        "--orders", type=int, default=3, metavar="K", help="option orders, the source's first (3)"
    )
    parser.add_argument(
        "--templates", type=int, default=3, metavar="K", help="wordings, the task's first (3; at most 5)"
    )
    parser.add_argument("--limit", type=int, default=200, help="cases (200; 0 is all)")
    parser.add_argument("--seed", type=int, default=0, help="seed (0)")
    parser.add_argument("--out", metavar="RUN", required=True, help="run folder")
    parser.add_argument("--no-cache", action="store_true", help="keep no replies")
    add_settings(parser)


def _plan(arguments: argparse.Namespace) -> Plan:
    if arguments.orders < 1 or not 1 <= arguments.templates <= 5:
        raise BadInput(f"--orders {arguments.orders} from 1 on, --templates {arguments.templates} in 1..5")
    settings = settings_of(arguments)
    return Plan(
        tasks=(arguments.task,), pipelines=tuple(arguments.methods), models=(arguments.model,), limit=arguments.limit,
        seed=arguments.seed, perturbations=tuple(names_of(arguments.orders, arguments.templates)), out=arguments.out,
        cache="" if arguments.no_cache else default_cache(), concurrency=settings.concurrency,
        requests_per_minute=settings.requests_per_minute, tokens_per_minute=settings.tokens_per_minute,
        timeout_s=settings.timeout_s, retries=settings.retries, local_hosts=settings.local_hosts,
        model_options=dict(settings.options), prices=settings.prices or "",
    )  # fmt: skip


def _factor_lines(found: Sensitivity) -> Iterator[list[str]]:
    for factor in found.factors:
        for i, level in enumerate(factor.levels):
            first = i == 0
            yield [
                factor.name if first else "", markdown_text(level.name), percent(level.score.value),
                percent_range(level.score.low, level.score.high), f"{100 * factor.spread:.1f}" if first else "",
                percent(factor.share) if first else "", p_value(factor.p) if first else "",
            ]  # fmt: skip


def _part_lines(found: Sensitivity) -> Iterator[list[str]]:
    large = [part for part in found.parts if part.share >= LEAST_SHARE]
    for part in sorted(large, key=lambda part: -part.share):
        yield [" x ".join(part.factors), f"{1e4 * part.variance:.4f}", percent(part.share)]
    rest = [part for part in found.parts if part not in large]
    share = sum(part.share for part in rest if isfinite(part.share))
    yield ["smaller parts together", f"{1e4 * sum(part.variance for part in rest):.4f}", percent(share)]
    yield ["**total**", f"**{1e4 * found.sd**2:.4f}**", "**100.0**" if found.sd else "–"]


def lines(found: Sensitivity) -> Iterator[str]:
    """Write a sensitivity in Markdown."""
    low, high = (
        min(found.scores, key=lambda one: found.scores[one]),
        max(found.scores, key=lambda one: found.scores[one]),
    )
    yield f"# {markdown_text(found.task)}, {markdown_text(found.model)}: {percent(found.usual.value)} % is one of {count(len(found.scores))} numbers"
    yield (
        f"As usually asked {percent(found.usual.value)} % ({percent_range(found.usual.low, found.usual.high)}, n {count(found.n)}). "
        f"Over all protocols from {percent(found.scores[low])} ({markdown_text(', '.join(low))}) to {percent(found.scores[high])} "
        f"({markdown_text(', '.join(high))}), standard deviation {100 * found.sd:.1f} points; "
        f"{100 * found.chance_sd:.1f} would come from {count(found.n)} cases alone, if every protocol drew its answers anew."
        + (
            f" {count(found.left_out)} cases are left out: some protocol has no score for them."
            if found.left_out
            else ""
        )
    )
    head = ["factor", "level", "score %", "95 % interval", "spread, points", "share of variance %", "p"]
    yield table(head, list(_factor_lines(found)), 2)
    yield "Variance of the score over protocols, in squared points; the parts sum to the total."
    yield table(["part", "variance", "share %"], list(_part_lines(found)), 1)


def run(arguments: argparse.Namespace) -> int:
    """Ask what is missing, then print where the spread comes from."""
    tally = examine(_plan(arguments))
    if tally.failed:
        print(f"{tally.failed} answers failed; the same command asks them again", file=sys.stderr)
    found = measure(Path(arguments.out), arguments.methods, arguments.orders, arguments.templates)
    print("\n\n".join(lines(found)))
    return 3 if tally.failed else 0


COMMAND = Command(add=add, run=run)
