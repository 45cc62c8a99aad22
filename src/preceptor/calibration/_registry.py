"""The registry of judges: what was measured of which judge, when, on how many labels; one JSON line each."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

import orjson

from preceptor.errors import BadData
from preceptor.files import cache_folder, read_jsonl, write_private
from preceptor.records import Json

Object = Mapping[str, Json]
IN_RUN = "judges.json"  # in a run folder, beside run.json
FEW = 30  # labels: below, sensitivity and specificity are little more than a guess, and the line says so
WHICH = ("judge", "scale", "class", "source")


def registry_path() -> Path:
    """Return the registry's file: PRECEPTOR_JUDGES, else below the user's cache folder."""
    given = os.environ.get("PRECEPTOR_JUDGES")
    return Path(given) if given else cache_folder() / "judges.jsonl"


def registered(judges: Sequence[str] = ()) -> list[Object]:
    """Return what was measured, of all judges or of those named."""
    path = registry_path()
    found = list(read_jsonl(path)) if path.exists() else []
    return [entry for entry in found if not judges or entry.get("judge") in judges]


def register(measured: Iterable[Object]) -> Path:
    """Add measurements to the registry; one of the same judge, scale, class and source is replaced."""
    path = registry_path()
    kept = {tuple(str(entry.get(name)) for name in WHICH): entry for entry in registered()}
    kept |= {tuple(str(entry.get(name)) for name in WHICH): entry for entry in measured}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(
        path, b"".join(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE) for entry in kept.values())
    )
    return path


def write_in_run(folder: Path, found: Object) -> Path:
    """Put a calibration into a run folder, where every report on it finds it."""
    path = folder / IN_RUN
    write_private(path, orjson.dumps(found, option=orjson.OPT_INDENT_2))
    return path


def read_in_run(folder: Path) -> Object | None:
    """Return the calibration of a run folder, None where it has none.

    Raises:
        BadData: it is damaged.
    """
    path = folder / IN_RUN
    if not path.exists():
        return None
    try:
        found = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BadData(f"{path} is damaged: {error}; calibrate again") from error
    if not isinstance(found, dict) or not isinstance(found.get("measured"), list):
        raise BadData(f"{path} is damaged: no list `measured`; calibrate again")
    return cast(Object, found)


def measured_line(entry: Object) -> str:
    """Write one measurement as a line for people."""
    bits = [f"{entry.get('judge')}, {entry.get('class')} ({entry.get('scale')})"]
    for name in ("sensitivity", "specificity", "kappa", "weighted_kappa"):
        found = entry.get(name)
        if isinstance(found, Mapping):
            numbers = cast("Mapping[str, float]", found)
            ends = f" ({numbers['low']:.2f} to {numbers['high']:.2f})" if numbers["low"] is not None else ""
            few = " (few)" if numbers["n"] < FEW else ""
            of = f", n {numbers['n']}{few}" if name in ("sensitivity", "specificity") else ""
            bits.append(f"{name.replace('_', ' ')} {numbers['value']:.2f}{ends}{of}")
        elif name in entry and name in ("sensitivity", "specificity"):
            bits.append(
                f"{name} unknown: people call no finding {'met' if name == 'sensitivity' else 'not met'}"
            )
    bits.append(
        f"{entry.get('n')} findings on {entry.get('answers')} answers, {entry.get('date')}, {entry.get('source')}"
    )
    return "; ".join(bits)


def corrected_line(entry: Object) -> str:
    """Write one arm's corrected score as a line for people."""
    name = " · ".join(
        str(entry[key]) for key in ("task", "pipeline", "model", "perturbation") if entry.get(key)
    )
    if entry.get("value") is None:
        return f"{name}: not corrected ({entry.get('note')})"
    numbers = cast("Mapping[str, float]", entry)
    note = f"; {entry['note']}" if entry.get("note") else ""
    return (
        f"{name}: {100 * numbers['value']:.1f} (95 % interval {100 * numbers['low']:.1f} to {100 * numbers['high']:.1f}; by the "
        f"judge alone {100 * numbers['naive']:.1f}), signed points of {entry['n']} answers, {entry['labels']} labels on "
        f"{entry['labelled_answers']}, {entry['method']}; width by sampling {100 * numbers['sampling']:.1f}, calibration "
        f"{100 * numbers['calibration']:.1f}, missing findings {100 * numbers['missing']:.1f}{note}"
    )
