"""The units of clinical measurements, for pint: the atoms, their prefixes and spellings; nothing else parses.

A registry of its own rather than pint's full one: it loads in a millisecond, and a unit that no
laboratory or ward writes (`Mg` as a megagram, `min` as a milli-inch) cannot be read by accident.
"""

import re
import unicodedata
from functools import cache

import pint
from pint.facets.plain import PlainQuantity

from preceptor.errors import BadInput
from preceptor.quantities._analytes import Analyte

PREFIXES = (
    "kilo- = 1e3 = k-", "deci- = 0.1 = d-", "centi- = 0.01 = c-",
    "milli- = 1e-3 = m-", "micro- = 1e-6 = u- = µ- = μ- = mc-", "nano- = 1e-9 = n-", "pico- = 1e-12 = p-",
    "femto- = 1e-15 = f-",
)  # fmt: skip
ATOMS = (
    "gram = [mass] = g = gm = grams = gms", "pound = 453.59237 g = lb = lbs = pounds", "ounce = 28.349523125 g = oz = ounces",
    "stone = 6350.29318 g = st",
    "meter = [length] = m = metre = meters = metres", "inch = 0.0254 m = in = inches", "foot = 0.3048 m = ft = feet",
    "liter = 1e-3 m**3 = L = l = litre = liters = litres", "cc = 1e-6 m**3",
    "second = [time] = s = sec = secs = seconds", "minute = 60 s = min = mins = minutes",
    "hour = 3600 s = h = hr = hrs = hours", "day = 86400 s = d = days", "week = 604800 s = wk = wks = weeks",
    "year = 31557600 s = a = yr = yrs = y = years", "month = 2629800 s = mo = mos = months",
    "mole = [substance] = mol = moles", "equivalent = [charge] = eq = Eq",
    "osmole = [osmoles] = osm = Osm", "pascal = [pressure] = Pa", "mmHg = 133.322387415 Pa = torr = Torr",
    "cmH2O = 98.0665 Pa", "bar = 1e5 Pa", "enzyme_unit = [activity] = U = IU",
    "katal = 6e7 U = kat", "kelvin = [temperature] = K",
    "degC = kelvin; offset: 273.15 = Cel", "degF = 5 / 9 kelvin; offset: 255.372222222222222",
    "joule = [energy] = J", "cal = 4.184 J", "percent = 0.01 = %", "copy = [copies] = copies", "pack = [packs] = packs", "drink = [drinks] = drinks",
)  # fmt: skip
WORDS = {  # whole spellings, lower case
    "bpm": "1/min", "beats/minute": "1/min", "beats/min": "1/min", "breaths/minute": "1/min",
    "breaths/min": "1/min", "cpm": "1/min", "hz": "1/s", "celsius": "degC", "c": "degC", "°c": "degC", "cel": "degC",
    "degree celsius": "degC", "degrees celsius": "degC", "degrees c": "degC", "deg c": "degC", "degc": "degC",
    "fahrenheit": "degF", "f": "degF", "°f": "degF", "[degf]": "degF", "degree fahrenheit": "degF",
    "degrees fahrenheit": "degF", "degrees f": "degF", "deg f": "degF", "degf": "degF", "k": "kelvin",
    "years old": "year", "year old": "year", "yo": "year", "y/o": "year",
    "mm hg": "mmHg", "cm h2o": "cmH2O", "mm[hg]": "mmHg", "cm[h2o]": "cmH2O", "mmhg": "mmHg", "cmh2o": "cmH2O",
    "ratio": "1", "fraction": "1", "points": "1", "point": "1", "score": "1", "": "1", "pct": "%",
    "percent": "%", "per cent": "%", "vol%": "%", "oc": "degC", "of": "degF",  # the ordinal sign is no degree, but is typed
    "mg%": "mg/dL", "mg %": "mg/dL", "g%": "g/dL", "gm%": "g/dL", "g %": "g/dL", "ug%": "ug/dL", "mcg%": "ug/dL",
}  # fmt: skip
TOKENS = {  # parts between slashes, as written, then in lower case
    "mm[Hg]": "mmHg", "m[Hg]": "mmHg*1000", "[in_i]": "inch", "[ft_i]": "foot", "[lb_av]": "pound", "[oz_av]": "ounce",
    "[IU]": "IU", "[iU]": "IU", "m[IU]": "mIU", "u[IU]": "uIU", "k[IU]": "kIU",
    "mM": "mmol/L", "M": "mol/L", "uM": "umol/L", "μM": "umol/L", "nM": "nmol/L", "pM": "pmol/L",
    "K": "1000", "thou": "1000", "thousand": "1000", "k": "1000", "mil": "1e6", "million": "1e6", "mill": "1e6",
    "cells": "1", "cell": "1", "#": "1", "beats": "1", "beat": "1", "breaths": "1", "breath": "1", "cmm": "mm3",
    "micron": "um", "lakh": "1e5", "units": "U", "unit": "U", "MU": "1e6U", "iu": "IU", "miu": "mIU", "uiu": "uIU",
    "μiu": "uIU", "kiu": "kIU", "meq": "meq", "mosm": "mosm", "mosmol": "mosm", "osmol": "osm", "mmhg": "mmHg",
    "msec": "ms", "msecs": "ms", "milliseconds": "ms", "hct": "percent",
}  # fmt: skip
TEMPERATURES = ("degC", "degF", "kelvin")
POWER = re.compile(r"^(?:[x×*]\s*)?10\s*(?:\^|\*{1,2}|e|E)\s*(\d{1,2})(?=/|\s|$)")
LEADING = re.compile(r"1(?:0{3,9})?")  # the only numbers that may lead a unit: 1/min, 1000/uL
NUMBERED = re.compile(r"(\d{1,9}(?:\.\d{1,9})?(?:e\d{1,2})?)([A-Za-z]*)")
ATOM = re.compile(r"([A-Za-zµμ°%#\[\]_]+?)(?:\^|\*\*)?(-?[1-3])?")
ALLOWED = re.compile(r"[A-Za-z0-9µμ°%#/*^.·()\[\]_{} ×'\-]{0,60}")


