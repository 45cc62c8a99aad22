"""Inputs that many calculators share, so that one name means one thing, in one unit, within one range.

The hard range is what a living patient or a laboratory can show; the usual range is where a value is no
surprise on a ward. Both are about the quantity, not the reference interval: they catch a wrong unit.
"""

from preceptor.calculation import choice, day, number, yes_no

AGE = number("a", 0, 120, "age", aliases=("age_years",))
SEX = choice("sex", {"male": 0, "female": 1}, aliases=("gender",))
WEIGHT = number("kg", 0.3, 500, "body weight", usual=(2, 250))
HEIGHT = number("cm", 20, 260, "height", usual=(40, 220))
BODY_MASS_INDEX = number("kg/m2", 8, 150, "body-mass index", usual=(13, 70), aliases=("bmi",))

QT_INTERVAL = number("ms", 100, 1000, "QT interval", usual=(220, 700), aliases=("qt",))
HEART_RATE = number("/min", 0, 350, "heart rate", usual=(30, 220), aliases=("pulse", "hr"))
SYSTOLIC_BP = number("mm[Hg]", 0, 350, "systolic blood pressure", usual=(50, 260), aliases=("sbp",))
DIASTOLIC_BP = number("mm[Hg]", 0, 250, "diastolic blood pressure", usual=(20, 150), aliases=("dbp",))
MEAN_ARTERIAL_PRESSURE = number("mm[Hg]", 0, 300, "mean arterial pressure", usual=(30, 200), aliases=("map",))
RESPIRATORY_RATE = number("/min", 0, 120, "respiratory rate", usual=(5, 60), aliases=("rr",))
TEMPERATURE = number("Cel", 10, 47, "body temperature", usual=(32, 42), aliases=("temp",))
OXYGEN_SATURATION = number("%", 0, 100, "oxygen saturation", usual=(60, 100), aliases=("spo2", "sao2"))
GLASGOW_COMA_SCALE = number("1", 3, 15, "Glasgow coma scale", aliases=("gcs",))
URINE_OUTPUT = number("mL/d", 0, 30_000, "urine output in 24 hours", usual=(0, 10_000))

FIO2 = number("%", 21, 100, "inspired oxygen fraction", aliases=("inspired_oxygen",))
PAO2 = number("mm[Hg]", 10, 700, "arterial oxygen tension", usual=(30, 600), aliases=("po2",))
PACO2 = number("mm[Hg]", 5, 200, "arterial carbon dioxide tension", usual=(15, 120), aliases=("pco2",))
PH = number("1", 6.5, 8.0, "arterial pH", usual=(6.8, 7.8), aliases=("arterial_ph",))

SODIUM = number("mmol/L", 80, 220, "serum sodium", usual=(100, 180), analyte="sodium", aliases=("na",))
POTASSIUM = number("mmol/L", 0.8, 15, "serum potassium", usual=(1.5, 9), analyte="potassium", aliases=("k",))
CHLORIDE = number("mmol/L", 50, 180, "serum chloride", usual=(65, 140), analyte="chloride", aliases=("cl",))
BICARBONATE = number(
    "mmol/L", 1, 70, "serum bicarbonate", usual=(3, 50), analyte="bicarbonate", aliases=("hco3",)
)  # fmt: skip
CALCIUM = number("mg/dL", 3, 25, "serum calcium", usual=(4, 18), analyte="calcium", aliases=("ca",))
MAGNESIUM = number("mg/dL", 0.2, 15, "serum magnesium", usual=(0.5, 8), analyte="magnesium", aliases=("mg",))
PHOSPHATE = number("mg/dL", 0.1, 30, "serum phosphate", usual=(0.5, 15), analyte="phosphate")
GLUCOSE = number("mg/dL", 5, 3000, "blood glucose", usual=(40, 1200), analyte="glucose")
UREA_NITROGEN = number(
    "mg/dL", 1, 400, "blood urea nitrogen (urea in mmol/L converts to it)", usual=(2, 250),
    analyte="urea_nitrogen", aliases=("bun",),
)  # fmt: skip
CREATININE = number("mg/dL", 0.05, 40, "serum creatinine", usual=(0.1, 20), analyte="creatinine")
BILIRUBIN = number("mg/dL", 0.01, 100, "total bilirubin", usual=(0.05, 50), analyte="bilirubin")
ALBUMIN = number("g/dL", 0.2, 8, "serum albumin", usual=(0.8, 6), analyte="albumin")
URATE = number("mg/dL", 0.1, 40, "serum urate", usual=(0.5, 20), analyte="urate", aliases=("uric_acid",))
LACTATE = number("mmol/L", 0.05, 40, "lactate", usual=(0.2, 25), analyte="lactate")
INR = number("1", 0.5, 20, "international normalised ratio", usual=(0.7, 12))
ALT = number("U/L", 1, 30_000, "alanine aminotransferase", usual=(2, 10_000))
AST = number("U/L", 1, 40_000, "aspartate aminotransferase", usual=(3, 15_000))
ALKALINE_PHOSPHATASE = number("U/L", 1, 10_000, "alkaline phosphatase", usual=(10, 3_000), aliases=("alp",))
PLATELETS = number("10*3/uL", 0, 5_000, "platelet count", usual=(3, 2_000), aliases=("platelet_count",))
WHITE_CELLS = number("10*3/uL", 0, 1_000, "white blood cell count", usual=(0.1, 200), aliases=("wbc",))
HEMOGLOBIN = number(
    "g/dL", 1, 28, "haemoglobin", usual=(3, 22), analyte="hemoglobin", aliases=("haemoglobin", "hb", "hgb")
)  # fmt: skip
HEMATOCRIT = number("%", 3, 80, "haematocrit", usual=(10, 70), aliases=("haematocrit", "hct"))
TOTAL_CHOLESTEROL = number("mg/dL", 20, 2000, "total cholesterol", usual=(50, 800), analyte="cholesterol")
HDL_CHOLESTEROL = number(
    "mg/dL", 1, 250, "HDL cholesterol", usual=(5, 150), analyte="cholesterol", aliases=("hdl",)
)  # fmt: skip
LDL_CHOLESTEROL = number(
    "mg/dL", 1, 1500, "LDL cholesterol", usual=(10, 600), analyte="cholesterol", aliases=("ldl",)
)  # fmt: skip
TRIGLYCERIDES = number("mg/dL", 5, 20_000, "triglycerides", usual=(20, 5_000), analyte="triglycerides")
LAST_MENSTRUAL_PERIOD = day("first day of the last menstrual period")
CYCLE_LENGTH = number("d", 14, 60, "length of the menstrual cycle", usual=(21, 45), default=28)
DIABETES = yes_no("diabetes mellitus")
