"""Why published truths of MedCalc-Bench v1.0 are wrong, each shown by replaying the fault.

A fault is believed where the wrong rule, applied to the row's own entities, gives the published truth, or where the
row's own explanation says what the pattern finds.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from math import floor, log
from typing import NamedTuple

import numpy as np

from preceptor.calculate import Calculation, calculate
from preceptor.calculation import evaluate

REPLAYED, IN_WORDS = "the fault, replayed, gives the published value", "the row's own explanation shows it"
Replay = Callable[[Mapping[str, object], Calculation], object]


class Fault(NamedTuple):
    """A wrong rule: what it is, its replay, and what the row's explanation says."""

    reason: str
    replay: Replay | None = None
    said: str = ""


def _conceived(inputs: Mapping[str, object], ours: Calculation) -> str:
    began = inputs["last_menstrual_period"]
    assert isinstance(began, date)
    return (began + timedelta(days=14)).isoformat()


def _due(inputs: Mapping[str, object], ours: Calculation) -> str:
    began = inputs["last_menstrual_period"]
    assert isinstance(began, date)
    return (began + timedelta(days=280 - int(ours.given["cycle_length"] - 28))).isoformat()


def _meld(inputs: Mapping[str, object], ours: Calculation) -> float:
    given = ours.given
    exact = 0.957 * log(float(ours.parts["creatinine_used"])) + 0.378 * log(max(given["bilirubin"], 1))
    meld = 10 * floor(exact + 1.12 * log(max(given["inr"], 1)) + 0.643 + 0.5)
    fall = 137 - min(max(given["sodium"], 125), 137)
    # its second line also takes the score before the multiplication by ten
    return min(40, round(meld + 1.32 * fall - 0.033 * meld / 10 * fall)) if meld > 11 else meld


def _charlson(inputs: Mapping[str, object], ours: Calculation) -> float:
    flat = ours.number or 0.0
    for key in ("liver_disease", "diabetes", "solid_tumor"):
        flat += min(ours.given[key], 1.0) - ours.given[key]
    return flat


def _apache(inputs: Mapping[str, object], ours: Calculation) -> float:
    parts, scale = ours.parts, ours.given["glasgow_coma_scale"]
    misread = (ours.number or 0.0) - (15 - scale) + scale - parts["white_cells"] + 4
    return (
        misread
        - parts["temperature"]
        + (4 if "celsisus" in str(inputs.get("temperature_unit", "")) else parts["temperature"])
    )


def _kappa(inputs: Mapping[str, object], ours: Calculation) -> float:
    return 142 * (ours.given["creatinine"] / 0.7) ** -0.302 * 0.9938 ** ours.given["age"]


def _framingham(inputs: Mapping[str, object], ours: Calculation) -> float:
    per_mmol = 38.67  # mg/dL of cholesterol; the wrong rule feeds mmol/L to coefficients for mg/dL
    given = {key: ours.given[key] for key in ("age", "sex", "systolic_bp", "bp_treated", "smoker")}
    lipids = {key: ours.given[key] / per_mmol for key in ("total_cholesterol", "hdl_cholesterol")}
    worked = evaluate(ours.calculator, {**given, **lipids})
    return float(np.asarray(worked.value)) / 100


