"""MedCalc-Bench's extracted entities as inputs of the calculators, by the benchmark's own reading.

The benchmark takes what a note does not mention as absent or normal; the calculators never do. So that its truths
can be compared, its rule is applied here, outside the library: findings not named are given as absent.
"""

import ast
import re
from collections.abc import Mapping
from datetime import datetime

from preceptor.calculation import Calculator

SHARED = {
    "sex": "sex", "age": "age", "weight": "weight", "height": "height", "creatinine": "creatinine",
    "Systolic Blood Pressure": "systolic_bp", "Diastolic Blood Pressure": "diastolic_bp",
    "Heart Rate or Pulse": "heart_rate", "respiratory rate": "respiratory_rate", "Temperature": "temperature",
    "QT interval": "qt_interval", "Calcium": "calcium", "Albumin": "albumin", "Bilirubin": "bilirubin",
    "international normalized ratio": "inr", "Sodium": "sodium", "Chloride": "chloride", "Potassium": "potassium",
    "Bicarbonate": "bicarbonate", "Glucose": "glucose", "Blood Urea Nitrogen (BUN)": "urea_nitrogen", "Insulin": "insulin",
    "Alanine aminotransferase": "alt", "Aspartate aminotransferase": "ast", "Platelet count": "platelets",
    "White blood cell count": "white_cells", "Hemoglobin": "hemoglobin", "Hematocrit": "hematocrit", "pH": "ph",
    "FiO₂": "fio2", "PaCO₂": "paco2", "O₂ saturation percentage": "oxygen_saturation", "A-a gradient": "aa_gradient",
    "Partial pressure of oxygen (PaO₂) for Apache II": "pao2", "Glasgow Coma Score": "glasgow_coma_scale",
    "Urine Output": "urine_output", "Urine sodium": "urine_sodium", "Urine creatinine": "urine_creatinine",
    "Total cholesterol": "total_cholesterol", "high-density lipoprotein cholesterol": "hdl_cholesterol",
    "Triglycerides": "triglycerides", "Body Mass Index (BMI)": "body_mass_index", "Race": "race",
    "cycle length": "cycle_length", "Last menstrual date": "last_menstrual_period", "Current Date": "current_date",
    "DOPamine": "dopamine", "DOBUTamine": "dobutamine", "EPINEPHrine": "epinephrine", "norEPINEPHrine": "norepinephrine",
    "Number of Alcoholic Drinks Per Week": "alcoholic_drinks", "Hemoptysis": "hemoptysis", "Smoker": "smoker",
    "Blood pressure being treated with medicines": "bp_treated", "Pre-operative creatinine": "creatinine",
    # findings that mean the same in every calculator of the set
    "Congestive Heart Faliure": "heart_failure", "Hypertension history": "hypertension", "Diabetes history": "diabetes",
    "Vascular disease history": "vascular_disease", "Ascites": "ascites", "Encephalopathy": "encephalopathy",
    "Cough Absent": "!cough", "Tender/swollen anterior cervical lymph nodes": "tender_nodes",
    "Exudate or swelling on tonsils": "tonsillar_exudate", "Best eye response": "eye", "Best verbal response": "verbal",
    "Best motor response": "motor", "Medication usage predisposing to bleeding": "bleeding_medication",
    "Liver disease criteria for the HAS-BLED rule": "liver_disease", "Labile international normalized ratio": "labile_inr",
    "Renal disease criteria for the HAS-BLED rule": "renal_disease", "Confusion": "confusion",
    "Prior major bleeding or predisposition to bleeding": "bleeding", "Hepatic disease history": "liver_disease",
    "Recent syncope": "syncope", "Cardiac failure present": "heart_failure", "Melena present": "melena",
    "Acute renal failure": "acute_renal_failure", "Renal disease": "renal_disease",
    "Cerebrovascular disease history": "cerebrovascular_disease", "Neoplastic disease": "neoplastic_disease",
    "Altered mental status": "altered_mental_status", "Pleural effusion on x-ray": "pleural_effusion",
    "Nursing home resident": "nursing_home", "Lymphoma": "lymphoma", "Dementia": "dementia", "Leukemia": "leukemia",
    "Myocardial infarction": "myocardial_infarction", "Hemiplegia": "hemiplegia", "AIDS": "aids",
    "Moderate to severe Chronic Kidney Disease": "renal_disease", "Connective tissue disease": "connective_tissue_disease",
    "Peptic ulcer disease": "peptic_ulcer_disease", "Peripheral vascular disease": "peripheral_vascular_disease",
    "Purulent tonsils": "purulence", "Severe tonsil inflammation": "severe_inflammation",
    "Absence of cough or coryza": "!cough_or_coryza", "Symptom onset ≤3 days": "early_attendance",
    "Fever in past 24 hours": "fever", "Unilateral Leg Swelling": "leg_swelling", "Hormone use": "hormone_use",
    "Recent surgery or trauma": "recent_surgery_or_trauma", "Major Surgery in the last month": "major_surgery_last_month",
    "Congestive Heart Failure in the last month": "heart_failure", "Sepsis in the last month": "sepsis",
    "Pneumonia in the last month": "pneumonia", "Hip, pelvis, or leg fracture in the last month": "fracture",
    "Stroke in the last month": "stroke", "Multiple trauma in the last month": "multiple_trauma",
    "Acute spinal cord injury causing paralysis in the last month": "spinal_cord_injury", "Varicose veins": "varicose_veins",
    "Current swollen legs": "swollen_legs", "Family history of thrombosis": "family_history_of_thrombosis",
    "Positive Factor V Leiden": "factor_v_leiden", "Positive prothrombin 20210A": "prothrombin_20210a",
    "Elevated serum homocysteine": "elevated_homocysteine", "Positive lupus anticoagulant": "lupus_anticoagulant",
    "Elevated anticardiolipin antibody": "anticardiolipin_antibody",
    "Heparin-induced thrombocytopenia": "heparin_induced_thrombocytopenia",
    "Other congenital or acquired thrombophilia": "other_thrombophilia", "Mobility": "mobility",
    "History of inflammatory bowel disease": "inflammatory_bowel_disease",
    "Acute Myocardial infarction": "acute_myocardial_infarction", "Present or previous malignancy": "malignancy",
    "Immobilizing plaster cast in the last month": "plaster_cast", "Current central venous access": "central_venous_access",
    "Suspicion History": "history", "Electrocardiogram Test": "ecg", "Initial troponin": "troponin",
    "parent or sibling with Cardiovascular disease before age 65": "family_history", "obesity": "obesity",
    "atherosclerotic disease": "atherosclerotic_disease", "hypercholesterolemia": "hypercholesterolemia",
    "smoking": "smoking", "Elevated-risk surgery": "high_risk_surgery", "History of ischemic heart disease": "ischemic_heart_disease",
    "Congestive Heart Failure criteria for the Cardiac Risk Index rule": "heart_failure",
    "History of cerebrovascular disease": "cerebrovascular_disease", "Pre-operative treatment with insulin": "insulin",
    "Active cancer": "active_cancer", "Bedridden recently >3 days or major surgery within 12 weeks": "bedridden_or_surgery",
    "Major surgery within 12 weeks": "bedridden_or_surgery", "Entire Leg Swollen": "entire_leg_swollen",
    "Paralysis, paresis, or recent plaster immobilization of the lower extremity": "paralysis_or_plaster",
    "Alternative diagnosis to Deep Vein Thrombosis as likely or more likely": "alternative_diagnosis",
    "Calf swelling >3 centimeters compared to the other leg": "calf_swelling",
    "Collateral (nonvaricose) superficial veins present": "collateral_veins",
    "Localized tenderness along the deep venous system": "localized_tenderness",
    "Pitting edema, confined to symptomatic leg": "pitting_edema", "Immobilization for at least 3 days": "immobilization_or_surgery",
    "Surgery in the previous 4 weeks": "immobilization_or_surgery", "Clinical signs and symptoms of Deep Vein Thrombosis": "dvt_signs",
    "Malignancy with treatment within 6 months or palliative": "cancer",
    "Pulmonary Embolism is #1 diagnosis OR equally likely": "pe_most_likely",
    "Dialysis at least twice in the past week": "dialysis",
    "Continuous veno-venous hemodialysis for ≥24 hours in the past week": "dialysis",
    "On mechanical ventilation": "respiratory_support", "Continous positive airway pressure": "respiratory_support",
    "Surgery Type": "surgery", "Liver disease severity": "liver_disease", "Solid tumor": "solid_tumor",
    "Diabetes mellitus criteria for CCI rule": "diabetes", "Chronic Obstructive Pulmonary Disease": "copd",
}  # fmt: skip
OF = {  # calculator number: entity -> input, where it differs
    "4": dict.fromkeys(("Stroke", "Transient Ischemic Attacks History", "Thromboembolism history"), "stroke"),
    "8": dict.fromkeys(("Previously Documented Pulmonary Embolism", "Previously documented Deep Vein Thrombosis"), "previous_pe_or_dvt"),
    "48": dict.fromkeys(("Previously Documented Pulmonary Embolism", "Previously documented Deep Vein Thrombosis"), "previous_pe_or_dvt"),
    "36": dict.fromkeys(("Previously Documented Pulmonary Embolism", "Previously documented Deep Vein Thrombosis"), "previous_vte"),
    "16": {"Previously documented Deep Vein Thrombosis": "previous_dvt"},
    "18": {"Transient Ischemic Attacks History": "atherosclerotic_disease"},
    "25": {"Stroke": "stroke"},
    "32": {
        "Chronic Obstructive Pulmonary Disease": "chronic_pulmonary_disease",
        **dict.fromkeys(("Cerebrovascular Accident", "Transient Ischemic Attacks History"), "cerebrovascular_disease"),
    },
}  # fmt: skip
LEVELS = {
    "ascites": {"absent": "absent"},
    "encephalopathy": {"No Encephalopathy": "none", "Grade 0": "none", "Grade 1-2": "grade 1-2", "Grade 3-4": "grade 3-4"},
    "eye": {"eyes open spontaneously": "spontaneous", "eye opening to verbal command": "to speech",
            "eye opening to pain": "to pain", "no eye opening": "none", "not testable": "spontaneous"},
    "verbal": {"no verbal response": "none", "not testable": "oriented"},
    "motor": {"withdrawal from pain": "withdraws from pain", "flexion to pain": "abnormal flexion",
              "extension to pain": "extension", "no motor response": "none", "not testable": "obeys commands"},
    "surgery": {"major": "major over 45 minutes", "laparoscopic": "laparoscopic over 45 minutes"},
    "mobility": {"on bed rest": "medical patient on bed rest", "confined to bed >72 hours": "confined to bed over 72 hours"},
    "troponin": {"less than or equal to normal limit": "normal", "greater than three times normal limit": "above three times the limit",
                 "between the normal limit or up to three times the normal limit": "one to three times the limit"},
    "liver_disease": {"Moderate": "moderate to severe", "Severe": "moderate to severe", "False": "none"},
    "solid_tumor": {"False": "none", "True": "localized"},
    "diabetes": {"None or Diet-controlled": "none", "None or diet-controlled": "none"},
    "race": {"White": "white", "Black": "black"},
}  # fmt: skip
UNITS = {
    "degrees celsisus": "Cel", "degrees fahreinheit": "degF", "beats per minute": "/min", "breaths per minute": "/min",
    "µL": "/uL", "L": "/uL", "m^3": "/uL",  # the last two are slips of the pen: the numbers are per uL
}  # fmt: skip
COUNTS = ("Platelet count", "White blood cell count")
ABSENT = {
    "none",
    "absent",
    "normal",
    "slightly suspicious",
    "not black",
    "spontaneous",
    "oriented",
    "obeys commands",
}
NORMAL = {  # what the benchmark takes where a note is silent
    "paco2": 40.0, "immature_forms": 0.0, "cycle_length": None, "aa_gradient": 0.0, "pao2": 100.0, "urine_output": 2000.0,
    "dopamine": 0.0, "dobutamine": 0.0, "epinephrine": 0.0, "norepinephrine": 0.0, "mean_arterial_pressure": 90.0,
}  # fmt: skip


