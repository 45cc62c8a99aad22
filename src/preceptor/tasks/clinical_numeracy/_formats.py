"""One series in three forms that hold the same: a table, JSON, a ward note."""

import json
import random

from preceptor.tasks._synthetic_patients import DAY, Measure, Reading, Series

FORMATS = ("table", "json", "note")
OPENINGS = (
    "At {time} {rest}.",
    "{time}: {rest}.",
    "Reviewed at {time}; {rest}.",
    "On the round at {time} {rest}.",
)
REMARKS = (
    "Resting in bed, family informed.",
    "Took fluids well.",
    "No new complaint.",
    "Repositioned, skin intact.",
    "Slept between checks.",
)
WORDS = ("{name} was {value}{unit}", "{name} {value}{unit}", "{name} measured {value}{unit}")


def shown(measure: Measure, value: float) -> str:
    """Write a value with the measure's decimals."""
    return f"{value:.{measure.digits}f}"


def rendered(series: Series, form: str, seed: int) -> str:
    """Write a series in one form; the wording of a note is drawn from the seed."""
    head = f"Patient {series.patient}, {series.age_years}-year-old {series.sex}, {DAY}."
    body = {"table": _table, "json": _json, "note": _note}[form](series, seed)
    return f"{head}\n\n{body}"


def _table(series: Series, seed: int) -> str:
    head = ["time", *(f"{measure.name} ({measure.unit})" for measure in series.measures)]
    rows = [
        [reading.time, *(shown(m, v) for m, v in zip(series.measures, reading.values, strict=True))]
        for reading in series.readings
    ]
    return "\n".join(" | ".join(row) for row in (head, *rows))


def _json(series: Series, seed: int) -> str:
    entries = [
        {
            "time": reading.time,
            **{
                measure.name: {"value": int(value) if measure.digits == 0 else value, "unit": measure.unit}
                for measure, value in zip(series.measures, reading.values, strict=True)
            },
        }
        for reading in series.readings
    ]
    return json.dumps(entries, indent=1, ensure_ascii=False)


def _note(series: Series, seed: int) -> str:
    rng = random.Random(f"note/{seed}/{series.patient}")
    return "\n".join(_sentence(series, reading, rng) for reading in series.readings)


def _sentence(series: Series, reading: Reading, rng: random.Random) -> str:
    said = [
        rng.choice(WORDS).format(name=measure.name, value=shown(measure, value), unit=_spaced(measure.unit))
        for measure, value in zip(series.measures, reading.values, strict=True)
    ]
    rng.shuffle(said)
    rest = ", ".join(said[:-1]) + " and " + said[-1]
    remark = f" {rng.choice(REMARKS)}" if rng.random() < 0.6 else ""
    return rng.choice(OPENINGS).format(time=reading.time, rest=rest) + remark


def _spaced(unit: str) -> str:
    return unit if unit in ("/min", "%") else f" {unit}"
