"""What `diagnose` found, as one document, and that document in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from preceptor.differential import Question, Ranking
from preceptor.knowledge.hpo import hpo
from preceptor.records import Json

NONE_OF_THESE = (
    "whether it is none of these cannot be told from findings yet"  # docs/differential.md: AUC 0.57
)
NO_DIAGNOSIS = "a search over annotations, no diagnosis"
NOT_USED = {"family": "a relative's, not used", "uncertain": "only suspected, not used"}
SAID_AS = {"observed": "present", "excluded": "absent"}
SHOWN = (("supports", 3), ("unexplained", 2), ("missing", 1), ("contradicts", 3))  # reasons in words
Row = Mapping[str, Json]


def _finding(code: str, said: str, patient: Row) -> Json:
    """Name a finding, with the words in which it was read."""
    number = hpo().by_id.get(code)
    read = cast("Sequence[Mapping[str, str]]", patient.get("findings") or ())
    quote = next((one["text"] for one in read if one["code"] == code and one["assertion"] == said), "")
    return {
        "id": code,
        "name": hpo().names[number] if number is not None else code,
        "words": " ".join(quote.split()),
    }


def _used(patient: Row, ranking: Ranking) -> Json:
    """What the ranking rests on; an excluded finding that clashes is not among it."""
    ids = ranking.set_of.term_ids
    kept = {ids[number] for number in ranking.excluded}
    observed, excluded = (cast("Sequence[str]", patient[key]) for key in ("observed", "excluded"))
    return {
        "observed": [_finding(code, "present", patient) for code in observed],
        "excluded": [_finding(code, "absent", patient) for code in excluded if code in kept],
    }


def document(patient: Row, ranking: Ranking, asked: Sequence[Question], k: int) -> dict[str, Json]:
    """Return everything that was read and found."""
    names = {one.id: one.name for one in ranking.diseases}
    return {
        "patient": {key: value for key, value in patient.items() if key not in ("packet", "packet_onset", "features", "notes")},
        "used": _used(patient, ranking),
        "diseases": [
            {
                "id": one.id, "name": one.name, "codes": list(one.members), "probability": round(one.probability, 4),
                "in_90_set": one.in_set, "reasons": [reason.text for reason in one.reasons],
            }
            for one in ranking.diseases[:k]
        ],
        "set_90": sum(one.in_set for one in ranking.diseases),
        "none_of_these": round(ranking.none, 4),
        "none_in_90_set": ranking.none_in_set,
        "none_of_these_note": NONE_OF_THESE,
        "next_questions": [
            {
                "term": one.term, "name": one.name, "bits": round(one.bits, 3), "yes": round(one.yes, 3),
                "after_yes": names.get(one.after_yes, one.after_yes), "after_no": names.get(one.after_no, one.after_no),
            }
            for one in asked
        ],
        "notes": patient["notes"],
        "releases": ranking.set_of.release,
    }  # fmt: skip


def _age(years: float) -> str:
    if years < 0:
        return "before birth"
    return f"{years:.3g} years" if years >= 1 or years == 0 else f"{years * 12:.2g} months"


def person(patient: Row) -> str:
    """Say sex, age and age at onset, as far as they are known."""
    parts = [] if patient["sex"] == "unknown" else [str(patient["sex"])]
    for key, title in (("age_years", "age"), ("onset_years", "onset")):
        years = patient.get(key)
        if isinstance(years, int | float):
            parts.append(f"{title} {_age(float(years))}")
    return ", ".join(parts)


def _listed(findings: Json) -> str:
    named = cast("Sequence[Mapping[str, str]]", findings)
    quoted = [f' "{one["words"]}"' if one["words"] else "" for one in named]
    return "; ".join(f"{one['name']} ({one['id']}){said}" for one, said in zip(named, quoted, strict=True))


def _head(found: Row) -> Iterator[str]:
    patient, used = cast(Row, found["patient"]), cast(Row, found["used"])
    if who := person(patient):
        yield f"patient   {who}"
    for key in SAID_AS:
        if used[key]:
            yield f"{key}  {_listed(used[key])}"
    read = cast("Sequence[Mapping[str, str]]", patient.get("findings") or ())
    for said, why in NOT_USED.items():
        if codes := list(dict.fromkeys(one["code"] for one in read if one["assertion"] == said)):
            yield f"{said:9} {_listed([_finding(code, said, patient) for code in codes])}: {why}"
    for note in cast("Sequence[str]", found["notes"]):
        yield f"note      {note}"


def told(reasons: Sequence[str]) -> list[str]:
    """Choose the reasons that are worth a line: of each kind some, contradictions never left out for support."""
    kinds = {kind: [one for one in reasons if one.startswith(f"{kind}:")] for kind, _ in SHOWN}
    kinds["unexplained"].reverse()  # the worst first
    chosen = [one for kind, most in SHOWN for one in kinds[kind][:most]]
    left = len(reasons) - len(chosen)
    return [*chosen, f"and {left} more reasons (--json, --out)"] if left else chosen


def words(found: Row) -> str:
    """Write a document for a terminal."""
    lines = [*_head(found), ""]
    for place, one in enumerate(cast("Sequence[Row]", found["diseases"]), 1):
        codes = ", ".join((str(one["id"]), *cast("Sequence[str]", one["codes"])[:2]))
        lines.append(
            f"{place:>3}{'*' if one['in_90_set'] else ' '} {one['probability']:>6.1%}  {one['name']}  ({codes})"
        )
        lines += [f"            {text}" for text in told(cast("Sequence[str]", one["reasons"]))]
    lines += ["", f"the 90 % set (*) holds {found['set_90']}; {NONE_OF_THESE}"]
    asked = cast("Sequence[Row]", found["next_questions"])
    lines += [
        f"ask next  {one['name']} ({one['term']}), {one['bits']:.2f} bits: if yes {one['after_yes']}, if no {one['after_no']}"
        for one in asked
    ]
    lines += ["answer    the same command with --hpo ID for yes, --excluded ID for no"] if asked else []
    return "\n".join([*lines, "", f"{found['releases']}; {NO_DIAGNOSIS}"])
