"""Glasgow coma scale: eye, verbal and motor response, 3 to 15.

In: the best response of each. Out: points. What cannot be tested (an eye swollen shut, a tube) is unknown,
not full marks: it leaves a range.

Source: Teasdale and Jennett 1974, Lancet 304:81-84; flexion: Teasdale and Jennett 1976.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

TEASDALE = Reference(
    citation="Teasdale G, Jennett B. Assessment of coma and impaired consciousness. Lancet 1974;304:81-84",
    doi="10.1016/S0140-6736(74)91639-0",
    pmid="4136544",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 21; AgentMD calculator 12"
    "; bands: 10.1186/s41984-020-00096-5, table 1",
)
CALCULATOR = Calculator(
    title="Glasgow coma scale",
    specialties=("neurology", "emergency", "intensive care"),
    inputs={
        "eye": choice(
            "eye opening",
            {"spontaneous": 4, "to speech": 3, "to pain": 2, "none": 1},
            aliases=("eye_response",),
        ),
        "verbal": choice(
            "verbal response",
            {"oriented": 5, "confused": 4, "inappropriate words": 3, "incomprehensible sounds": 2, "none": 1},
            aliases=("verbal_response",),
        ),
        "motor": choice(
            "motor response",
            {
                "obeys commands": 6,
                "localizes pain": 5,
                "withdraws from pain": 4,
                "abnormal flexion": 3,
                "extension": 2,
                "none": 1,
            },
            aliases=("motor_response",),
        ),
    },
    unit="1",
    returns="score",
    population=Population(doc="4 years and over; younger children need the paediatric form", ages=(4, 130)),
    bands=(
        Band(3, "severe", "8 or less in head injury", TEASDALE),
        Band(9, "moderate", "9 to 12", TEASDALE),
        Band(13, "mild", "13 to 15", TEASDALE),
    ),
    references=(TEASDALE,),
    examples=(
        Example(
            inputs={"eye": "spontaneous", "verbal": "oriented", "motor": "obeys commands"},
            value=15.0,
            derived="4 + 5 + 6",
        ),
        Example(inputs={"eye": "none", "verbal": "none", "motor": "none"}, value=3.0, derived="1 + 1 + 1"),
        Example(inputs={"eye": 4, "verbal": 1, "motor": 3}, value=8.0, derived="4 + 1 + 3"),
    ),
)
