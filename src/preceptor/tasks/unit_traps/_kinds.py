"""What is asked in the unit traps: a calculator, how each input is written, and what makes it impossible."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from preceptor.quantities import convert
from preceptor.records import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A measured input: words, the calculator's unit, decimals, range drawn from, another unit, and a slip.

    Attributes:
        slip: factor that a wrong unit or a lost decimal point puts on the number.
    """

    words: str
    unit: str
    digits: int
    low: float
    high: float
    other: str
    slip: float
    analyte: str = ""
    label: str = ""

    def written(self, value: float) -> str:
        """Write a value in the calculator's unit."""
        return f"{self.words} {value:.{self.digits}f} {self.label or self.unit}"

    def converted(self, value: float) -> str:
        """Write a value in the other unit, with three or more figures."""
        number = convert(value, self.unit, self.other, analyte=self.analyte)
        return f"{self.words} {figures(number)} {shown_unit(self.other)}"


def figures(number: float) -> str:
    """Write a number with at least three figures, thousands with a comma.

    Example:
        >>> figures(109.616), figures(0.4123), figures(182000.0)
        ('109.6', '0.4123', '182,000')
    """
    if abs(number) >= 10_000:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 100 else f"{number:.2f}" if abs(number) >= 1 else f"{number:.4f}"


