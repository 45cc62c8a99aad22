"""What a simulated patient is: the truth about them, what is said of it, and the text that says it."""

from dataclasses import dataclass
from typing import Literal

from preceptor.records import Span

Sex = Literal["female", "male"]
Kind = Literal["finding", "imprecise", "unrelated", "denied", "wrong_negative", "family", "uncertain"]
Voice = Literal["letter", "gp_note", "own_words", "discharge", "dialogue", "referral"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing that is said about a patient.

    Attributes:
        code: the HPO term that is said.
        assertion: present, absent, family or uncertain.
        kind: how it came about; `wrong_negative` is denied although the patient has it.
        meant: the patient's own finding behind it, of which `code` is an ancestor or itself; "" for none.
        severity: mild, moderate or severe where said, else "".
        onset: age when it began as ISO 8601 duration where said, else "".
    """

    code: str
    assertion: Literal["present", "absent", "family", "uncertain"]
    kind: Kind
    meant: str = ""
    severity: str = ""
    onset: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RarePatient:
    """A patient drawn from a disease's annotations.

    Attributes:
        id: `rare-SEED-NUMBER`; the same id is the same patient for one HPO release.
        findings: all HPO terms that the patient has by the disease, said or not.
        unrelated: everyday findings that have nothing to do with it.
        onset: HPO term of the age of onset, None where the disease has none annotated.
        onset_years: age of onset in years; None with `onset`.
        statements: what is said, in order.
    """

    id: str
    disease: str
    disease_name: str
    sex: Sex
    age_years: float
    onset: str | None
    onset_years: float | None
    findings: tuple[str, ...]
    unrelated: tuple[str, ...]
    statements: tuple[Statement, ...]

    def said(self, assertion: str) -> tuple[str, ...]:
        """Return the codes that are said with an assertion, in order."""
        return tuple(one.code for one in self.statements if one.assertion == assertion)


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrative:
    """A text about a patient and its exact truth.

    Attributes:
        spans: what is said where, `text[start:end] == span.text`, in order; code, assertion, and the age of
            onset in `time`.
        statements: behind each span, in the same order.
    """

    patient: RarePatient
    voice: Voice
    text: str
    spans: tuple[Span, ...]
    statements: tuple[Statement, ...]
