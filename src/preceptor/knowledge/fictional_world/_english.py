"""The sentences of the English textbook: several wordings of each."""

TITLES = {
    "organ": "The {o}", "hormone": "{h.Cap}", "overview": "{d.Cap}: overview", "findings": "{d.Cap}: findings",
    "diagnosis": "{d.Cap}: diagnosis", "treatment": "{d.Cap}: treatment", "test": "{t.Cap}: reference range",
    "dosing": "{x.Cap}: action and dose", "safety": "{x.Cap}: safety", "guideline": "Guideline: {d}",
}  # fmt: skip

GROUPS = ("girls", "boys", "women", "men", "older women", "older men")
COUNTED = GROUPS
AGES = ("children", "adults", "people of 65 years and over")
SEXES = ("female patients", "male patients")
SEX_WORDS = {"female": "girls and women", "male": "boys and men"}
CHILDREN, GROWN, EVERYONE = "children below 16 years", "people of 16 years and over", "everyone"
OR = "or"

SENTENCES: dict[str, tuple[str, ...]] = {
    "organ.place": (
        "The {o} lies {site}; it {duty}.",
        "Found {site}, the {o} is a small organ that {duty}.",
    ),
    "organ.hormones": ("The {o} secretes {hormones}.", "Its hormones are {hormones}."),
    "hormone.organ": ("{h.Cap} is secreted by the {o}.", "{h.Cap} is the hormone that the {o} secretes."),
    "hormone.effect": ("{h.Cap} {effect}.", "In health, {h} {effect}."),
    "hormone.high": ("Too much {h} leads to {diseases}.", "An excess of {h} causes {diseases}."),
    "hormone.low": ("Too little {h} leads to {diseases}.", "A lack of {h} causes {diseases}."),
    "hormone.blocked": ("It is blocked by {drugs}.", "Drugs that block {h} are {drugs}."),
    "hormone.boosted": ("It is boosted by {drugs}.", "Drugs that boost {h} are {drugs}."),
    "overview.high": (
        "{d.Cap} is a disease of the {o}, caused by an excess of {h}.",
        "In {d} the {o} secretes too much {h}: the cause of the disease is an excess of {h}.",
    ),
    "overview.low": (
        "{d.Cap} is a disease of the {o}, caused by a lack of {h}.",
        "In {d} the {o} secretes too little {h}: the cause of the disease is a lack of {h}.",
    ),
    "overview.prevalence": (
        "Of 100,000 people of each group, it is found in {groups}.",
        "Among 100,000 people of each group it affects {groups}.",
    ),
    "findings.lead": (
        "The most frequent finding in {d} is {f}, seen in {p} of patients of any age and sex.",
        "The leading finding of {d}, in {p} of all patients, is {f}.",
    ),
    "findings.flat": ("{f.Cap} is found in {p} of patients.", "{p} of patients show {f}."),
    "findings.age": (
        "{f.Cap} depends on age: {groups}.",
        "How often {f} is seen changes with age: {groups}.",
    ),
    "findings.sex": ("{f.Cap} depends on sex: {groups}.", "{f.Cap} differs between the sexes: {groups}."),
    "findings.both": (
        "{f.Cap} depends on age and sex: {groups}.",
        "Age and sex decide how often {f} is seen: {groups}.",
    ),
    "diagnosis.high": (
        "A test of {t} above its reference range confirms {d}.",
        "The test that confirms {d} is {t}, which is raised above its reference range.",
    ),
    "diagnosis.low": (
        "A test of {t} below its reference range confirms {d}.",
        "The test that confirms {d} is {t}, which is lowered below its reference range.",
    ),
    "diagnosis.hormone": (
        "{t.Cap} is {way} as well, but other diseases do the same.",
        "{t.Cap} too is {way}, which alone decides nothing.",
    ),
    "treatment.first": (
        "The first-line drug for {d} is {x}.",
        "Treatment of {d} begins with {x}, the first-line drug.",
    ),
    "treatment.second": (
        "The second-line drug for {d} is {x}, given where the first fails or is contraindicated.",
        "Where that fails or is contraindicated, {x} is the second-line drug for {d}.",
    ),
    "treatment.barred": (
        "A patient with {d} must not be given {drugs}: contraindicated.",
        "Contraindicated in {d}, so that they must not be given: {drugs}.",
    ),
    "test.range": (
        "The reference range of {t} in {who} is {range}.",
        "In {who}, {t} is normal from {range}: this is the reference range.",
    ),
    "test.high": ("A result above the range confirms {d}.", "{t.Cap} above the range points to {d}."),
    "test.low": ("A result below the range confirms {d}.", "{t.Cap} below the range points to {d}."),
    "dosing.low": ("{x.Cap} blocks the hormone {h}.", "Its action: {x} blocks the hormone {h}."),
    "dosing.high": ("{x.Cap} boosts the hormone {h}.", "Its action: {x} boosts the hormone {h}."),
    "dosing.uses": ("It is used in {diseases}.", "{x.Cap} serves to treat {diseases}."),
    "dosing.dose": (
        "One dose of {x} is {per_kg} mg/kg of body weight, given {times}.",
        "{x.Cap} is given {times}; each dose by body weight is {per_kg} mg/kg.",
    ),
    "dosing.max": (
        "A single dose of {x} never exceeds the maximum of {max} mg.",
        "The maximum single dose of {x} is {max} mg.",
    ),
    "safety.barred": (
        "{x.Cap} is contraindicated and must not be given in {diseases}.",
        "Because of a contraindication, {x} must not be given in {diseases}.",
    ),
    "safety.adverse": (
        "Adverse effects of {x} are {findings}.",
        "{x.Cap} may cause adverse effects: {findings}.",
    ),
    "safety.interaction": (
        "The combination of {x} with {other} causes {f}.",
        "{x.Cap} must not be combined with {other}, as this interaction causes {f}.",
    ),
    "step": ("Step {n}. {condition}, {action}.",),
    "when.findings": ("When a patient shows {findings}",),
    "when.test.high": ("If {t} is above {value} {unit}",),
    "when.test.low": ("If {t} is below {value} {unit}",),
    "when.comorbidity": ("If the patient also has {diseases}",),
    "when.no_response": ("If {t} is still outside its range after {n} weeks of treatment",),
    "when.adverse": ("If {f} appears under treatment",),
    "when.normal": ("Once {t} is back in its range",),
    "do.order": ("order {t}",),
    "do.start": ("start {x}",),
    "do.replace": ("replace {x} with {y}",),
    "do.stop": ("stop {x}",),
    "do.recheck": ("recheck {t} after {months} months",),
    "times": ("once a day", "twice a day", "three times a day", "four times a day"),
    "way": ("raised", "lowered"),
    "in": ("{p} of {who}",),
    "count": ("{n} {who}",),
}
