"""NIH stroke scale: how severe a stroke is, 0 to 42.

In: fifteen items, each graded from 0. Out: points. An item that cannot be tested (an amputated limb) is unknown here and
leaves a range; the form scores it 0.

Source: Brott et al. 1989, Stroke 20:864-870; National Institute of Neurological Disorders and Stroke.
License: Apache-2.0
"""

from preceptor.calculation import Calculator, Example, Population, Reference, choice

BROTT = Reference(
    citation="Brott T, Adams HP, Olinger CP, et al. Stroke 1989;20:864-870",
    doi="10.1161/01.STR.20.7.864",
    checked="secondary",
    seen="merckmanuals.com, table The National Institutes of Health Stroke Scale; cliniborg.com (maximum 42)",
)
CALCULATOR = Calculator(
    title="NIH stroke scale",
    specialties=("neurology", "emergency"),
    inputs={
        "consciousness": choice("level of consciousness, grade", {"0": 0, "1": 1, "2": 2, "3": 3}),
        "questions": choice("questions of month and age, grade", {"0": 0, "1": 1, "2": 2}),
        "commands": choice("commands, grade", {"0": 0, "1": 1, "2": 2}),
        "gaze": choice("gaze, grade", {"0": 0, "1": 1, "2": 2}),
        "visual": choice("visual fields, grade", {"0": 0, "1": 1, "2": 2, "3": 3}),
        "face": choice("facial palsy, grade", {"0": 0, "1": 1, "2": 2, "3": 3}),
        "left_arm": choice("drift of the left arm, grade", {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}),
        "right_arm": choice("drift of the right arm, grade", {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}),
        "left_leg": choice("drift of the left leg, grade", {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}),
        "right_leg": choice("drift of the right leg, grade", {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}),
        "ataxia": choice("limb ataxia, grade", {"0": 0, "1": 1, "2": 2}),
        "sensory": choice("sensation, grade", {"0": 0, "1": 1, "2": 2}),
        "language": choice("language, grade", {"0": 0, "1": 1, "2": 2, "3": 3}),
        "dysarthria": choice("dysarthria, grade", {"0": 0, "1": 1, "2": 2}),
        "extinction": choice("extinction and inattention, grade", {"0": 0, "1": 1, "2": 2}),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people with a suspected stroke"),
    references=(BROTT,),
    examples=(
        Example(
            inputs={
                "consciousness": "3",
                "questions": "2",
                "commands": "2",
                "gaze": "2",
                "visual": "3",
                "face": "3",
                "left_arm": "4",
                "right_arm": "4",
                "left_leg": "4",
                "right_leg": "4",
                "ataxia": "2",
                "sensory": "2",
                "language": "3",
                "dysarthria": "2",
                "extinction": "2",
            },
            value=42,
            derived="3 + 2 + 2 + 2 + 3 + 3 + 4 x 4 + 2 + 2 + 3 + 2 + 2",
        ),
        Example(
            inputs={
                "consciousness": "0",
                "questions": "0",
                "commands": "0",
                "gaze": "0",
                "visual": "0",
                "face": "0",
                "left_arm": "0",
                "right_arm": "0",
                "left_leg": "0",
                "right_leg": "0",
                "ataxia": "0",
                "sensory": "0",
                "language": "0",
                "dysarthria": "0",
                "extinction": "0",
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "consciousness": "0",
                "questions": "1",
                "commands": "0",
                "gaze": "0",
                "visual": "0",
                "face": "2",
                "left_arm": "0",
                "right_arm": "3",
                "left_leg": "0",
                "right_leg": "2",
                "ataxia": "0",
                "sensory": "1",
                "language": "2",
                "dysarthria": "1",
                "extinction": "0",
            },
            value=12,
            derived="1 + 2 + 3 + 2 + 1 + 2 + 1",
        ),
    ),
)
