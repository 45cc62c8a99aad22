"""STOP-Bang: how likely obstructive sleep apnoea is before anaesthesia, 0 to 8.

In: four questions, body-mass index, age, neck circumference, sex. Out: points. The neck counts above 40 cm,
as in the first paper; a later form of the questionnaire has 43 cm for men and 41 cm for women, which is not
used here.

Source: Chung et al. 2008, Anesthesiology 108:812-821; bands: Chung et al. 2012, Br J Anaesth 108:768-775.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no
from preceptor.calculators._inputs import AGE, BODY_MASS_INDEX

CHUNG = Reference(
    citation="Chung F, Yegneswaran B, Liao P, et al. Anesthesiology 2008;108:812-821",
    doi="10.1097/ALN.0b013e31816d83e4",
    checked="secondary",
    seen="pmc.ncbi.nlm.nih.gov PMC9214376, table 2",
)
BANDS = Reference(
    citation="Chung F, Subramanyam R, Liao P, et al. Br J Anaesth 2012;108:768-775",
    doi="10.1093/bja/aes022",
    checked="secondary",
    seen="fpnotebook.com, STOP-Bang questionnaire, interpretation",
)
CALCULATOR = Calculator(
    title="STOP-Bang questionnaire",
    specialties=("anaesthesia", "pulmonology", "surgery"),
    inputs={
        "snoring": yes_no("snores loudly", 1),
        "tired": yes_no("often tired or sleepy in the daytime", 1),
        "observed_apnoea": yes_no("seen to stop breathing in sleep", 1),
        "hypertension": yes_no("has or is treated for high blood pressure", 1),
        "body_mass_index": BODY_MASS_INDEX.scored(0, ">35", 1),
        "age": AGE.within(18, 120).scored(0, ">50", 1),
        "neck_circumference": number("cm", 20, 80, "neck circumference", usual=(28, 60)).scored(0, ">40", 1),
        "sex": choice("sex", {"male": 1, "female": 0}),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults before surgery", ages=(18, 120)),
    bands=(
        Band(0, "low", "low risk of obstructive sleep apnoea", BANDS),
        Band(3, "intermediate", "intermediate risk", BANDS),
        Band(5, "high", "high risk", BANDS),
    ),
    references=(CHUNG, BANDS),
    examples=(
        Example(
            inputs={"snoring": True, "tired": True, "observed_apnoea": True, "hypertension": True,
                    "body_mass_index": 35.1, "age": 51, "neck_circumference": 41, "sex": "male"},
            value=8, derived="every item met",
        ),
        Example(
            inputs={"snoring": False, "tired": False, "observed_apnoea": False, "hypertension": False,
                    "body_mass_index": 35, "age": 50, "neck_circumference": 40, "sex": "female"},
            value=0, derived="the measured items at their thresholds, which are not counted",
        ),
        Example(
            inputs={"snoring": True, "tired": False, "observed_apnoea": False, "hypertension": True,
                    "body_mass_index": 28, "age": 63, "neck_circumference": 38, "sex": "male"},
            value=4, derived="snoring, hypertension, age, sex",
        ),
    ),
)  # fmt: skip
