"""Examine models and pipelines on tasks: answer and score every case, resumably, into a run folder.

Every combination of task, pipeline, model and perturbation is one arm. Kill it at any moment: the same
command goes on where it stopped. A case that failed is recorded with its kind of fault, counted apart,
asked again on resume, and never scored as wrong. A finding that the judge lost is counted too, widens the bounds
of its case, and is asked again on resume while everything else stands. Run folder and request cache may hold patients' notes:
only their owner can read them; `preceptor purge` removes both.

Exit codes: 0 done, 1 an error said in one line, 3 done but some cases failed or findings of the judge are
missing, 130 interrupted.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
import os
import sys
from dataclasses import fields
from pathlib import Path

import yaml

from preceptor.commands._progress import Progress
from preceptor.commands._settings import add_settings, default_cache, model_options
from preceptor.commands._suites import config_file, suite_file
from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.run import ArmTally, Estimate, Plan, Tally, arms, count, dry_run, examine, with_defaults

DONE_WITH_FAILURES = 3
LISTS = ("tasks", "pipelines", "models", "perturbations", "local_hosts", "data")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; those not given stay unset, so that a configuration file can give them."""
    parser.set_defaults(**{entry.name: None for entry in fields(Plan)})
    parser.add_argument(
        "tasks", nargs="*", default=None, help="task names with options, or an exam's YAML file"
    )
    parser.add_argument("--pipeline", nargs="+", action="extend", dest="pipelines", metavar="P")
    parser.add_argument("--model", nargs="+", action="extend", dest="models", metavar="M", help="under test")
    parser.add_argument("--judge", metavar="M", help="model that judges; never the one under test by default")
    parser.add_argument("--patient", metavar="M", help="model that plays the patient")
    parser.add_argument("--suite", help="a named selection of tasks (preceptor list suites), or a YAML file")
    parser.add_argument("--config", help="YAML or TOML file with these names; the command line wins")
    parser.add_argument("--out", help="run folder")
    parser.add_argument("--split")
    parser.add_argument("--limit", type=int, help="cases per task")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--epochs", type=int, help="how often each case is answered")
    parser.add_argument(
        "--perturb", nargs="+", action="extend", dest="perturbations", metavar="P",
        help="perturbations, one arm each; `none` is the case as it is",
    )  # fmt: skip
    parser.add_argument("--examples", metavar="TASK[:SPLIT]", help="where examples come from")
    parser.add_argument("--temperature", type=float, help="sent only when given")
    parser.add_argument("--max-tokens", type=int, help="of a reply; sent only when given")
    parser.add_argument("--data", nargs="+", action="extend", metavar="FOLDER", help="before PRECEPTOR_DATA")
    parser.add_argument("--budget", type=float, dest="budget_usd", metavar="USD", help="stop cleanly there")
    parser.add_argument("--no-cache", action="store_true", help="keep no replies outside the run folder")
    parser.add_argument("--cache", metavar="FILE", help="request cache instead of the user's")
    parser.add_argument("--dry-run", action="store_true", help="show three cases and what it would cost")
    parser.add_argument("--workers", type=int, help="processes, for pipelines bound by Python")
    parser.add_argument(
        "--ray", action="store_true", default=None, help="spread over a Ray cluster (extra `ray`)"
    )
    parser.add_argument("--allow-remote-credentialed", action="store_true", default=None)
    parser.add_argument("--quiet", action="store_true", help="no progress line")
    add_settings(parser)


def run(arguments: argparse.Namespace) -> int:
    """Carry out the plan; prints it resolved, its progress, and the scores with their counts."""
    plan = plan_of(arguments)
    os.environ["PRECEPTOR_DATA"] = ":".join((*plan.data, os.environ.get("PRECEPTOR_DATA", "")))
    if arguments.dry_run:
        _print_estimates(dry_run(plan), plan)
        return 0
    if not plan.out:
        raise BadInput("no run folder: give --out FOLDER")
    _print_plan(plan)
    watched = sys.stderr.isatty() and not arguments.quiet
    total = sum(count(arm, plan) for arm in arms(plan)) if watched else 0
    with Progress(total, shown=watched) as progress:
        tally = examine(plan, note=progress.note)
    _print_scores(tally, plan)
    return DONE_WITH_FAILURES if tally.failed or tally.judge_lost else 0


