"""What the user of `diagnose` gives, as people write it: HPO ids and names, ages at onset, sexes."""

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from preceptor.differential import Sex
from preceptor.errors import BadInput, NotFound, near
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.pipelines.phenotype_ranker import age_in_years

EARLIEST, LATEST = -1.0, 130.0  # years at onset; before birth is negative
_SEXES: dict[str, Sex] = {
    **dict.fromkeys(("female", "f", "woman", "girl", "1"), "female"),
    **dict.fromkeys(("male", "m", "man", "boy", "2"), "male"),
    **dict.fromkeys(("", "unknown", "u", "unknown_sex", "other", "other_sex", "0", "3"), "unknown"),
}  # the digits are those of the phenopacket schema
_CODE = re.compile(r"(?:\b(?:https?://\S+/)?HP\s*[:_]?\s*|(?<![\w.:]))(\d{7})(?!\d)", re.IGNORECASE)
_PART = re.compile(
    r"(\d+(?:\.\d+)?)\s*(years?|yrs?|y|months?|mos?|m|weeks?|wks?|w|days?|d)\b\.?(?: old)?", re.IGNORECASE
)
_YEARS = {"y": 1.0, "m": 1 / 12, "w": 1 / 52.18, "d": 1 / 365.25}
_BIRTH = ("birth", "at birth", "newborn", "congenital")


class Terms(NamedTuple):
    """Ids that the release knows, in order and each once, and what was mapped or could not be used, in words."""

    codes: list[str]
    notes: list[str]


def sex_of(written: str, where: str = "--sex") -> Sex:
    """Read a sex.

    Raises:
        BadInput: it is none.

    Example:
        >>> sex_of("F"), sex_of("MALE"), sex_of("UNKNOWN_SEX")
        ('female', 'male', 'unknown')
    """
    found = _SEXES.get(written.strip().lower())
    if found is None:
        raise BadInput(f"{where} {written!r} is no sex; write female, male or unknown (f and m will do)")
    return found


def onset_years(written: str, where: str = "--age") -> float:
    """Read an age at onset in years.

    Raises:
        BadInput: it is no age, or none that a person can have.

    Example:
        >>> onset_years("3"), onset_years("3y 6m"), onset_years("P3Y6M"), onset_years("at birth")
        (3.0, 3.5, 3.5, 0.0)
    """
    years = _years(written.strip())
    if years is None:
        raise BadInput(
            f"{where} {written!r} is no age at onset; write years (3 or 0.5), 3y, 18m, 6w, 10d, P3Y6M, birth, "
            f"or an HPO onset (HP:0003593, 'Infantile onset')"
        )
    if not EARLIEST <= years <= LATEST:
        raise BadInput(
            f"{where} {written!r}: an age at onset lies between {EARLIEST:g} (years before birth) and {LATEST:g}"
        )
    return years


def _years(written: str) -> float | None:
    if written.lower() in _BIRTH:
        return 0.0
    if _PART.sub("", written).strip(" ,") == "" and written:
        return sum(float(number) * _YEARS[unit[0].lower()] for number, unit in _PART.findall(written))
    try:
        return found if math.isfinite(found := float(written)) else None
    except ValueError:
        pass
    if written[:1].upper() == "P" and (found := age_in_years(written.upper())) is not None:
        return found
    return _onset_class(written)


def _onset_class(written: str) -> float | None:
    if _CODE.fullmatch(written):
        return age_in_years(f"HP:{_CODE.findall(written)[0]}")
    for name in (written, f"{written} onset"):
        if (number := hpo().by_name.get(name.lower())) is not None:
            return age_in_years(hpo().ids[number])
    return None


def terms(written: str) -> Terms:
    """Read HPO ids and names, separated by commas, semicolons or (ids only) spaces."""
    release, found, notes = hpo(), list[str](), list[str]()
    for part in re.split(r"[;\n]", written):
        if _CODE.search(part) and not _CODE.sub("", part).strip(" ,"):
            found += [f"HP:{digits}" for digits in _CODE.findall(part)]
        else:
            names, said = _named(release, [piece.strip() for piece in part.split(",") if piece.strip()])
            found += names
            notes += said
    known = resolved(found)
    return Terms(known.codes, notes + known.notes)


def _named(release: Hpo, pieces: list[str]) -> Terms:
    """Read pieces between commas, each an id or a name; a name may itself hold commas, so the longest is tried first."""
    found, notes = list[str](), list[str]()
    while pieces:
        for size in range(len(pieces), 0, -1):
            name = ", ".join(pieces[:size])
            if (number := release.by_name.get(" ".join(name.lower().split()))) is not None:
                found.append(release.ids[number])
                notes.append(f"{name!r} read as {release.ids[number]} {release.names[number]}")
                break
        else:
            size, rest = 1, _CODE.sub("", pieces[0]).strip()
            found += [f"HP:{digits}" for digits in _CODE.findall(pieces[0])] if not rest else []
            notes += [f"not used: {_unknown(release, pieces[0])}"] if rest else []
        pieces = pieces[size:]
    return Terms(found, notes)


def _unknown(release: Hpo, name: str) -> str:
    return f"no HPO term is called {name!r}{near(name, release.by_name)}; an id looks like HP:0001250"


def resolved(codes: Iterable[str]) -> Terms:
    """Map alternative and obsolete ids to those in use; what cannot be mapped is noted and left out."""
    release, found, notes = hpo(), dict[str, None](), list[str]()
    for code in codes:
        try:
            term = release.resolve(code)
        except (NotFound, BadInput) as error:
            notes.append(f"not used: {error}")
            continue
        found[term.id] = None
        notes += [term.note] if term.note else []
    return Terms(list(found), list(dict.fromkeys(notes)))
