"""Let clinicians rate answers, blinded, in the browser; and take their ratings out as labels.

`preceptor rate RUN... --rubric FILE --raters r1,r2 --arbiter a1 --sample 100 --out STUDY` draws answers at
random, writes the study's folder, prints a link for each person and serves the pages on this machine.
`preceptor rate STUDY` goes on with it; the links keep working. A pairwise rubric compares two runs, or the
arms of one. Instead of runs, a CSV or JSONL table: id, prompt, answer (or answer_a, answer_b).

`preceptor rate export STUDY --out labels.csv`, `import STUDY FILE`, `links STUDY NAME...` (new links; the old
ones stop working), `progress STUDY` (who is how far, how well the raters agree, and what came out; --out for JSON),
`calibrate STUDY` (the runs' judge measured against the settled ratings, and its error taken out of their reports).

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import orjson

from preceptor.calibration import corrected_line, measured_line, read_in_run
from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.labels import write_labels
from preceptor.records import Json
from preceptor.rows import refuse_to_overwrite_a_run
from preceptor.scoring.rubric import read_rubric
from preceptor.serve import rate


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "what",
        nargs="+",
        metavar="WHAT",
        help="run folders, a table, or a study; or export, import, links, progress, calibrate",
    )
    parser.add_argument(
        "--rubric",
        metavar="FILE",
        help="a shipped rubric, or a YAML or JSON file; default: the one each case brings",
    )
    parser.add_argument("--raters", default="r1,r2", help="names for the raters, by comma (r1,r2)")
    parser.add_argument("--arbiter", default="arbiter", help="who settles disagreements; none for nobody")
    parser.add_argument(
        "--sample", type=int, default=0, metavar="N", help="answers drawn at random; 0 takes all"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the draw and of every order")
    parser.add_argument("--reference", action="store_true", help="show raters the expected answer")
    for name in ("task", "pipeline", "model", "perturbation"):
        parser.add_argument(f"--{name}", default="", help=f"only answers of this {name}")
    parser.add_argument(
        "--out", type=Path, metavar="PATH", help="the new study's folder, or the file to export to"
    )
    _add_place(parser)


def _add_place(parser: argparse.ArgumentParser) -> None:
    where = parser.add_argument_group("where it is served")
    where.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (127.0.0.1, this machine only)"
    )
    where.add_argument("--port", type=int, default=rate.PORT, help=f"port ({rate.PORT}); 0 takes a free one")
    where.add_argument(
        "--open-to-network",
        action="store_true",
        help="allow a --host that others reach: who has a link can rate",
    )
    where.add_argument(
        "--url", default="", help="the address raters use, where a proxy or a name stands before it"
    )
    where.add_argument("--certificate", type=Path, metavar="PEM", help="for HTTPS, with --key")
    where.add_argument("--key", type=Path, metavar="PEM", help="the certificate's key")
    where.add_argument("--no-serve", action="store_true", help="write the study and its links, serve later")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked."""
    verb, *rest = arguments.what
    if verb in VERBS:
        if not rest:
            raise BadInput(f"preceptor rate {verb}: name the study's folder")
        return VERBS[verb](Path(rest[0]), rest[1:], arguments)
    sources = [Path(name) for name in arguments.what]
    if rate.is_study(sources[0]):
        if len(sources) > 1:
            raise BadInput(f"{sources[0]} is a study and goes on alone; {sources[1]} cannot be added to it")
        return _serve(sources[0], {}, arguments)
    if arguments.out is None:
        raise BadInput("a new study needs --out, its folder; `preceptor rate STUDY` goes on with one")
    rate.check_address(_address(arguments))
    tokens = _new(arguments, sources)
    return _serve(arguments.out, tokens, arguments)


def _new(arguments: argparse.Namespace, sources: Sequence[Path]) -> dict[str, str]:
    return rate.new_study(
        arguments.out,
        sources,
        read_rubric(arguments.rubric) if arguments.rubric else None,
        raters=[name.strip() for name in arguments.raters.split(",") if name.strip()],
        arbiter="" if arguments.arbiter == "none" else arguments.arbiter,
        sample=arguments.sample,
        seed=arguments.seed,
        wanted=rate.Wanted(
            task=arguments.task,
            pipeline=arguments.pipeline,
            model=arguments.model,
            perturbation=arguments.perturbation,
        ),
        reference=arguments.reference,
    )