def inputs_of(number: str, entities: Mapping[str, object], calculator: Calculator) -> dict[str, object]:
    """Return a row's entities as inputs of the calculator, what is not named as absent."""
    given: dict[str, object] = {}
    for entity, value in entities.items():
        name = OF.get(number, {}).get(entity) or SHARED.get(entity, "")
        negated, name = name.startswith("!"), name.lstrip("!")
        if name not in calculator.inputs:
            continue
        read = _value(entity, name, value, calculator)
        if calculator.inputs[name].kind == "yes_no":
            said = str(read).strip().lower() == "true"
            said = said != negated
            given[name] = bool(given.get(name)) or said
        else:
            given[name] = read
    given |= _special(number, entities)
    for name, declared in calculator.inputs.items():
        if name not in given and declared.kind in ("yes_no", "choice"):
            given[name] = _absent(declared.levels)
        elif name not in given and name in NORMAL:
            given[name] = NORMAL[name]
    return given


def _absent(levels: Mapping[str, float]) -> object:
    if not levels:
        return False
    return next((level for level in levels if level in ABSENT), min(levels, key=lambda level: levels[level]))


def _value(entity: str, name: str, value: object, calculator: Calculator) -> object:
    declared = calculator.inputs[name]
    if isinstance(value, list):
        amount, unit = value
        unit = UNITS.get(unit, unit) if entity in COUNTS or unit.startswith(("deg", "bea", "bre")) else unit
        return (float(amount), unit)
    if declared.kind == "day":
        return datetime.strptime(str(value), "%m/%d/%Y").date()
    if declared.kind == "choice":
        said = str(value)
        return LEVELS.get(name, {}).get(said, LEVELS.get(name, {}).get(said.capitalize(), said))
    return float(value) if isinstance(value, str) and re.fullmatch(r"-?[\d.]+", value) else value