@cache
def registry() -> "pint.UnitRegistry[float]":
    """Return the registry; built once."""
    units: pint.UnitRegistry[float] = pint.UnitRegistry(None)  # type: ignore[arg-type]
    for line in (*PREFIXES, *ATOMS):
        units.define(line)
    return units


def _unknown(whole: str) -> BadInput:
    return BadInput(
        f"unit {whole[:40]!r} is not known; write it in UCUM, such as mg/dL, mmol/L, 10*3/uL or mm[Hg]"
    )


def _atom(token: str, whole: str) -> "PlainQuantity[float]":
    """Read one factor such as `dL`, `m2`, `1000`, `24h` or `mm[Hg]`."""
    units = registry()
    if match := NUMBERED.fullmatch(token):
        inner = _atom(match[2], whole) if match[2] else units.Quantity(1.0)
        return float(match[1]) * inner
    match = ATOM.fullmatch(token)
    if not match:
        raise _unknown(whole)
    stem, power = match[1], int(match[2] or 1)
    for name in dict.fromkeys((TOKENS.get(stem), stem, TOKENS.get(stem.lower()), stem.lower())):
        if not name:
            continue
        if name != stem and not name.isalpha():
            return quantity(name) ** power
        try:
            return units.Quantity(1.0, units.parse_units(name)) ** power
        except (pint.errors.UndefinedUnitError, AttributeError):
            continue
    raise _unknown(whole)


def quantity(text: str) -> "PlainQuantity[float]":
    """Read a unit in UCUM or as wards and laboratories write it; one of it, as a pint quantity.

    Raises:
        BadInput: no unit that is known.
    """
    whole = unicodedata.normalize("NFKC", text).strip()
    if not ALLOWED.fullmatch(whole):
        raise _unknown(whole)
    plain = re.sub(r"\{[^{}]*\}", "", whole).replace("·", ".").strip()
    plain = re.sub(r"\s*(?:/|\bper\b)\s*", "/", plain)
    plain = re.sub(r"/1\.73\s*m\^?2$", "", plain)
    plain = WORDS.get(re.sub(r"\s+", " ", plain.lower()), plain)
    if plain in TEMPERATURES:
        return registry().Quantity(1.0, plain)
    scale = 1.0
    if plain[:1] in "*.x×" and not POWER.match(plain):
        raise _unknown(whole)
    if match := POWER.match(plain):
        scale, plain = 10.0 ** int(match[1]), plain[match.end() :].strip() or "1"
    result = registry().Quantity(scale)
    for place, part in enumerate(plain.split("/")):
        for turn, token in enumerate(re.split(r"(?<!\*)\*(?!\*)|\.(?!\d)|\s+", part.strip())):
            if (
                token[:1].isdigit()
                and (turn or (place == 0 and not LEADING.fullmatch(token)))
                and plain != "1"
            ):
                raise _unknown(text)  # "kg 2" is no unit: the second number is someone's slip, not a factor
            factor = _atom(token, text) if token else registry().Quantity(1.0)
            if any(name in TEMPERATURES for name in (str(factor.units),)):
                raise _unknown(whole)
            result = result * factor if place == 0 else result / factor
    return result


def linear(unit: str, to: str, analyte: Analyte | None) -> tuple[float, float] | None:
    """Return factor and offset between two units, None where they measure different things."""
    source, target = quantity(unit), quantity(to)
    if analyte and source.dimensionality != target.dimensionality:
        source, target = _in_moles(source, analyte), _in_moles(target, analyte)
    if source.dimensionality != target.dimensionality:
        return None
    units = registry()
    zero = float(units.Quantity(0.0, source.units).to(target.units).magnitude)
    slope = float(units.Quantity(1.0, source.units).to(target.units).magnitude) - zero
    return float(f"{slope * source.magnitude / target.magnitude:.15g}"), float(f"{zero:.12g}")


def _in_moles(given: "PlainQuantity[float]", analyte: Analyte) -> "PlainQuantity[float]":
    """Write mass, charges and international units as moles of the analyte."""
    units = registry()
    worth = {"[mass]": 1 / analyte.molar_mass * units.Quantity("mole/gram")}
    if analyte.charges:
        worth["[charge]"] = 1 / analyte.charges * units.Quantity("mole/equivalent")
    if analyte.moles_per_iu:
        worth["[activity]"] = analyte.moles_per_iu * units.Quantity("mole/IU")
    for dimension, factor in worth.items():
        given = given * factor ** given.dimensionality.get(dimension, 0)
    return given