FAULTS: dict[str, tuple[Fault, ...]] = {
    "3": (Fault("kappa 0.7, which is women's, used for a man with creatinine below 0.9 mg/dL", _kappa),),
    "7": (Fault("calcium in mmol/L rounded to two decimals of a gram on the way to mg/dL", None, r"0\.08 g Calcium|0\.09 g Calcium"),),
    "9": (Fault("the equation does not hold below 18 years"),),
    "13": (Fault("the correction for the length of the cycle has the wrong sign: a shorter cycle makes the date later", _due),),
    "15": (Fault("the points for ascites are left out", lambda inputs, ours: (ours.number or 0) - ours.given["ascites"]),),
    "17": (Fault("cerebrovascular disease, present among the entities, is not counted", lambda inputs, ours: (ours.number or 0) - 1),),
    "20": (Fault("the score does not hold below 3 years"),),
    "21": (Fault("the verbal response is counted twice", lambda inputs, ours: (ours.number or 0) + ours.given["verbal"]),),
    "23": (Fault("MELD is rounded to a whole number before it is multiplied by ten, the policy rounds to a tenth", _meld),),
    "27": (Fault("melaena is given 2 points, the paper gives 1", lambda inputs, ours: (ours.number or 0) + ours.given["melena"]),
        Fault(
            "a haemoglobin of exactly 12.0 g/dL in a woman is given a point, the paper gives it from 10.0 to 11.9",
            lambda inputs, ours: (ours.number or 0) + (ours.given["hemoglobin"] == 12),
        ),
    ),
    "28": (Fault("the coma scale itself is added, the paper adds 15 less the scale; white cells per uL are read as above 40 x 10*9/L, and a temperature in Celsius as Fahrenheit where the unit is misspelt", None, r"Glasgow Coma Score is ([\d.]+), and so we add \1 points"),),
    "29": (Fault("a temperature in degrees Celsius is converted from Fahrenheit", lambda inputs, ours: (ours.number or 0) + 15),),
    "32": (
        Fault("moderate liver disease, diabetes with end-organ damage and solid tumours are each counted as 1 point", _charlson),
        Fault("diabetes that is absent or diet-controlled is counted as 1 point, and graded diseases as 1", lambda inputs, ours: _charlson(inputs, ours) + 1),
    ),
    "36": (Fault("points are not accumulated: the running total falls back while items are added", None, "REGRESS"),),
    "43": (Fault("the oxygenation ratio is divided by the per cent instead of the fraction, so that every patient falls below 100, or creatinine is not counted beside a urine output", None, r"ratio is \d\.\d"),),
    "46": (Fault("cholesterol is converted to mmol/L, the coefficients are for mg/dL", _framingham),),
    "51": (Fault("white cells given per uL are read per litre or cubic metre", None, r"count per m\^3"),),
    "65": (Fault("the albumin among the entities has an impossible unit"),),
    "67": (Fault("the albumin among the entities has an impossible unit"),),
    "68": (Fault("14 days are added whatever the length of the cycle that the question names; ovulation comes 14 days before the next period", _conceived),),
}  # fmt: skip


def fault_of(
    number: str, inputs: Mapping[str, object], row: Mapping[str, str], name: str, truth: object
) -> tuple[str, str]:
    """Return why a row is wrong, and how that was shown; two empty texts where no fault explains it."""
    ours = None
    if not row.get("refused"):
        ours = calculate(name, inputs)
    for fault in FAULTS.get(number, ()):
        if fault.said == "REGRESS":
            totals = [
                int(found)
                for found in re.findall(
                    r"total (?:at|[\d.]+ \+ [\d.]+ =|, [\d.]+ \+ [\d.]+ =) (\d+)",
                    row["Ground Truth Explanation"],
                )
            ]
            totals = totals or [
                int(found) for found in re.findall(r"(?:at|=) (\d+)\.", row["Ground Truth Explanation"])
            ]
            if any(later < earlier for earlier, later in pairwise(totals)):
                return fault.reason, IN_WORDS
        elif fault.said:
            if re.search(fault.said, row["Ground Truth Explanation"]):
                return fault.reason, IN_WORDS
        elif fault.replay is None:
            return fault.reason, "refused" if ours is None else ""
        elif ours is not None and _same(fault.replay(inputs, ours), truth):
            return fault.reason, REPLAYED
    return "", ""


def _same(replayed: object, truth: object) -> bool:
    if isinstance(replayed, str) or isinstance(truth, str):
        return replayed == truth
    return (
        isinstance(replayed, (int, float))
        and isinstance(truth, float)
        and abs(replayed - truth) < max(0.5 * (truth > 20), 0.11)
    )
