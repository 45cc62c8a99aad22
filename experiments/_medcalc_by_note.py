"""Rows of MedCalc-Bench v1.0 whose truth follows from their entities, while an entity contradicts the row's own note.

Found by reading all 17 notes of HEART, HAS-BLED and FeverPAIN on the half of `calculator_parser.py --half tune`; the
other half was not read. A row is listed only where the note's words leave no choice; `correct` is empty where they
decide that the published score is wrong and not which one is right.
"""

PISTERS = (
    "Pisters R et al. A novel user-friendly score (HAS-BLED). Chest 2010;138:1093-1100: the item is for antiplatelet "
    "drugs and NSAIDs, everyone in the score being anticoagulated; the row's own note"
)
SIX = (
    "Six AJ, Backus BE, Kelder JC. Chest pain in the emergency room: value of the HEART score. Neth Heart J "
    "2008;16:191-196; the row's own note"
)
LITTLE = "Little P et al. Clinical score to guide antibiotic use for sore throats. BMJ 2013;347:f5806; the row's own note"
BY_NOTE = {
    260: {
        "reason": "a family history of venous thromboembolism is counted as early cardiovascular disease of a parent or sibling (shown by the note)",
        "source": SIX,
        "correct": "1",
    },
    348: {
        "reason": "an anticoagulant is counted as a drug that disposes to bleeding (shown by the note, which has no other drug of that kind)",
        "source": PISTERS,
        "correct": "2",
    },
    349: {
        "reason": "an anticoagulant is counted as a drug that disposes to bleeding (shown by the note, which has no other drug of that kind)",
        "source": PISTERS,
        "correct": "4",
    },
    457: {
        "reason": "fever is not counted and pus on the tonsils is read as its absence (shown by the note; at least 3 points)",
        "source": LITTLE,
        "correct": "",
    },
    464: {
        "reason": "pus on the tonsils is counted in a note that describes no throat (shown by the note)",
        "source": LITTLE,
        "correct": "",
    },
}
