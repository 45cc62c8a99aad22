"""Apfel score: nausea and vomiting in the day after general anaesthesia, 0 to 4.

In: sex, smoking, history, opioids after the operation. Out: points.

Source: Apfel et al. 1999, Anesthesiology 91:693-700.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no

APFEL = Reference(
    citation="Apfel CC, Laara E, Koivuranta M, Greim CA, Roewer N. Anesthesiology 1999;91:693-700",
    doi="10.1097/00000542-199909000-00022",
    checked="secondary",
    seen="theguidewire.net, SOE 389 (items; 10, 20, 40, 60 %)",
)
CALCULATOR = Calculator(
    title="Apfel score",
    specialties=("anaesthesia", "surgery"),
    inputs={
        "sex": choice("sex", {"male": 0, "female": 1}),
        "non_smoker": yes_no("does not smoke", 1),
        "nausea_history": yes_no("earlier postoperative nausea or vomiting, or motion sickness", 1),
        "postoperative_opioids": yes_no("opioids expected after the operation", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults under inhalational anaesthesia", ages=(18, 120)),
    bands=(
        Band(0, "0", "10 % had nausea or vomiting", APFEL),
        Band(1, "1", "about 20 % had nausea or vomiting", APFEL),
        Band(2, "2", "about 40 % had nausea or vomiting", APFEL),
        Band(3, "3", "about 60 % had nausea or vomiting", APFEL),
        Band(4, "4", "about 80 % had nausea or vomiting", APFEL),
    ),
    references=(APFEL,),
    examples=(
        Example(
            inputs={
                "sex": "female",
                "non_smoker": True,
                "nausea_history": True,
                "postoperative_opioids": True,
            },
            value=4,
            derived="every item",
        ),
        Example(
            inputs={
                "sex": "male",
                "non_smoker": False,
                "nausea_history": False,
                "postoperative_opioids": False,
            },
            value=0,
            derived="no item",
        ),
        Example(
            inputs={
                "sex": "female",
                "non_smoker": False,
                "nausea_history": False,
                "postoperative_opioids": True,
            },
            value=2,
            derived="sex 1, opioids 1",
        ),
    ),
)
