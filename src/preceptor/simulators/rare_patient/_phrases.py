"""The sentences in which simulated patients are told, by voice; `{list}` stands for what is said.

Own wording throughout. `{he}`, `{his}`, `{child}`, `{age}`, `{patient}` are filled in; a sentence that begins with
`{list}` starts with its first finding.
"""

from dataclasses import dataclass

from preceptor.simulators.rare_patient._shapes import Voice


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """How one voice speaks.

    Attributes:
        opening, present, absent, uncertain, family, filler, closing: sentences to choose from.
        joined: between the last two of a list of what is there, and of what is not.
        onset: how an age of onset is added to a finding; `{at}` is the age.
        surfaces: whether a term is called by clinical names, by lay names or shortly.
        chunk: most findings in one sentence.
        gap: between sentences.
    """

    opening: tuple[str, ...]
    present: tuple[str, ...]
    absent: tuple[str, ...]
    uncertain: tuple[str, ...]
    family: tuple[str, ...]
    filler: tuple[str, ...]
    closing: tuple[str, ...]
    joined: tuple[str, str] = (" and ", " or ")
    onset: tuple[str, ...] = (" since the age of {at}", " (from {at})", ", first noticed at {at}")
    surfaces: str = "clinical"
    chunk: int = 4
    gap: str = " "


