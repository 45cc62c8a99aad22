"""Citations in an answer held against a bibliography: which stand in it, and which look invented.

A citation is a DOI, a PMID, or an author with a year ("Smith et al., 2019", "Smith and Jones (2019)"). A DOI or PMID is
known where the bibliography holds it; an author with a year where an entry has that first author and that year. What is
not known is not thereby false: the bibliography may lack it, so it must hold the field that is asked about.

Source: Preceptor; the question is that of Dash and others 2023, arXiv:2304.13714.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>\]};,]+")
PMID = re.compile(r"\bPMID:?\s*(\d{4,9})\b", re.IGNORECASE)
NAME = r"[^\W\d_][\w'’-]+"
AUTHOR_YEAR = re.compile(
    rf"\b({NAME})(?:,?\s+(?:et\s+al\.?|and\s+(?:others|colleagues|{NAME})|&\s+{NAME}))?,?\s*[(\[]?((?:19|20)\d\d)[a-z]?\b[)\]]?"
)
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "in",
        "since",
        "until",
        "by",
        "of",
        "from",
        "before",
        "after",
        "during",
        "between",
        "year",
        "until",
        "around",
        "early",
        "late",
        "mid",
        "spring",
        "summer",
        "autumn",
        "winter",
        "who",
        "guideline",
        "guidelines",
    ]
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One work of the bibliography."""

    author: str
    year: int
    doi: str = ""
    pmid: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """One citation of an answer, and whether the bibliography knows it."""

    text: str
    kind: str
    known: bool


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", bare.lower())


def _doi(text: str) -> str:
    return text.lower().rstrip(".)")


def citations(text: str, bibliography: Iterable[Entry]) -> list[Citation]:
    """Find the citations of a text and look each up.

    Example:
        >>> held = [Entry(author="Wells", year=2003, doi="10.1056/NEJMoa023153")]
        >>> [one.known for one in citations("Wells et al., 2003; Miller et al., 2011", held)]
        [True, False]
    """
    entries = list(bibliography)
    dois, pmids = {_doi(one.doi) for one in entries if one.doi}, {one.pmid for one in entries if one.pmid}
    works = {
        (_plain(one.author.split(",")[0].split()[-1]), one.year) for one in entries if one.author.strip()
    }
    found = [Citation(text=m[0], kind="doi", known=_doi(m[0]) in dois) for m in DOI.finditer(text)]
    rest = DOI.sub(" ", text)
    found += [Citation(text=m[0], kind="pmid", known=m[1] in pmids) for m in PMID.finditer(rest)]
    for match in AUTHOR_YEAR.finditer(PMID.sub(" ", rest)):
        name, year = match[1], int(match[2])
        if name[0].isupper() and name.lower() not in MONTHS:
            found.append(
                Citation(text=match[0].strip(), kind="author and year", known=(_plain(name), year) in works)
            )
    return list({(one.kind, one.text): one for one in found}.values())
