"""Cockcroft-Gault: creatinine clearance, the estimate that drug labels dose by.

In: age, sex, weight, serum creatinine. Out: mL/min, not indexed to body surface. The paper used actual body
weight. `weight=by_bmi` follows the practice of many pharmacies: actual weight below a body-mass index of 18.5,
the lower of ideal and actual up to 25, adjusted weight (ideal and 40 % of the excess) from 25 on; it needs the
height.

Source: Cockcroft and Gault 1976, Nephron 16:31-41; weights: Winter et al. 2012, Pharmacotherapy 32:604-612.
License: Apache-2.0
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import adjusted_weight, ideal_weight
from preceptor.calculators._inputs import AGE, CREATININE, HEIGHT, SEX, WEIGHT
from preceptor.errors import BadInput

COCKCROFT = Reference(
    citation="Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron 1976;16:31-41",
    doi="10.1159/000180580",
    pmid="1244564",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 2",
)
WINTER = Reference(
    citation="Winter MA, Guhr KN, Berg GM. Impact of various body weights on the bias and accuracy of the"
    " Cockcroft-Gault equation. Pharmacotherapy 2012;32:604-612",
    doi="10.1002/j.1875-9114.2012.01098.x",
    pmid="22576791",
    checked="secondary",
    seen="github.com/stanfordaimlab/llm-as-clinical-calculator, reference_material/md/crcl.md (weights by body-mass index, quotes it)",
)
INPUTS = {"age": AGE.within(18, 120), "sex": SEX, "weight": WEIGHT, "creatinine": CREATININE}


def actual(*, age: ArrayLike, sex: ArrayLike, weight: ArrayLike, creatinine: ArrayLike) -> Worked:
    """Return (140 - age) x weight / (72 x creatinine), x 0.85 for women."""
    factor = np.where(np.equal(sex, 1), 0.85, 1.0)
    years = np.maximum(140 - np.asarray(age, dtype=float), 0)
    value = years * np.asarray(weight) * factor / (72 * np.asarray(creatinine, dtype=float))
    return Worked(value=value, parts={"factor": factor, "weight_used": weight})


def by_bmi(
    *, age: ArrayLike, sex: ArrayLike, weight: ArrayLike, height: ArrayLike, creatinine: ArrayLike
) -> Worked:
    """Return the same with the weight that the body-mass index asks for."""
    kilograms = np.asarray(weight, dtype=float)
    index = kilograms / (np.asarray(height, dtype=float) / 100) ** 2
    ideal = ideal_weight(sex, height)
    lean = np.where(index < 25, np.minimum(ideal, kilograms), adjusted_weight(ideal, kilograms))
    used = np.where(index < 18.5, kilograms, lean)
    found = actual(age=age, sex=sex, weight=used, creatinine=creatinine)
    return Worked(value=found.value, parts={**found.parts, "body_mass_index": index})


@cache
def _calculator(weight: str) -> Calculator:
    steps = (
        "(140 - age) x weight x factor / (72 x creatinine)",
        "= (140 - {age:g}) x {weight_used:.5g} kg x {factor:g} ({sex}) / (72 x {creatinine:g}) = {value:.1f} mL/min",
    )
    chosen = "Body-mass index {body_mass_index:.1f} kg/m2: weight used {weight_used:.5g} kg"
    person = {"age": 40, "sex": "male", "weight": 72, "creatinine": 1}
    tall = {**person, "height": "60 in"}
    examples = {
        "actual": (
            Example(inputs=person, value=100, derived="100 x 72 / 72"),
            Example(inputs={**person, "sex": "female"}, value=85, derived="100 x 0.85"),
            Example(inputs={**person, "age": 90, "creatinine": 2}, value=25, derived="50 x 72 / 144"),
        ),
        "by_bmi": (
            Example(inputs=tall, value=100 * 58.8 / 72, derived="31 kg/m2: 50 + 0.4 x (72 - 50) = 58.8 kg"),
            Example(inputs={**tall, "weight": 40}, value=100 * 40 / 72, derived="17.2 kg/m2: actual weight"),
            Example(
                inputs={**tall, "weight": 55}, value=100 * 50 / 72, derived="23.7 kg/m2: ideal weight is less"
            ),
        ),
    }
    return Calculator(
        title="Creatinine clearance (Cockcroft-Gault)",
        specialties=("nephrology", "pharmacology", "internal medicine"),
        inputs=INPUTS if weight == "actual" else {**INPUTS, "height": HEIGHT.within(100, 260)},
        compute=actual if weight == "actual" else by_bmi,
        unit="mL/min",
        digits=1,
        population=Population(doc="adults in steady state", ages=(18, 120), excludes=("dialysis",)),
        steps=steps if weight == "actual" else (chosen, *steps),
        references=(COCKCROFT, WINTER),
        examples=examples[weight],
    )


def CALCULATOR(*, weight: str = "actual") -> Calculator:
    """Return the calculator with actual weight, or the weight by body-mass index."""
    if weight not in ("actual", "by_bmi"):
        raise BadInput(f"weight={weight!r}: give actual or by_bmi")
    return _calculator(weight)
