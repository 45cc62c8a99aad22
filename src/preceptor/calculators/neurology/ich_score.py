"""ICH score: death within 30 days of spontaneous intracerebral haemorrhage, 0 to 6.

In: Glasgow coma scale and CT findings on arrival, age. Out: points. It was made where care was limited for
some of the patients: it is no ground to withhold treatment on the first day.

Source: Hemphill et al. 2001, Stroke 32:891-897.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number, yes_no
from preceptor.calculators._inputs import AGE, GLASGOW_COMA_SCALE

HEMPHILL = Reference(
    citation="Hemphill JC, Bonovich DC, Besmertis L, Manley GT, Johnston SC. Stroke 2001;32:891-897",
    doi="10.1161/01.STR.32.4.891",
    checked="source",
    seen="the paper's abstract, as copied at scribd.com/document/399531962",
)
MORTALITY = Reference(
    citation="Hemphill JC, Bonovich DC, Besmertis L, Manley GT, Johnston SC. Stroke 2001;32:891-897, mortality by score",
    doi="10.1161/01.STR.32.4.891",
    checked="secondary",
    seen="emedicine.medscape.com/article/2172479",
)
CALCULATOR = Calculator(
    title="ICH score",
    specialties=("neurology", "intensive care", "emergency"),
    inputs={
        "glasgow_coma_scale": GLASGOW_COMA_SCALE.scored(2, ">=5", 1, ">=13", 0),
        "volume": number("mL", 0, 400, "volume of the haemorrhage", usual=(0, 200)).scored(0, ">=30", 1),
        "intraventricular": yes_no("blood in the ventricles", 1),
        "infratentorial": yes_no("origin below the tentorium", 1),
        "age": AGE.within(18, 120).scored(0, ">=80", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with spontaneous intracerebral haemorrhage", ages=(18, 120)),
    bands=(
        Band(0, "0", "0 % died within 30 days", MORTALITY),
        Band(1, "1", "13 % died within 30 days", MORTALITY),
        Band(2, "2", "26 % died within 30 days", MORTALITY),
        Band(3, "3", "72 % died within 30 days", MORTALITY),
        Band(4, "4", "97 % died within 30 days", MORTALITY),
        Band(5, "5 or 6", "all died within 30 days (none had 6 in the original cohort)", MORTALITY),
    ),
    references=(HEMPHILL, MORTALITY),
    examples=(
        Example(
            inputs={"glasgow_coma_scale": 4, "volume": 30, "intraventricular": True, "infratentorial": True, "age": 80},
            value=6, derived="2 + 1 + 1 + 1 + 1",
        ),
        Example(
            inputs={"glasgow_coma_scale": 13, "volume": 29.9, "intraventricular": False, "infratentorial": False,
                    "age": 79},
            value=0, derived="every item just missed",
        ),
        Example(
            inputs={"glasgow_coma_scale": 12, "volume": 45, "intraventricular": False, "infratentorial": False, "age": 60},
            value=2, derived="coma scale 1, volume 1",
        ),
    ),
)  # fmt: skip
