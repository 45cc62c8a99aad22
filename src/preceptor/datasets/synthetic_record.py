"""A hospital record of made-up patients in SQLite, from a seed: the same on every machine, standing for nobody.

Tables: patients, stays, vitals, labs, conditions, medications. It holds what makes reading a record hard: several
stays and several values of everything, laboratory values in two unit systems, conditions that are ruled out or of
the family, drugs that were stopped.
"""

import random
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

SCHEMA = """
CREATE TABLE patients (patient_id TEXT PRIMARY KEY, birth_date TEXT, sex TEXT);
CREATE TABLE stays (stay_id INTEGER PRIMARY KEY, patient_id TEXT, admitted_at TEXT, discharged_at TEXT, ward TEXT);
CREATE TABLE vitals (stay_id INTEGER, patient_id TEXT, taken_at TEXT, name TEXT, value REAL, unit TEXT);
CREATE TABLE labs (stay_id INTEGER, patient_id TEXT, taken_at TEXT, name TEXT, value REAL, unit TEXT);
CREATE TABLE conditions (patient_id TEXT, recorded_on TEXT, name TEXT, status TEXT);
CREATE TABLE medications (patient_id TEXT, drug TEXT, started_on TEXT, stopped_on TEXT);
"""
WARDS = ("cardiology", "nephrology", "intensive care", "gastroenterology", "internal medicine")
CONDITIONS = (
    "atrial fibrillation", "heart failure", "hypertension", "diabetes mellitus", "ischaemic stroke",
    "myocardial infarction", "peripheral artery disease", "cirrhosis", "chronic kidney disease", "major bleeding",
    "alcohol dependence", "chronic obstructive pulmonary disease", "dialysis", "confusion",
)  # fmt: skip
STATUS = ("active", "active", "active", "ruled out", "family history")
DRUGS = ("aspirin", "apixaban", "ibuprofen", "bisoprolol", "furosemide", "metformin", "insulin", "ramipril")
FIRST_DAY = date(2030, 1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A quantity of the record: its unit, decimals, the range it is drawn from, another unit and its factor."""

    name: str
    unit: str
    digits: int
    low: float
    high: float
    other_unit: str = ""
    factor: float = 1.0


VITALS = (
    Quantity(name="heart rate", unit="/min", digits=0, low=48, high=128),
    Quantity(name="systolic blood pressure", unit="mmHg", digits=0, low=84, high=182),
    Quantity(name="diastolic blood pressure", unit="mmHg", digits=0, low=46, high=82),
    Quantity(name="respiratory rate", unit="/min", digits=0, low=11, high=34),
    Quantity(name="temperature", unit="Cel", digits=1, low=35.6, high=39.8),
    Quantity(name="weight", unit="kg", digits=1, low=48, high=112),
    Quantity(name="height", unit="cm", digits=0, low=152, high=192),
    Quantity(name="QT interval", unit="ms", digits=0, low=340, high=470),
)
LABS = (
    Quantity(name="creatinine", unit="mg/dL", digits=2, low=0.6, high=3.4, other_unit="umol/L", factor=88.42),
    Quantity(name="urea nitrogen", unit="mg/dL", digits=0, low=8, high=64, other_unit="mmol/L", factor=0.357),
    Quantity(name="sodium", unit="mmol/L", digits=0, low=122, high=150),
    Quantity(name="potassium", unit="mmol/L", digits=1, low=3.0, high=5.8),
    Quantity(name="chloride", unit="mmol/L", digits=0, low=94, high=112),
    Quantity(name="bicarbonate", unit="mmol/L", digits=0, low=12, high=30),
    Quantity(name="albumin", unit="g/dL", digits=1, low=2.2, high=4.6, other_unit="g/L", factor=10),
    Quantity(name="bilirubin", unit="mg/dL", digits=1, low=0.4, high=6.2, other_unit="umol/L", factor=17.1),
    Quantity(name="INR", unit="1", digits=1, low=0.9, high=3.2),
    Quantity(name="glucose", unit="mg/dL", digits=0, low=74, high=390, other_unit="mmol/L", factor=0.0555),
    Quantity(name="AST", unit="U/L", digits=0, low=14, high=190),
    Quantity(name="ALT", unit="U/L", digits=0, low=10, high=160),
    Quantity(name="platelets", unit="10*9/L", digits=0, low=58, high=410),
    Quantity(name="leukocytes", unit="10*9/L", digits=1, low=2.4, high=21.0),
    Quantity(name="haemoglobin", unit="g/dL", digits=1, low=7.0, high=16.0, other_unit="g/L", factor=10),
    Quantity(name="calcium", unit="mg/dL", digits=1, low=7.4, high=12.0, other_unit="mmol/L", factor=0.2495),
    Quantity(name="urine sodium", unit="mmol/L", digits=0, low=8, high=120),
    Quantity(name="urine creatinine", unit="mg/dL", digits=0, low=24, high=180),
    Quantity(name="total cholesterol", unit="mg/dL", digits=0, low=118, high=290),
    Quantity(name="HDL cholesterol", unit="mg/dL", digits=0, low=28, high=84),
    Quantity(name="triglycerides", unit="mg/dL", digits=0, low=60, high=340),
)
STEADY = {"height"}  # one value for a patient
DRIFT = 0.12  # of the range, between two values of a stay


def _values(rng: random.Random, quantity: Quantity, count: int, level: float) -> list[tuple[float, str]]:
    """Draw values around a level; in one of five stays the laboratory reports in the other unit system."""
    width = quantity.high - quantity.low
    other = bool(quantity.other_unit) and rng.random() < 0.2
    found = []
    for _ in range(count):
        level = min(max(level + rng.gauss(0, DRIFT) * width, quantity.low), quantity.high)
        value = round(quantity.low if quantity.name in STEADY else level, quantity.digits)
        found.append(
            (round(value * quantity.factor, 2), quantity.other_unit) if other else (value, quantity.unit)
        )
    return found


def _stay(
    connection: sqlite3.Connection,
    rng: random.Random,
    patient: str,
    stay: int,
    begin: datetime,
    height: float,
) -> None:
    days = rng.randint(2, 6)
    end = begin + timedelta(days=days, hours=rng.randint(1, 8))
    connection.execute(
        "INSERT INTO stays VALUES (?, ?, ?, ?, ?)",
        (stay, patient, _time(begin), _time(end), rng.choice(WARDS)),
    )
    for table, quantities in (("vitals", VITALS), ("labs", LABS)):
        for quantity in quantities:
            count = 1 if quantity.name in STEADY else rng.randint(2, 4)
            values = _values(rng, quantity, count, rng.uniform(quantity.low, quantity.high))
            if quantity.name in STEADY:
                values = [(height, quantity.unit)]
            hours = sorted(rng.sample(range(1, days * 24), len(values)))
            connection.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (stay, patient, _time(begin + timedelta(hours=hour)), quantity.name, value, unit)
                    for hour, (value, unit) in zip(hours, values, strict=True)
                ],
            )


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _history(connection: sqlite3.Connection, rng: random.Random, patient: str) -> None:
    for name in CONDITIONS:
        if rng.random() < 0.5:
            day = FIRST_DAY - timedelta(days=rng.randint(30, 4000))
            connection.execute(
                "INSERT INTO conditions VALUES (?, ?, ?, ?)",
                (patient, day.isoformat(), name, rng.choice(STATUS)),
            )
    for drug in DRUGS:
        if rng.random() < 0.45:
            day = FIRST_DAY - timedelta(days=rng.randint(10, 2000))
            stopped = (day + timedelta(days=rng.randint(5, 9))).isoformat() if rng.random() < 0.35 else None
            connection.execute(
                "INSERT INTO medications VALUES (?, ?, ?, ?)", (patient, drug, day.isoformat(), stopped)
            )


def _fill(connection: sqlite3.Connection, seed: int, patients: int) -> None:
    connection.executescript(SCHEMA)
    stay = 0
    for number in range(patients):
        rng = random.Random(f"record/{seed}/{number}")
        patient = f"P{number + 1:03d}"
        born = FIRST_DAY - timedelta(days=rng.randint(int(24 * 365.25), int(88 * 365.25)))
        height = float(rng.randint(152, 192))
        connection.execute(
            "INSERT INTO patients VALUES (?, ?, ?)",
            (patient, born.isoformat(), rng.choice(("female", "male"))),
        )
        _history(connection, rng, patient)
        begin = datetime.combine(FIRST_DAY, datetime.min.time()) + timedelta(days=rng.randint(0, 90), hours=8)
        for _ in range(rng.randint(1, 3)):
            stay += 1
            _stay(connection, rng, patient, stay, begin, height)
            begin += timedelta(days=rng.randint(40, 120), hours=rng.randint(0, 9))
    connection.execute("CREATE INDEX by_patient ON labs (patient_id, name)")
    connection.commit()


@cache
def packed(seed: int, patients: int) -> bytes:
    """Return the record as the bytes of a SQLite file."""
    connection = sqlite3.connect(":memory:")
    _fill(connection, seed, patients)
    content = connection.serialize()
    connection.close()
    return content


def record(seed: int = 11, patients: int = 40) -> sqlite3.Connection:
    """Return a fresh record in memory that may be written to."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.deserialize(packed(seed, patients))
    return connection
