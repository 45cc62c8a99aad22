"""Bishop score: is the cervix ready for labour to be induced, 0 to 13.

In: dilation, effacement, station, consistency, position. Out: points.

Source: Bishop 1964, Obstet Gynecol 24:266-268; bands: NICE NG207, 2021.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

BISHOP = Reference(
    citation="Bishop EH. Obstet Gynecol 1964;24:266-268",
    pmid="14199536",
    checked="secondary",
    seen="faculty.washington.edu/momus/PB/bishopsc.htm (points, above 8; quotes this paper); basicmedicalkey.com/induction-of-labor",
)
NICE = Reference(
    citation="National Institute for Health and Care Excellence. Inducing labour. NICE guideline NG207, 2021",
    checked="secondary",
    seen="public code that quotes its recommendations on a score of 6 or less; mindfulmamabirthing.com (6 or less, 8 or more)",
)
CALCULATOR = Calculator(
    title="Bishop score",
    specialties=("obstetrics",),
    inputs={
        "dilation": choice(
            "dilation of the cervix", {"closed": 0, "1 to 2 cm": 1, "3 to 4 cm": 2, "5 cm or more": 3}
        ),
        "effacement": choice(
            "effacement of the cervix", {"0 to 30 %": 0, "40 to 50 %": 1, "60 to 70 %": 2, "80 % or more": 3}
        ),
        "station": choice("station of the head", {"-3": 0, "-2": 1, "-1 or 0": 2, "+1 or +2": 3}),
        "consistency": choice("consistency of the cervix", {"firm": 0, "medium": 1, "soft": 2}),
        "position": choice("position of the cervix", {"posterior": 0, "middle": 1, "anterior": 2}),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="pregnant women near term", sex="female"),
    bands=(
        Band(0, "unripe", "6 or less: unfavourable, ripening first", NICE),
        Band(7, "intermediate", "7 or 8; some call 8 ripe", NICE),
        Band(9, "ripe", "9 or more: induction likely to succeed", BISHOP),
    ),
    references=(BISHOP, NICE),
    examples=(
        Example(
            inputs={
                "dilation": "5 cm or more",
                "effacement": "80 % or more",
                "station": "+1 or +2",
                "consistency": "soft",
                "position": "anterior",
            },
            value=13,
            derived="3 + 3 + 3 + 2 + 2",
        ),
        Example(
            inputs={
                "dilation": "closed",
                "effacement": "0 to 30 %",
                "station": "-3",
                "consistency": "firm",
                "position": "posterior",
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "dilation": "3 to 4 cm",
                "effacement": "60 to 70 %",
                "station": "-2",
                "consistency": "medium",
                "position": "middle",
            },
            value=7,
            derived="2 + 2 + 1 + 1 + 1",
        ),
    ),
)