def plan_of(arguments: argparse.Namespace) -> Plan:
    """Join command line, configuration file and suite; the command line wins.

    Raises:
        BadInput: an unknown name in a file.
    """
    values: dict[str, object] = dict(config_file(Path(arguments.config))) if arguments.config else {}
    suite_name = arguments.suite or values.pop("suite", None)
    suite = suite_file(str(suite_name)) if suite_name else {}
    values.setdefault("tasks", suite.get("tasks", []))
    for entry in fields(Plan):
        given = getattr(arguments, entry.name, None)
        if entry.name not in ("model_options", "cache") and given not in (None, []):
            values[entry.name] = given
    if arguments.model_option:
        values["model_options"] = model_options(arguments.model_option)
    stored = values.pop("no_cache", False) or arguments.no_cache
    values["cache"] = "" if stored else (arguments.cache or values.get("cache") or default_cache())
    for name in LISTS:
        entries = values.get(name)
        if isinstance(entries, (str, list)):
            values[name] = (entries,) if isinstance(entries, str) else tuple(entries)
    return with_defaults(Plan(**values), suite, values.keys())  # type: ignore[arg-type]


def _print_plan(plan: Plan) -> None:
    stored = {key: value for key, value in plan.stored().items() if value not in (None, "", [], {})}
    print(yaml.safe_dump(stored, sort_keys=False, allow_unicode=True).rstrip(), file=sys.stderr)
    kept = f"; replies are kept in {plan.cache} (--no-cache keeps none)" if plan.cache and plan.models else ""
    print(f"run folder {Path(plan.out).resolve()}{kept}; this may hold patients' notes", file=sys.stderr)


def _print_scores(tally: Tally, plan: Plan) -> None:
    if tally.resumed:
        print(f"{tally.resumed} cases were finished before")
    for label, counts in tally.arms.items():
        print(f"{label}\n  {_score_line(counts)}")
    if tally.requests:
        price = f", {tally.spent_usd:.4f} USD" if not tally.unpriced else ", price unknown"
        print(f"{tally.requests} requests{price}")
    if tally.failed:
        print(f"{tally.failed} cases failed; the same command asks them again", file=sys.stderr)
    if tally.judge_lost:
        _print_lost(tally, plan)
    if plan.judge:
        print(_judge_line(plan))
    print(f"next: preceptor report {plan.out}")


def _judge_line(plan: Plan) -> str:
    """Say whether the judge was held against people; the figures themselves take a numerical library to read."""
    if (Path(plan.out) / "judges.json").exists():
        return f"judge {plan.judge}: measured, its error and the corrected scores stand in the report"
    return (
        f"judge {plan.judge}: unmeasured, its agreement with people is not known (preceptor judge calibrate)"
    )


def _print_lost(tally: Tally, plan: Plan) -> None:
    counts = tally.lost()
    listed = ", ".join(f"{often} times {why}" for why, often in sorted(counts.items()))
    what = (
        f"{sum(counts.values())} findings of {tally.judge_lost} cases"
        if counts
        else f"{tally.judge_lost} cases"
    )
    print(
        f"the judge {plan.judge} lost {what}{f' ({listed})' if listed else ''}: they are no points and no zeros but "
        f"stand between bounds; the same command asks the judge for them alone",
        file=sys.stderr,
    )


def _score_line(counts: ArmTally) -> str:
    mean, interval, (low, high) = counts.mean(), counts.interval(), counts.bounds()
    if mean is None or interval is None:
        score = "score: could not be measured"
    else:
        method = "Wilson, groups ignored" if counts.grouped else "Wilson"
        score = f"score {mean:.4f} (95 % {method}: {interval[0]:.4f} to {interval[1]:.4f}, n {counts.scored})"
    missing = f", with missing cases wrong or right {low:.4f} to {high:.4f}" if high > low else ""
    flags = "".join(f", {flag} {number}" for flag, number in sorted(counts.flags.items()))
    flags += "" if "unparsed" in counts.flags else ", unparsed 0"
    errors = "".join(f" ({kind} {number})" for kind, number in sorted(counts.errors.items()))
    skipped = f", inapplicable {counts.inapplicable}" if counts.inapplicable else ""
    return f"{score}{missing}; asked {counts.n}, failed {counts.failed}{errors}{flags}{skipped}"


def _print_estimates(estimates: list[Estimate], plan: Plan) -> None:
    for entry in estimates:
        print(f"== {entry.label}: {entry.cases} cases")
        for number, prompt in enumerate(entry.prompts, 1):
            print(f"\n--- case {number}\n{prompt}")
        print(
            f"\nabout {entry.calls} calls, {entry.input_tokens} tokens in, {entry.output_tokens} tokens out, "
            f"{_price(entry)}, {entry.seconds(plan.concurrency):.0f} s at 2 s a call\n"
        )


def _price(entry: Estimate) -> str:
    return (
        "no price"
        if not entry.calls
        else "price unknown"
        if entry.price_usd is None
        else f"{entry.price_usd:.2f} USD"
    )


COMMAND = Command(add=add, run=run)