def _special(number: str, entities: Mapping[str, object]) -> dict[str, object]:
    if number == "33" and "Absence of cough or coryza" not in entities:
        return {"cough_or_coryza": True}
    if number in ("28", "43"):
        found: dict[str, object] = {}
        pressures = [entities.get(f"{word} Blood Pressure") for word in ("Systolic", "Diastolic")]
        if all(isinstance(each, list) for each in pressures):
            systolic, diastolic = (float(each[0]) for each in pressures)  # type: ignore[index]
            found["mean_arterial_pressure"] = (systolic + 2 * diastolic) / 3
        if number == "28" and entities.get("History of severe organ failure or immunocompromise") is True:
            elective = "elective" in str(entities.get("Surgery Type", "")).lower()
            found["chronic_health"] = (
                "elective postoperative" if elective else "nonoperative or emergency postoperative"
            )
        if number == "43" and entities.get("Hypotension") is True and "mean_arterial_pressure" not in found:
            found["mean_arterial_pressure"] = 60.0
        return found
    if number == "24":
        return _steroids(entities)
    if number == "49":
        return _opioids(entities)
    return {}


def _steroids(entities: Mapping[str, object]) -> dict[str, object]:
    given = entities["input steroid"]
    assert isinstance(given, list)
    name, dose = str(given[0]), given[1]
    words = (name, str(entities["target steroid"]))
    drugs = [word.lower().split()[0] for word in words]
    return {"dose": float(dose), "given": drugs[0], "wanted": drugs[1]}


def _opioids(entities: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for entity, value in entities.items():
        if entity.endswith(" Dose") and isinstance(value, list):
            times = entities.get(f"{entity} Per Day")
            doses = float(times[0]) if isinstance(times, list) else 1.0
            name = entity.removesuffix(" Dose").lower().replace(" ", "_")
            unit = "ug/h" if name == "fentanyl_patch" else "ug/d" if name == "fentanyl_buccal" else "mg/d"
            found[name] = (float(value[0]) * doses, unit)
    return found


def read_entities(text: str) -> dict[str, object]:
    """Return a row's entities, written as a Python literal."""
    found = ast.literal_eval(text)
    assert isinstance(found, dict)
    return found
