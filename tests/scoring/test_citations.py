"""Invented citations: planted fakes are flagged, real ones and mere dates are not."""

import random

from preceptor.scoring.citations import Entry, citations

NAMES = [
    "Wells",
    "Ødegård",
    "García-López",
    "Kim",
    "O'Brien",
    "van Dijk",
    "Müller",
    "Nakamura",
    "Singh",
    "Baker",
]
HELD = [
    Entry(author=name, year=1990 + 3 * n, doi=f"10.1000/held.{n}", pmid=str(1000000 + n))
    for n, name in enumerate(NAMES)
]
FORMS = ("{} et al., {}", "{} and colleagues ({})", "({} & Lee, {})", "{} and Ito {}", "as {} ({}) showed")


def test_planted_fakes_are_flagged_and_real_ones_kept() -> None:
    draw = random.Random(1)
    flagged = planted = wrong = real = 0
    for _ in range(60):
        entry, form = draw.choice(HELD), draw.choice(FORMS)
        last = entry.author.split()[-1]
        fake_doi, fake_pmid = f"10.1000/made.{draw.randint(1, 999)}", str(draw.randint(2000000, 3000000))
        text = (
            f"Shown before: {form.format(last, entry.year)}. Also {form.format(draw.choice(['Fakeson', last]), 2099)}; "
            f"doi:{entry.doi}, https://doi.org/{fake_doi}. PMID {entry.pmid}, PMID: {fake_pmid}."
        )
        for one in citations(text, HELD):
            fake = "2099" in one.text or "made" in one.text or fake_pmid in one.text
            planted, flagged = planted + fake, flagged + (fake and not one.known)
            real, wrong = real + (not fake), wrong + (not fake and not one.known)
    assert planted >= 60 * 3 * 0.95
    assert flagged / (60 * 3) >= 0.95
    assert wrong == 0
    assert real >= 60 * 3 * 0.95


def test_dates_and_doses_are_no_citations() -> None:
    text = "Since March 2019 the dose is 2000 mg; in 2021 guidelines changed. Until January 2020 no drug was known."
    assert citations(text, HELD) == []
    assert citations("", HELD) == []
