"""PHQ-9: how severe depressive symptoms were over the last two weeks, 0 to 27.

In: nine symptoms, each not at all to nearly every day. Out: points. Any answer but "not at all" to the ninth item calls
for a talk about safety, whatever the sum.

Source: Kroenke, Spitzer and Williams 2001, J Gen Intern Med 16:606-613.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

KROENKE = Reference(
    citation="Kroenke K, Spitzer RL, Williams JB. J Gen Intern Med 2001;16:606-613",
    doi="10.1046/j.1525-1497.2001.016009606.x",
    pmid="11556941",
    checked="source",
    seen="abstract (PMC1495268; studylib.net/doc/25788761): nine criteria of 0 to 3, cut-offs 5, 10, 15, 20",
)
CALCULATOR = Calculator(
    title="Patient Health Questionnaire 9",
    specialties=("psychiatry", "internal medicine"),
    inputs={
        "little_interest": choice(
            "little interest or pleasure, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "feeling_down": choice(
            "low mood or hopelessness, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "sleep_trouble": choice(
            "trouble sleeping or too much sleep, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "tiredness": choice(
            "tiredness or little energy, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "appetite_change": choice(
            "poor appetite or overeating, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "feeling_a_failure": choice(
            "feeling bad about oneself, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "trouble_concentrating": choice(
            "trouble concentrating, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "slowed_or_restless": choice(
            "slowed down or restless, seen by others, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "thoughts_of_death_or_self_harm": choice(
            "thoughts of being better off dead or of self-harm, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adolescents and adults", ages=(12, 120)),
    bands=(
        Band(0, "minimal", "0 to 4", KROENKE),
        Band(5, "mild", "5 to 9", KROENKE),
        Band(10, "moderate", "10 to 14", KROENKE),
        Band(15, "moderately severe", "15 to 19", KROENKE),
        Band(20, "severe", "20 to 27", KROENKE),
    ),
    references=(KROENKE,),
    examples=(
        Example(
            inputs={
                "little_interest": "nearly every day",
                "feeling_down": "nearly every day",
                "sleep_trouble": "nearly every day",
                "tiredness": "nearly every day",
                "appetite_change": "nearly every day",
                "feeling_a_failure": "nearly every day",
                "trouble_concentrating": "nearly every day",
                "slowed_or_restless": "nearly every day",
                "thoughts_of_death_or_self_harm": "nearly every day",
            },
            value=27,
            derived="3 x 9",
        ),
        Example(
            inputs={
                "little_interest": "not at all",
                "feeling_down": "not at all",
                "sleep_trouble": "not at all",
                "tiredness": "not at all",
                "appetite_change": "not at all",
                "feeling_a_failure": "not at all",
                "trouble_concentrating": "not at all",
                "slowed_or_restless": "not at all",
                "thoughts_of_death_or_self_harm": "not at all",
            },
            value=0,
            derived="no symptom",
        ),
        Example(
            inputs={
                "little_interest": "several days",
                "feeling_down": "several days",
                "sleep_trouble": "several days",
                "tiredness": "several days",
                "appetite_change": "several days",
                "feeling_a_failure": "more than half the days",
                "trouble_concentrating": "more than half the days",
                "slowed_or_restless": "not at all",
                "thoughts_of_death_or_self_harm": "not at all",
            },
            value=9,
            derived="5 x 1 + 2 x 2",
        ),
    ),
)
