"""Names of diseases -> Mondo: those of Mondo, of the mapped catalogues and of the disease annotations, and common short forms."""

import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from preceptor.errors import NotFound
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.knowledge.mondo import Mondo, normal_code
from preceptor.scoring._diagnosis_words import key_of
from preceptor.scoring._disease_codes import mondo_here

# Short forms and other names in clinical use that the mapped catalogues do not hold.
ALSO = {
    "aaa": "abdominal aortic aneurysm", "adhd": "attention deficit hyperactivity disorder", "afib": "atrial fibrillation",
    "aki": "acute kidney injury", "all": "acute lymphoblastic leukemia", "als": "amyotrophic lateral sclerosis",
    "aml": "acute myeloid leukemia", "ards": "acute respiratory distress syndrome", "asd": "autism spectrum disorder",
    "bcc": "basal cell carcinoma", "bph": "benign prostatic hyperplasia", "bppv": "benign paroxysmal positional vertigo",
    "cap": "community acquired pneumonia", "chf": "congestive heart failure", "ckd": "chronic kidney disease",
    "cll": "chronic lymphocytic leukemia", "cml": "chronic myeloid leukemia", "cjd": "creutzfeldt jakob disease",
    "copd": "chronic obstructive pulmonary disease", "csd": "cat scratch disease", "cvid": "common variable immunodeficiency",
    "dic": "disseminated intravascular coagulation", "dka": "diabetic ketoacidosis", "dmd": "duchenne muscular dystrophy",
    "dvt": "deep vein thrombosis", "eds": "ehlers danlos syndrome", "egpa": "eosinophilic granulomatosis with polyangiitis",
    "gad": "generalized anxiety disorder", "gbs": "guillain barre syndrome", "gca": "giant cell arteritis",
    "gerd": "gastroesophageal reflux disease", "gist": "gastrointestinal stromal tumor",
    "gpa": "granulomatosis with polyangiitis", "hcc": "hepatocellular carcinoma",
    "hcm": "hypertrophic cardiomyopathy", "hhs": "hyperosmolar hyperglycemic state", "hhv": "human herpesvirus infection",
    "hlh": "hemophagocytic lymphohistiocytosis", "hsp": "iga vasculitis", "henoch schonlein purpura": "iga vasculitis",
    "hus": "hemolytic uremic syndrome", "ibd": "inflammatory bowel disease", "ibs": "irritable bowel syndrome",
    "itp": "immune thrombocytopenic purpura", "mdd": "major depressive disorder", "mi": "myocardial infarction",
    "heart attack": "myocardial infarction", "mm": "multiple myeloma", "ms": "multiple sclerosis",
    "nec": "necrotizing enterocolitis", "nf1": "neurofibromatosis type 1", "nf2": "neurofibromatosis type 2",
    "nms": "neuroleptic malignant syndrome", "nph": "normal pressure hydrocephalus", "ocd": "obsessive compulsive disorder",
    "osa": "obstructive sleep apnea", "pad": "peripheral arterial disease", "pcos": "polycystic ovary syndrome",
    "pe": "pulmonary embolism", "pid": "pelvic inflammatory disease", "pml": "progressive multifocal leukoencephalopathy",
    "pnh": "paroxysmal nocturnal hemoglobinuria", "ptsd": "post traumatic stress disorder", "ra": "rheumatoid arthritis",
    "rcc": "renal cell carcinoma", "rsv": "respiratory syncytial virus infection", "scc": "squamous cell carcinoma",
    "scid": "severe combined immunodeficiency", "siadh": "syndrome of inappropriate antidiuretic hormone secretion",
    "sle": "systemic lupus erythematosus", "sma": "spinal muscular atrophy", "tb": "tuberculosis",
    "tia": "transient ischemic attack", "ttp": "thrombotic thrombocytopenic purpura", "uti": "urinary tract infection",
    "wpw": "wolff parkinson white syndrome", "mononucleosis": "infectious mononucleosis", "lou gehrig disease":
    "amyotrophic lateral sclerosis", "blunt cardiac injury": "myocardial contusion", "cardiac contusion":
    "myocardial contusion", "wegener granulomatosis": "granulomatosis with polyangiitis", "reiter syndrome":
    "reactive arthritis", "pseudotumor cerebri": "idiopathic intracranial hypertension", "pcp": "pneumocystis pneumonia",
    "boil": "furuncle", "shingles": "herpes zoster", "chickenpox": "varicella", "whooping cough": "pertussis",
    "lockjaw": "tetanus", "piles": "hemorrhoids", "glandular fever": "infectious mononucleosis", "stroke": "stroke disorder",
    "cerebrovascular accident": "stroke disorder", "zona": "herpes zoster", "german measles": "rubella",
}  # fmt: skip
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_LED = re.compile(
    r"^(?:formerly(?: known as)?|previously|specifically|also|or|most likely|likely)\s+(?:an?\s+)?",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\s+(?:due to|secondary to|caused by|because of|associated with|related to|complicated by|complicating|following|"
    r"resulting from|from|with|in the setting of|induced by|after)\s+",
    re.IGNORECASE,
)


def variants(name: str) -> list[str]:
    """Return a name, the name without its brackets, what stands in them, and both sides of an equals sign or "i.e."."""
    bare = _BRACKETS.sub(" ", name).strip(" ,")
    inner = [one for part in _BRACKETS.findall(name) for one in (part, *part.split(",")) if len(one) > 1]
    found = [name, bare, *inner]
    found += [
        part
        for one in found
        for part in re.split(r"\s*(?:=|\bi\.e\.|\balso known as\b|\baka\b|\bcalled\b)\s*", one)
    ]
    return [one for one in dict.fromkeys(_LED.sub("", one.strip(" ,.")) for one in found) if one]


def head_of(name: str) -> str:
    """Return a name up to its cause, complication or setting: "ulcer due to venous insufficiency" -> "ulcer"."""
    return _CAUSE.split(_BRACKETS.sub(" ", name), maxsplit=1)[0].strip(" ,")


def tail_of(name: str) -> str:
    """Return what stands behind the first cause, complication or setting; "" where there is none."""
    parts = _CAUSE.split(_BRACKETS.sub(" ", name), maxsplit=1)
    return parts[1].strip(" ,") if len(parts) > 1 else ""


def _first_names(release: Mondo) -> Iterator[tuple[str, int]]:
    yield from ((name, number) for number, name in enumerate(release.names) if number not in release.obsolete)


def _other_names(release: Mondo, annotated: Hpo | None) -> Iterator[tuple[str, int]]:
    for number, names in enumerate(release.other_names):
        yield from ((name, number) for name in names)
    if annotated is not None:
        for code, name in zip(annotated.disease_ids, annotated.disease_names, strict=True):
            for number in release.by_code.get(normal_code(code), ())[:1]:
                yield name, number


def _by_key(named: Iterable[tuple[str, int]]) -> dict[frozenset[str], tuple[int, ...]]:
    found: dict[frozenset[str], dict[int, None]] = {}
    for name, number in named:
        for one in (name, _BRACKETS.sub(" ", name)):
            found.setdefault(key_of(one), {})[number] = None
    return {key: tuple(numbers) for key, numbers in found.items() if key}


@lru_cache(maxsize=2)
def _index(release: Mondo, annotated: Hpo | None) -> dict[frozenset[str], tuple[int, ...]]:
    """Key -> diseases; where a name is one disease's first name, it is nobody's other name."""
    return {**_by_key(_other_names(release, annotated)), **_by_key(_first_names(release))}


@lru_cache(maxsize=4)
def _annotated(folders: str) -> Hpo | None:
    try:
        return hpo()
    except NotFound:
        return None


def key_in_use(name: str) -> frozenset[str]:
    """Return a name's key, a short form spelled out first."""
    key = key_of(name)
    plain = " ".join(sorted(key))
    return _short_forms().get(plain, key)


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, frozenset[str]]:
    return {" ".join(sorted(key_of(short))): key_of(long) for short, long in ALSO.items()}


def grounded(name: str) -> frozenset[int]:
    """Return the Mondo diseases of exactly that name; none where Mondo is not at hand or has no such name."""
    try:
        index = _index(mondo_here(), _annotated(os.environ.get("PRECEPTOR_DATA", "")))
    except NotFound:
        return frozenset()
    for one in variants(name):
        if found := index.get(key_in_use(one)):
            return frozenset(found[:3])
    return frozenset()
