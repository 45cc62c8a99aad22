"""FeverPAIN score: streptococci in a sore throat, 0 to 5.

In: five findings. Out: points.

Source: Little et al. 2013, BMJ 347:f5806.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no

LITTLE = Reference(
    citation="Little P et al. Clinical score and rapid antigen detection test to guide antibiotic use for sore throats (PRISM). BMJ 2013;347:f5806",
    doi="10.1136/bmj.f5806",
    pmid="24114306",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 33"
    "; bands: impact.chp.gov.hk/calculator_2_2.php",
)
CALCULATOR = Calculator(
    title="FeverPAIN score",
    specialties=("infectious disease", "primary care"),
    inputs={
        "fever": yes_no("fever within 24 hours", 1),
        "cough_or_coryza": yes_no("cough or coryza").scored(1, ">=1", 0),
        "early_attendance": yes_no("onset of symptoms within 3 days", 1),
        "purulence": yes_no("purulent tonsils", 1),
        "severe_inflammation": yes_no("severely inflamed tonsils", 1),
    },
    unit="1",
    returns="score",
    population=Population(doc="3 years and over with a sore throat", ages=(3, 120)),
    bands=(
        Band(0, "low", "13 to 18 % streptococci: no antibiotic", LITTLE),
        Band(2, "moderate", "34 to 40 %: delayed antibiotic", LITTLE),
        Band(4, "high", "62 to 65 %: consider an antibiotic", LITTLE),
    ),
    references=(LITTLE,),
    examples=(
        Example(
            inputs={
                "fever": True,
                "cough_or_coryza": False,
                "early_attendance": True,
                "purulence": True,
                "severe_inflammation": True,
            },
            value=5.0,
            derived="1 each",
        ),
        Example(
            inputs={
                "fever": False,
                "cough_or_coryza": True,
                "early_attendance": False,
                "purulence": False,
                "severe_inflammation": False,
            },
            value=0.0,
            derived="nothing, and coryza",
        ),
        Example(
            inputs={
                "fever": False,
                "cough_or_coryza": False,
                "early_attendance": False,
                "purulence": False,
                "severe_inflammation": False,
            },
            value=1.0,
            derived="no cough or coryza 1",
        ),
    ),
)
