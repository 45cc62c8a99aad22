"""AUDIT-C: hazardous drinking from three questions, 0 to 12.

In: how often, how much, how often six drinks or more. Out: points. The usual cut-offs are 4 in men
(1998) and 3 in women (2003). All points from the first question alone speak for drinking below the limits.

Source: Bush et al. 1998, Arch Intern Med 158:1789-1795; women: Bradley et al. 2003, Arch Intern Med 163:821-829.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

BUSH = Reference(
    citation="Bush K, Kivlahan DR, McDonell MB, Fihn SD, Bradley KA. Arch Intern Med 1998;158:1789-1795",
    doi="10.1001/archinte.158.16.1789",
    checked="secondary",
    seen="victorybayrecovery.com, AUDIT-C (answers 0 to 4, cut-offs); primarycare.ementalhealth.ca (4 in men, quotes this paper)",
)
BRADLEY = Reference(
    citation="Bradley KA, Bush KR, Epler AJ, et al. Two brief alcohol-screening tests. Arch Intern Med 2003;163:821-829",
    checked="secondary",
    seen="primarycare.ementalhealth.ca, AUDIT-C (3 in women, quotes this paper)",
)
CALCULATOR = Calculator(
    title="AUDIT-C",
    specialties=("psychiatry", "internal medicine"),
    inputs={
        "drinking_frequency": choice(
            "how often a drink with alcohol",
            {
                "never": 0,
                "monthly or less": 1,
                "2 to 4 times a month": 2,
                "2 to 3 times a week": 3,
                "4 or more times a week": 4,
            },
        ),
        "drinks_per_day": choice(
            "drinks on a typical drinking day",
            {"1 or 2": 0, "3 or 4": 1, "5 or 6": 2, "7 to 9": 3, "10 or more": 4},
        ),
        "six_or_more": choice(
            "how often six drinks or more",
            {"never": 0, "less than monthly": 1, "monthly": 2, "weekly": 3, "daily or almost daily": 4},
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "below both cut-offs", "0 to 2", BUSH),
        Band(3, "positive in women", "3: hazardous drinking likely in women", BRADLEY),
        Band(4, "positive", "4 or more: hazardous drinking likely in men and women", BUSH),
    ),
    references=(BUSH, BRADLEY),
    examples=(
        Example(
            inputs={
                "drinking_frequency": "4 or more times a week",
                "drinks_per_day": "10 or more",
                "six_or_more": "daily or almost daily",
            },
            value=12,
            derived="4 x 3",
        ),
        Example(
            inputs={"drinking_frequency": "never", "drinks_per_day": "1 or 2", "six_or_more": "never"},
            value=0,
            derived="no points",
        ),
        Example(
            inputs={
                "drinking_frequency": "2 to 3 times a week",
                "drinks_per_day": "3 or 4",
                "six_or_more": "less than monthly",
            },
            value=5,
            derived="3 + 1 + 1",
        ),
    ),
)
