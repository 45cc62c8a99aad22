"""The mass-molar table: one row an analyte, molar masses summed from the standard atomic weights.

Source: Prohaska et al. 2022, Standard atomic weights of the elements 2021, Pure Appl Chem 94:573,
    doi:10.1515/pac-2019-0603 (abridged values); the formula of each compound as drawn in PubChem.
"""

import re
from dataclasses import dataclass

ATOMIC_WEIGHTS = {  # abridged standard atomic weights, g/mol
    "H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "Na": 22.990, "Mg": 24.305, "P": 30.974, "S": 32.06,
    "Cl": 35.45, "K": 39.098, "Ca": 40.078, "Fe": 55.845, "Li": 6.94, "Co": 58.933, "I": 126.90, "F": 18.998,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Analyte:
    """What is weighed: grams per mole, charges per mole, and pmol per IU where a standard fixes it."""

    molar_mass: float
    charges: int = 0
    moles_per_iu: float = 0.0


def molar_mass(formula: str) -> float:
    """Return g/mol of a formula without brackets.

    Example:
        >>> round(molar_mass("C6H12O6"), 2)
        180.16
    """
    return sum(
        ATOMIC_WEIGHTS[atom] * int(count or 1) for atom, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    )


FORMULAS = {  # analyte: (what is counted, charges per mole)
    "creatinine": ("C4H7N3O", 0), "glucose": ("C6H12O6", 0), "bilirubin": ("C33H36N4O6", 0), "urea": ("CH4N2O", 0),
    "urea_nitrogen": ("N2", 0),  # BUN weighs the two nitrogens of each urea molecule
    "urate": ("C5H4N4O3", 0), "calcium": ("Ca", 2), "magnesium": ("Mg", 2), "phosphate": ("P", 0),  # weighed as phosphorus
    "sodium": ("Na", 1), "potassium": ("K", 1), "chloride": ("Cl", 1), "bicarbonate": ("CHO3", 1), "lithium": ("Li", 1),
    "cholesterol": ("C27H46O", 0), "triglycerides": ("C57H104O6", 0),  # as triolein, the laboratories' convention
    "lactate": ("C3H6O3", 1), "ammonia": ("NH3", 1), "iron": ("Fe", 0), "cortisol": ("C21H30O5", 0),
    "vitamin_d": ("C27H44O2", 0), "vitamin_b12": ("C63H88CoN14O14P", 0), "folate": ("C19H19N7O6", 0),
    "homocysteine": ("C4H9NO2S", 0), "ethanol": ("C2H6O", 0), "methanol": ("CH4O", 0), "isopropanol": ("C3H8O", 0),
    "ethylene_glycol": ("C2H6O2", 0), "acetone": ("C3H6O", 0), "mannitol": ("C6H14O6", 0),
    "paracetamol": ("C8H9NO2", 0), "salicylate": ("C7H6O3", 0), "digoxin": ("C41H64O14", 0),
    "theophylline": ("C7H8N4O2", 0), "phenytoin": ("C15H12N2O2", 0), "valproate": ("C8H16O2", 0),
    "carbamazepine": ("C15H12N2O", 0), "phenobarbital": ("C12H12N2O3", 0), "vancomycin": ("C66H75Cl2N9O24", 0),
    "gentamicin": ("C21H43N5O7", 0), "methotrexate": ("C20H22N8O5", 0), "testosterone": ("C19H28O2", 0),
    "estradiol": ("C18H24O2", 0), "progesterone": ("C21H30O2", 0), "thyroxine": ("C15H11I4NO4", 0),
    "triiodothyronine": ("C15H12I3NO4", 0), "beta_hydroxybutyrate": ("C4H8O3", 0), "oxalate": ("C2H2O4", 0),
    "citrate": ("C6H8O7", 0), "bile_acids": ("C24H40O5", 0),  # as cholic acid
}  # fmt: skip
ANALYTES = {
    name: Analyte(molar_mass=molar_mass(formula), charges=charges)
    for name, (formula, charges) in FORMULAS.items()
} | {
    # proteins: mass of the molecule that is counted
    "albumin": Analyte(molar_mass=66_437.0),  # UniProt P02768, mature chain
    "hemoglobin": Analyte(molar_mass=16_114.5),  # the monomer, as IFCC counts it
    # 1 mU of human insulin is 6.00 pmol: Knopp et al. 2019, J Diabetes Sci Technol 13:597
    "insulin": Analyte(molar_mass=5_807.6, moles_per_iu=6.00e-9),
}
