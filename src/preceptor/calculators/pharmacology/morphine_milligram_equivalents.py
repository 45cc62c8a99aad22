"""Morphine milligram equivalents a day of all opioids that are taken (CDC 2022 factors).

In: the daily dose of each opioid that is taken; one that is not named is not counted. Transdermal fentanyl in
micrograms an hour. Out: MME a day. For judging the total load, not for switching: doses after a switch must
be lower. Factors by the CDC guideline of 2022 (2016 had hydromorphone 4, tramadol 0.1, methadone 4 to 12 by
dose); buccal fentanyl by the CMS table of 2018.

Source: Dowell et al. 2022, MMWR Recomm Rep 71(3):1-95.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, number

FACTORS = {  # MME for each unit
    "codeine": 0.15,
    "tramadol": 0.2,
    "tapentadol": 0.4,
    "morphine": 1,
    "hydrocodone": 1,
    "oxycodone": 1.5,
    "oxymorphone": 3,
    "hydromorphone": 5,
    "methadone": 4.7,
    "fentanyl_patch": 2.4,
    "fentanyl_buccal": 0.13,
}
CDC = Reference(
    citation="Dowell D et al. CDC clinical practice guideline for prescribing opioids for pain, United States, 2022. MMWR Recomm Rep 2022;71(3):1-95",
    doi="10.15585/mmwr.rr7103a1",
    pmid="36327391",
    checked="secondary",
    seen="https://globalrph.com/medcalcs/morphine-milligram-equivalents-calculator (reprints the table of factors)",
)
CMS = Reference(
    citation="Centers for Medicare and Medicaid Services. Opioid oral morphine milligram equivalent conversion factors. 2018",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 49",
)


def compute(
    *,
    codeine: ArrayLike,
    tramadol: ArrayLike,
    tapentadol: ArrayLike,
    morphine: ArrayLike,
    hydrocodone: ArrayLike,
    oxycodone: ArrayLike,
    oxymorphone: ArrayLike,
    hydromorphone: ArrayLike,
    methadone: ArrayLike,
    fentanyl_patch: ArrayLike,
    fentanyl_buccal: ArrayLike,
) -> Worked:
    """Return the sum of dose x factor."""
    doses = (
        codeine,
        tramadol,
        tapentadol,
        morphine,
        hydrocodone,
        oxycodone,
        oxymorphone,
        hydromorphone,
        methadone,
        fentanyl_patch,
        fentanyl_buccal,
    )
    parts = {
        name: np.asarray(dose, dtype=float) * factor
        for dose, (name, factor) in zip(doses, FACTORS.items(), strict=True)
    }
    total = np.asarray(0.0)
    for part in parts.values():
        total = total + part
    return Worked(value=total, parts=parts)


CALCULATOR = Calculator(
    title="Morphine milligram equivalents",
    specialties=("pharmacology", "oncology", "anaesthesia"),
    inputs={
        "codeine": number("mg/d", 0, 2000, "codeine, dose a day", default=0),
        "tramadol": number("mg/d", 0, 2000, "tramadol, dose a day", default=0),
        "tapentadol": number("mg/d", 0, 2000, "tapentadol, dose a day", default=0),
        "morphine": number("mg/d", 0, 10000, "morphine, dose a day", default=0),
        "hydrocodone": number("mg/d", 0, 2000, "hydrocodone, dose a day", default=0),
        "oxycodone": number("mg/d", 0, 5000, "oxycodone, dose a day", default=0),
        "oxymorphone": number("mg/d", 0, 2000, "oxymorphone, dose a day", default=0),
        "hydromorphone": number("mg/d", 0, 2000, "hydromorphone, dose a day", default=0),
        "methadone": number("mg/d", 0, 2000, "methadone, dose a day", default=0),
        "fentanyl_patch": number("ug/h", 0, 1000, "fentanyl patch, rate of the patch", default=0),
        "fentanyl_buccal": number("ug/d", 0, 20000, "fentanyl buccal, dose a day", default=0),
    },
    compute=compute,
    unit="mg/d",
    digits=1,
    population=Population(doc="adults with chronic pain", ages=(18, 120)),
    bands=(
        Band(0, "below 50", "the usual range; reassess benefit and harm", CDC),
        Band(50, "50 or more", "reassess; raised risk of overdose, offer naloxone", CDC),
        Band(90, "90 or more", "the level that the 2016 guideline advised to avoid or to justify", CDC),
    ),
    steps=(
        "MME a day = sum of dose x factor: codeine {codeine:g}; tramadol {tramadol:g}; tapentadol {tapentadol:g}; morphine {morphine:g}; hydrocodone {hydrocodone:g}; oxycodone {oxycodone:g}; oxymorphone {oxymorphone:g}; hydromorphone {hydromorphone:g}; methadone {methadone:g}; fentanyl patch {fentanyl_patch:g}; fentanyl buccal {fentanyl_buccal:g}",
        "together {value:.1f} mg of morphine a day",
    ),
    references=(
        CDC,
        CMS,
    ),
    examples=(
        Example(
            inputs={"oxymorphone": 10, "fentanyl_buccal": 20, "morphine": 50},
            value=82.6,
            derived="10 x 3 + 20 x 0.13 + 50 x 1",
        ),
        Example(inputs={"fentanyl_patch": 25}, value=60.0, derived="25 x 2.4"),
        Example(
            inputs={"methadone": 20, "codeine": "0.12 g/d"}, value=112.0, derived="20 x 4.7 + 120 x 0.15"
        ),
        Example(
            inputs={
                "oxycodone": 40,
                "tramadol": 200,
                "tapentadol": 100,
                "hydrocodone": 30,
                "hydromorphone": 8,
            },
            value=210.0,
            derived="40 x 1.5 + 200 x 0.2 + 100 x 0.4 + 30 x 1 + 8 x 5",
        ),
    ),
)
