"""Pitt bacteraemia score: how ill a patient with a bloodstream infection is, 0 to 14.

In: temperature, low pressure, ventilation, cardiac arrest, mental status; the worst within two days of the culture.
Out: points.

Source: Paterson et al. 2004, Ann Intern Med 140:26-32.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no
from preceptor.calculators._inputs import TEMPERATURE

PATERSON = Reference(
    citation="Paterson DL, Ko WC, Von Gottberg A, et al. Ann Intern Med 2004;140:26-32",
    doi="10.7326/0003-4819-140-1-200401060-00008",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="Pitt bacteraemia score",
    specialties=("infectious disease", "intensive care"),
    inputs={
        "temperature": TEMPERATURE.scored(2, ">35.0", 1, ">36.0", 0, ">=39.0", 1, ">=40.0", 2),
        "hypotension": yes_no("fall of pressure, vasopressors, or systolic under 90 mmHg", 2),
        "mechanical_ventilation": yes_no("mechanical ventilation", 2),
        "cardiac_arrest": yes_no("cardiac arrest", 4),
        "mental_status": choice(
            "mental status", {"alert": 0, "disoriented": 1, "stuporous": 2, "comatose": 4}
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people with a bloodstream infection"),
    bands=(
        Band(0, "low", "below 4", PATERSON),
        Band(4, "high", "4 or more: critically ill, raised mortality", PATERSON),
    ),
    references=(PATERSON,),
    examples=(
        Example(
            inputs={
                "temperature": 40,
                "hypotension": True,
                "mechanical_ventilation": True,
                "cardiac_arrest": True,
                "mental_status": "comatose",
            },
            value=14,
            derived="2 + 2 + 2 + 4 + 4",
        ),
        Example(
            inputs={
                "temperature": 37,
                "hypotension": False,
                "mechanical_ventilation": False,
                "cardiac_arrest": False,
                "mental_status": "alert",
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "temperature": 39,
                "hypotension": True,
                "mechanical_ventilation": False,
                "cardiac_arrest": False,
                "mental_status": "disoriented",
            },
            value=4,
            derived="1 + 2 + 1",
        ),
        Example(
            inputs={
                "temperature": 35,
                "hypotension": False,
                "mechanical_ventilation": False,
                "cardiac_arrest": False,
                "mental_status": "alert",
            },
            value=2,
            derived="35.0 or less: 2",
        ),
    ),
)
