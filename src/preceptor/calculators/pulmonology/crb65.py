"""CRB-65: death of community-acquired pneumonia without a laboratory, 0 to 4.

In: confusion, respiratory rate, blood pressure, age. Out: points. Either pressure counts once: give it as one finding.

Source: Lim et al. 2003, Thorax 58:377-382.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, RESPIRATORY_RATE

LIM = Reference(
    citation="Lim WS, van der Eerden MM, Laing R, et al. Thorax 2003;58:377-382",
    doi="10.1136/thorax.58.5.377",
    checked="secondary",
    seen="independentpharmacist.co.uk, severity assessment (items and groups 0, 1-2, 3-4, after NICE); Crit Care 2016, doi 10.1186/s13054-016-1351-0 (thresholds)",
)
CALCULATOR = Calculator(
    title="CRB-65",
    specialties=("pulmonology", "emergency", "infectious disease"),
    inputs={
        "confusion": yes_no("new confusion", 1),
        "respiratory_rate": RESPIRATORY_RATE.scored(0, ">=30", 1),
        "low_blood_pressure": yes_no("systolic under 90 mmHg or diastolic of 60 mmHg or less", 1),
        "age": AGE.within(18, 120).scored(0, ">=65", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with community-acquired pneumonia", ages=(18, 120)),
    bands=(
        Band(0, "low", "0: treatment at home is likely to be suitable", LIM),
        Band(1, "intermediate", "1 or 2: consider referral", LIM),
        Band(3, "high", "3 or 4: urgent admission", LIM),
    ),
    references=(LIM,),
    examples=(
        Example(
            inputs={"confusion": True, "respiratory_rate": 30, "low_blood_pressure": True, "age": 65},
            value=4,
            derived="every item",
        ),
        Example(
            inputs={"confusion": False, "respiratory_rate": 29, "low_blood_pressure": False, "age": 64},
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={"confusion": False, "respiratory_rate": 32, "low_blood_pressure": False, "age": 80},
            value=2,
            derived="1 + 1",
        ),
    ),
)
