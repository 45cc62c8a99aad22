"""FOUR score: full outline of unresponsiveness in coma, 0 to 16.

In: eyes, motor answer, brainstem reflexes, breathing, 0 to 4 each. Out: points; lower is deeper. It can be scored in
intubated patients.

Source: Wijdicks et al. 2005, Ann Neurol 58:585-593.
License: Apache-2.0
"""

from preceptor.calculation import Calculator, Example, Population, Reference, choice

WIJDICKS = Reference(
    citation="Wijdicks EF, Bamlet WR, Maramattom BV, Manno EM, McClelland RL. Ann Neurol 2005;58:585-593",
    doi="10.1002/ana.20611",
    pmid="16178024",
    checked="secondary",
    seen="J Intensive Care 2016, doi 10.1186/s40560-016-0141-8, table 1; fpnotebook.com/legacy/Neuro/Exam/FrScrCmExm.htm",
)
CALCULATOR = Calculator(
    title="FOUR score",
    specialties=("neurology", "intensive care"),
    inputs={
        "eyes": choice(
            "eyes",
            {
                "closed with pain": 0,
                "open to pain": 1,
                "open to loud voice": 2,
                "open, not tracking": 3,
                "open, tracking or blinking to command": 4,
            },
        ),
        "motor": choice(
            "motor answer",
            {
                "none or myoclonus status": 0,
                "extension to pain": 1,
                "flexion to pain": 2,
                "localises pain": 3,
                "thumbs up, fist or peace sign": 4,
            },
        ),
        "brainstem": choice(
            "brainstem reflexes",
            {
                "pupil, corneal and cough absent": 0,
                "pupil and corneal absent": 1,
                "pupil or corneal absent": 2,
                "one pupil wide and fixed": 3,
                "pupil and corneal present": 4,
            },
        ),
        "respiration": choice(
            "breathing",
            {
                "at ventilator rate or apnoea": 0,
                "above ventilator rate": 1,
                "not intubated, irregular": 2,
                "not intubated, Cheyne-Stokes": 3,
                "not intubated, regular": 4,
            },
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people with impaired consciousness"),
    references=(WIJDICKS,),
    examples=(
        Example(
            inputs={
                "eyes": "open, tracking or blinking to command",
                "motor": "thumbs up, fist or peace sign",
                "brainstem": "pupil and corneal present",
                "respiration": "not intubated, regular",
            },
            value=16,
            derived="4 x 4",
        ),
        Example(
            inputs={
                "eyes": "closed with pain",
                "motor": "none or myoclonus status",
                "brainstem": "pupil, corneal and cough absent",
                "respiration": "at ventilator rate or apnoea",
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "eyes": "open to pain",
                "motor": "localises pain",
                "brainstem": "pupil and corneal present",
                "respiration": "above ventilator rate",
            },
            value=9,
            derived="1 + 3 + 4 + 1",
        ),
    ),
)