def _address(arguments: argparse.Namespace) -> rate.Address:
    return rate.Address(
        host=arguments.host,
        port=arguments.port,
        network=arguments.open_to_network,
        url=arguments.url,
        certificate=arguments.certificate,
        key=arguments.key,
    )


def _serve(study: Path, tokens: dict[str, str], arguments: argparse.Namespace) -> int:
    address = _address(arguments)
    rate.check_address(address)
    desk = rate.Desk(study, writing=True)
    try:
        _tell(study, desk)
        opened = None if arguments.no_serve else rate.listening(address)
        port = opened.getsockname()[1] if opened else address.port
        _print_links(rate.links(rate.root_url(address, port), tokens), desk)
        if opened is None:
            return 0
        if told := rate.warning(address):
            print(f"warning: {told}")
        print(f"serving {rate.root_url(address, port)}; Ctrl-C stops, every rating given is kept", flush=True)
        rate.server_of(desk, address, port).run(sockets=[opened])
        return 0
    finally:
        desk.close()


def _tell(study: Path, desk: rate.Desk) -> None:
    setup = desk.setup
    gone = "".join(f"; left out: {count} {reason}" for reason, count in setup.left_out.items())
    what = "pairs" if desk.pairwise else "answers"
    print(f"{study}: {setup.sampled} of {setup.population} {what}, drawn with seed {setup.seed}{gone}")
    if named := desk.self_naming():
        print(f"note: {named} {what} name the system behind them in their own words, which raters will see")


def _print_links(made: dict[str, str], desk: rate.Desk) -> None:
    for name, link in made.items():
        print(f"  {name:12} {link}")
    if made:
        print("each link is a key: send it to its person only; the study keeps no copy of it")
    else:
        names = " ".join(person.name for person in desk.setup.people)
        print(f"the links given before work; for new ones: preceptor rate links {desk.path} {names}")


def _export(study: Path, rest: Sequence[str], arguments: argparse.Namespace) -> int:
    if rest or arguments.out is None:
        raise BadInput("preceptor rate export STUDY --out labels.csv (or .jsonl)")
    refuse_to_overwrite_a_run(arguments.out)
    found = rate.labels_of(rate.Desk(study))
    if not found:
        raise BadInput(f"{study}: nobody has finished an item yet; nothing was written")
    write_labels(arguments.out, found)
    print(f"{arguments.out}: {len(found)} labels; no answer's origin is in them")
    return 0


def _import(study: Path, rest: Sequence[str], arguments: argparse.Namespace) -> int:
    if len(rest) != 1:
        raise BadInput("preceptor rate import STUDY FILE: name one file of labels")
    desk = rate.Desk(study, writing=True)
    try:
        found = rate.import_labels(desk, Path(rest[0]))
    finally:
        desk.close()
    print(f"{study}: {found.labels} labels on {found.items} items by {', '.join(found.people)}")
    return 0


def _links(study: Path, rest: Sequence[str], arguments: argparse.Namespace) -> int:
    setup = rate.read_setup(study)
    tokens = rate.new_links(study, setup, rest or [person.name for person in setup.people])
    desk = rate.Desk(study)
    _print_links(rate.links(rate.root_url(_address(arguments), arguments.port), tokens), desk)
    print("the old links of these people have stopped working")
    return 0


def _progress(study: Path, rest: Sequence[str], arguments: argparse.Namespace) -> int:
    if rest:
        raise BadInput("preceptor rate progress STUDY: name one study")
    found = rate.progress(rate.Desk(study))
    if arguments.out is None:
        print(rate.progress_text(found), end="")
        return 0
    refuse_to_overwrite_a_run(arguments.out)
    write_private(arguments.out, orjson.dumps(found, option=orjson.OPT_INDENT_2))
    print(arguments.out)
    return 0


def _calibrate(study: Path, rest: Sequence[str], arguments: argparse.Namespace) -> int:
    if rest:
        raise BadInput("preceptor rate calibrate STUDY: name one study")
    for run in rate.calibrate(rate.Desk(study)):
        found = read_in_run(run) or {}
        for name, write in (("measured", measured_line), ("corrected", corrected_line)):
            print(name)
            for entry in cast("list[dict[str, Json]]", found[name]):
                print(f"  {write(entry)}")
        print(f"kept in {run}; {run / 'report.html'}")
    return 0


Verb = Callable[[Path, Sequence[str], argparse.Namespace], int]
VERBS: dict[str, Verb] = {
    "export": _export,
    "import": _import,
    "links": _links,
    "progress": _progress,
    "calibrate": _calibrate,
}
COMMAND = Command(add=add, run=run)