def shown_unit(unit: str) -> str:
    """Write a unit as wards do."""
    return {
        "umol/L": "µmol/L",
        "[lb_av]": "lb",
        "[in_i]": "in",
        "/uL": "/µL",
        "10*9/L": "x 10^9/L",
        "meq/L": "mEq/L",
    }.get(unit, unit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Trap:
    """A calculator asked for by name, with its measured inputs; age and sex are stated in the opening."""

    calculator: str
    question: str
    slots: Mapping[str, Slot]
    person: tuple[str, ...] = field(default=())

    def drawn(self, rng: random.Random) -> dict[str, float]:
        """Draw a value for each measured input."""
        return {
            name: round(rng.uniform(slot.low, slot.high), slot.digits) for name, slot in self.slots.items()
        }

    def inputs(self, values: Mapping[str, float], age_years: int, sex: str) -> dict[str, Json]:
        """Return the calculator's inputs."""
        known: dict[str, Json] = {"age": age_years, "sex": sex}
        measured: dict[str, Json] = {
            name: {"value": value, "unit": self.slots[name].unit} for name, value in values.items()
        }
        return measured | {name: known[name] for name in self.person}


CREATININE = Slot(
    words="Creatinine",
    unit="mg/dL",
    digits=2,
    low=0.7,
    high=3.2,
    other="umol/L",
    slip=88.4,
    analyte="creatinine",
)
ALBUMIN = Slot(words="Albumin", unit="g/dL", digits=1, low=2.1, high=4.4, other="g/L", slip=10)
BILIRUBIN = Slot(
    words="Bilirubin",
    unit="mg/dL",
    digits=1,
    low=0.6,
    high=7.5,
    other="umol/L",
    slip=100,
    analyte="bilirubin",
)
GLUCOSE = Slot(
    words="Glucose", unit="mg/dL", digits=1, low=130, high=480, other="mmol/L", slip=100, analyte="glucose"
)
SODIUM = Slot(
    words="Sodium", unit="mmol/L", digits=1, low=121, high=149, other="meq/L", slip=0.1, analyte="sodium"
)
CHLORIDE = Slot(
    words="Chloride", unit="mmol/L", digits=1, low=95, high=112, other="meq/L", slip=0.1, analyte="chloride"
)
BICARBONATE = Slot(
    words="Bicarbonate",
    unit="mmol/L",
    digits=1,
    low=10,
    high=29,
    other="meq/L",
    slip=10,
    analyte="bicarbonate",
)
WEIGHT = Slot(words="Weight", unit="kg", digits=1, low=49, high=118, other="[lb_av]", slip=10)
HEIGHT = Slot(words="Height", unit="cm", digits=1, low=151, high=194, other="[in_i]", slip=0.01)
CALCIUM = Slot(
    words="Calcium", unit="mg/dL", digits=1, low=7.2, high=12.4, other="mmol/L", slip=10, analyte="calcium"
)
UREA = Slot(
    words="Urea nitrogen",
    unit="mg/dL",
    digits=1,
    low=9,
    high=70,
    other="mmol/L",
    slip=100,
    analyte="urea_nitrogen",
)
QT = Slot(words="QT interval", unit="ms", digits=1, low=345, high=470, other="s", slip=0.001)
RATE = Slot(words="Heart rate", unit="/min", digits=1, low=52, high=118, other="/min", slip=10)
SYSTOLIC = Slot(
    words="Systolic pressure", unit="mm[Hg]", label="mmHg", digits=1, low=88, high=184, other="kPa", slip=10
)
DIASTOLIC = Slot(
    words="Diastolic pressure", unit="mm[Hg]", label="mmHg", digits=1, low=48, high=84, other="kPa", slip=10
)
PLATELETS = Slot(
    words="Platelets", unit="10*9/L", label="x 10^9/L", digits=0, low=62, high=340, other="/uL", slip=1000
)
AST = Slot(words="AST", unit="U/L", digits=1, low=22, high=180, other="ukat/L", slip=1000)
ALT = Slot(words="ALT", unit="U/L", digits=1, low=18, high=160, other="ukat/L", slip=1000)
CHOLESTEROL = Slot(
    words="Total cholesterol",
    unit="mg/dL",
    digits=1,
    low=150,
    high=290,
    other="mmol/L",
    slip=0.01,
    analyte="cholesterol",
)
HDL = Slot(
    words="HDL cholesterol",
    unit="mg/dL",
    digits=1,
    low=32,
    high=78,
    other="mmol/L",
    slip=100,
    analyte="cholesterol",
)
TRIGLYCERIDES = Slot(
    words="Triglycerides",
    unit="mg/dL",
    digits=1,
    low=70,
    high=340,
    other="mmol/L",
    slip=100,
    analyte="triglycerides",
)

TRAPS: tuple[Trap, ...] = (
    Trap(calculator="ckd_epi_2021", question="What is the estimated GFR by the CKD-EPI 2021 creatinine equation, in mL/min/1.73 m2?",
         slots={"creatinine": CREATININE}, person=("age", "sex")),
    Trap(calculator="corrected_calcium", question="What is the calcium corrected for albumin (0.8 mg/dL for each g/dL below 4), in mg/dL?",
         slots={"calcium": CALCIUM, "albumin": ALBUMIN}),
    Trap(calculator="body_mass_index", question="What is the body mass index, in kg/m2?",
         slots={"weight": WEIGHT, "height": HEIGHT}),
    Trap(calculator="body_surface_area", question="What is the body surface area by the Mosteller formula, in m2?",
         slots={"weight": WEIGHT, "height": HEIGHT}),
    Trap(calculator="albi", question="What is the albumin-bilirubin (ALBI) score?",
         slots={"bilirubin": BILIRUBIN, "albumin": ALBUMIN}),
    Trap(calculator="serum_osmolality", question="What is the calculated serum osmolality (2 x sodium + urea nitrogen/2.8 + glucose/18), in mOsm/kg?",
         slots={"sodium": SODIUM, "urea_nitrogen": UREA, "glucose": GLUCOSE}),
    Trap(calculator="corrected_sodium", question="What is the sodium corrected for glucose (2.4 mmol/L for each 100 mg/dL above 100), in mmol/L?",
         slots={"sodium": SODIUM, "glucose": GLUCOSE}),
    Trap(calculator="ldl_friedewald", question="What is the LDL cholesterol by the Friedewald formula, in mg/dL?",
         slots={"total_cholesterol": CHOLESTEROL, "hdl_cholesterol": HDL, "triglycerides": TRIGLYCERIDES}),
    Trap(calculator="qtc_bazett", question="What is the QT interval corrected by Bazett's formula, in ms?",
         slots={"qt_interval": QT, "heart_rate": RATE}),
    Trap(calculator="mean_arterial_pressure", question="What is the mean arterial pressure, in mmHg?",
         slots={"systolic_bp": SYSTOLIC, "diastolic_bp": DIASTOLIC}),
    Trap(calculator="fib_4", question="What is the FIB-4 index?",
         slots={"ast": AST, "alt": ALT, "platelets": PLATELETS}, person=("age",)),
    Trap(calculator="albumin_corrected_anion_gap",
         question="What is the anion gap corrected for albumin (2.5 mmol/L for each g/dL below 4), in mmol/L?",
         slots={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE, "albumin": ALBUMIN}),
)  # fmt: skip