_LETTER = Style(
    opening=(
        "Thank you for referring this {age} {patient}, whom I saw in clinic today.",
        "I reviewed this {age} {patient} with {his} family in the genetics clinic.",
        "It was a pleasure to meet this {age} {patient}.",
        "Many thanks for asking me to see this {patient}, who is {age} now.",
    ),
    present=(
        "On examination there was {list}.", "{he} has {list}.", "I noted {list}.",
        "The main concerns are {list}.", "{list} were recorded.", "{his} history includes {list}.",
        "Previous assessments documented {list}.", "There is a history of {list}.",
        "{he} was found to have {list}.", "In addition, there is {list}.",
    ),
    absent=(
        "There was no {list}.", "I found no evidence of {list}.", "{he} does not have {list}.",
        "{list} were absent.", "There is no history of {list}.", "{he} has never had {list}.",
        "Examination was negative for {list}.", "{list} have been excluded.",
    ),
    uncertain=(
        "There may be {list}.", "I wonder about possible {list}.", "Imaging raised the question of {list}.",
        "{list} is suspected but not proven.",
    ),
    family=(
        "{his} mother has {list}.", "{his} father was said to have {list}.", "A maternal uncle has {list}.",
        "There is a family history of {list}.", "{his} older sister also has {list}.",
    ),
    filler=(
        "The pregnancy was unremarkable.", "{he} was born at term.", "The parents are not related.",
        "{he} attends a mainstream school.", "No regular medicines are taken.", "Immunisations are up to date.",
    ),
    closing=(
        "I would be grateful for genetic testing.", "We shall review {him} in six months.",
        "I have sent blood for an exome.", "With kind regards.",
    ),
)  # fmt: skip
_GP_NOTE = Style(
    opening=("{age} {m}.", "{m}, {age}. Seen with family.", "Pt {age} {m}, review.", "{age} {m} - new pt."),
    present=("{list}.", "c/o {list}.", "PMH {list}.", "O/E {list}.", "Hx of {list}.", "Has {list}.", "Known {list}."),
    absent=("No {list}.", "Nil {list}.", "Denies {list}.", "-ve for {list}.", "No hx of {list}.", "Not {list}."),
    uncertain=("?{list}.", "Poss {list}.", "Query {list}."),
    family=("FHx: {list} (mum).", "FH {list}.", "Brother - {list}.", "Dad has {list}."),
    filler=("Meds nil.", "NKDA.", "Imms utd.", "Wt stable.", "Obs fine."),
    closing=("Ref genetics.", "Bloods, rv 2/52.", "Plan: d/w paeds.", "TCI if worse."),
    joined=(", ", ", "),
    onset=(" since {at}", " from {at}", " (onset {at})"),
    surfaces="short",
    chunk=5,
)  # fmt: skip
_OWN_WORDS = Style(
    opening=(
        "Hello, I am {age} and I have been passed from one doctor to the next.",
        "I'm writing because nobody can tell me what is wrong. I'm {age}.",
        "I am {age}, and I was told to write everything down.",
    ),
    present=(
        "I have {list}.", "I've had {list} for a long time now.", "The doctors say I have {list}.",
        "What bothers me most is {list}.", "I was told that I have {list}.", "I also get {list}.",
        "Then there is {list}.", "They also found {list}.",
    ),
    absent=(
        "I don't have {list}.", "I've never had {list}.", "They looked for {list} but I haven't got it.",
        "I was asked about {list}, but no.", "No {list} as far as I know.",
    ),
    uncertain=("They think it could be {list}.", "Maybe I have {list}, they are not sure.", "I might have {list}."),
    family=(
        "My mother had {list}.", "My brother has {list} too.", "My grandmother also had {list}.",
        "My dad's side of the family has {list}.",
    ),
    filler=(
        "It worries me a lot.", "I work in an office.", "I sleep all right.", "I try to stay cheerful.",
        "We have two cats.",
    ),
    closing=("Please help me.", "Thank you for reading.", "I just want an answer."),
    onset=(" since I was {at} old", ", it began when I was {at} old"),
    surfaces="lay",
    chunk=3,
)  # fmt: skip
_DISCHARGE = Style(
    opening=(
        "DISCHARGE SUMMARY\nThe patient is a {age} {patient} admitted for assessment.",
        "Discharge summary. {age} {patient}, elective admission.",
        "Summary of admission: {patient}, {age}.",
    ),
    present=(
        "Findings: {list}.", "Diagnoses:\n- {rows}", "Examination showed {list}.", "Work-up revealed {list}.",
        "Admitted with {list}.", "The course was marked by {list}.", "Active problems: {list}.",
    ),
    absent=(
        "No {list} during the stay.", "Negative for {list}.", "Work-up showed no {list}.",
        "Neither {nor} was found.", "Without {list}.", "{list} ruled out.",
    ),
    uncertain=("Suspected {list}, to be confirmed.", "Cannot rule out {list}.", "Probable {list}."),
    family=("Family history: {list} in the mother.", "FAMILY HISTORY: father with {list}.", "Sibling with {list}."),
    filler=(
        "Vital signs were stable.", "Diet as tolerated.", "The stay was uneventful.", "No medication was changed.",
    ),
    closing=("Follow-up in clinic in 4 weeks.", "Discharged home in good condition.", "Genetics to see."),
    gap="\n",
)  # fmt: skip
_DIALOGUE = Style(
    opening=("Doctor: What brings you here?\nParent: {child} is {age} and we are worried.",
             "Doctor: Tell me about {child}.\nParent: {he} is {age}."),
    present=(
        "Doctor: Anything else?\nParent: Yes, {list}.", "Parent: {he} has {list}.",
        "Doctor: Does {he} have {one}?\nParent: Yes, {he} does.", "Doctor: Any {one}?\nParent: Yes.",
        "Doctor: What did they find?\nParent: They spoke of {list}.",
    ),
    absent=(
        "Doctor: Any {list}?\nParent: No, never.", "Doctor: Does {he} have {one}?\nParent: No.",
        "Parent: There is no {list}.", "Doctor: And {one}?\nParent: No, not at all.",
    ),
    uncertain=("Parent: {he} might have {list}, they were not sure.", "Parent: Perhaps {list}."),
    family=("Doctor: And in the family?\nParent: My sister has {list}.", "Parent: {his} father has {list}."),
    filler=("Doctor: I see.", "Doctor: How is school?\nParent: Fine.", "Doctor: Thank you."),
    closing=("Doctor: Let us arrange some tests.", "Doctor: I will write to you."),
    onset=(" since {at}",),
    surfaces="lay",
    chunk=2,
    gap="\n",
)  # fmt: skip
_REFERRAL = Style(
    opening=("REFERRAL FORM\nAge/sex: {age} {m}", "Referral - clinical genetics\nPatient: {age} {patient}"),
    present=(
        "Clinical features: {list}", "Reason for referral: {list}", "Phenotype: {semicolons}", "Findings:\n- {rows}",
        "Relevant history: {list}", "Present: {semicolons}",
    ),
    absent=("Absent: {semicolons}", "Excluded: {list}", "No: {list}", "Relevant negatives: no {list}"),
    uncertain=("To be clarified: possible {list}", "Suspected: {list}"),
    family=("Family history: {list}", "Family history: mother with {list}"),
    filler=("Consanguinity: none", "Interpreter: not needed", "Urgency: routine"),
    closing=("Test requested: exome", "Sample: EDTA blood"),
    joined=(", ", ", "),
    onset=(" (onset {at})",),
    chunk=6,
    gap="\n",
)  # fmt: skip
STYLES: dict[Voice, Style] = {
    "letter": _LETTER, "gp_note": _GP_NOTE, "own_words": _OWN_WORDS, "discharge": _DISCHARGE,
    "dialogue": _DIALOGUE, "referral": _REFERRAL,
}  # fmt: skip
# A term as it is measured; `{x}` is drawn between the two numbers. Below -2 SD or the 3rd centile is the
# definition of HPO's own terms (HP:0000252, HP:0004322); above +2 SD likewise (HP:0000256, HP:0000098).
MEASURED: dict[str, tuple[tuple[str, float, float], ...]] = {
    "HP:0000252": (("head circumference {x} SD", -4.5, -2.1), ("OFC {x} SD", -4.5, -2.1), ("OFC <1st centile", 0, 0)),
    "HP:0000256": (("head circumference +{x} SD", 2.1, 4.5), ("OFC +{x} SD", 2.1, 4.5), ("OFC >99th centile", 0, 0)),
    "HP:0004322": (("height {x} SD", -4.5, -2.1), ("height <1st centile", 0, 0)),
    "HP:0000098": (("height +{x} SD", 2.1, 4.0), ("height >99th centile", 0, 0)),
}  # fmt: skip
