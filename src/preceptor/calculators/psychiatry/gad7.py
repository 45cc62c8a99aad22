"""GAD-7: how severe anxiety was over the last two weeks, 0 to 21.

In: seven symptoms, each not at all to nearly every day. Out: points.

Source: Spitzer et al. 2006, Arch Intern Med 166:1092-1097.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

SPITZER = Reference(
    citation="Spitzer RL, Kroenke K, Williams JB, Lowe B. Arch Intern Med 2006;166:1092-1097",
    doi="10.1001/archinte.166.10.1092",
    checked="secondary",
    seen="mrcpsych.uk, GAD-7 (cut-offs 5, 10, 15); osabrainresearch.atlassian.net, GAD-7 (seven answers of 0 to 3)",
)
CALCULATOR = Calculator(
    title="Generalised anxiety disorder scale 7",
    specialties=("psychiatry", "internal medicine"),
    inputs={
        "feeling_nervous": choice(
            "feeling nervous or on edge, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "uncontrolled_worry": choice(
            "not able to stop worrying, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "too_much_worry": choice(
            "worrying too much about different things, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "trouble_relaxing": choice(
            "trouble relaxing, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "restlessness": choice(
            "so restless that it is hard to sit still, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "irritability": choice(
            "easily annoyed, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
        "feeling_afraid": choice(
            "afraid that something awful might happen, last two weeks",
            {"not at all": 0, "several days": 1, "more than half the days": 2, "nearly every day": 3},
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "minimal", "0 to 4", SPITZER),
        Band(5, "mild", "5 to 9", SPITZER),
        Band(10, "moderate", "10 to 14", SPITZER),
        Band(15, "severe", "15 to 21", SPITZER),
    ),
    references=(SPITZER,),
    examples=(
        Example(
            inputs={
                "feeling_nervous": "nearly every day",
                "uncontrolled_worry": "nearly every day",
                "too_much_worry": "nearly every day",
                "trouble_relaxing": "nearly every day",
                "restlessness": "nearly every day",
                "irritability": "nearly every day",
                "feeling_afraid": "nearly every day",
            },
            value=21,
            derived="3 x 7",
        ),
        Example(
            inputs={
                "feeling_nervous": "not at all",
                "uncontrolled_worry": "not at all",
                "too_much_worry": "not at all",
                "trouble_relaxing": "not at all",
                "restlessness": "not at all",
                "irritability": "not at all",
                "feeling_afraid": "not at all",
            },
            value=0,
            derived="no symptom",
        ),
        Example(
            inputs={
                "feeling_nervous": "several days",
                "uncontrolled_worry": "several days",
                "too_much_worry": "several days",
                "trouble_relaxing": "more than half the days",
                "restlessness": "more than half the days",
                "irritability": "more than half the days",
                "feeling_afraid": "more than half the days",
            },
            value=11,
            derived="3 + 8",
        ),
    ),
)
