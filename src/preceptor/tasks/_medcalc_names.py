"""MedCalc-Bench's calculator numbers and the calculators of the catalogue that compute them."""

NAMES: dict[str, tuple[str, ...]] = {
    "2": ("cockcroft_gault",),
}
