"""Which calculators independent packages compute too, and how our inputs are written for them.

A value of a mapping names our input; `name|unit` gives it as a (value, unit) pair, `name>5` and the like as a
truth, `!name` negated, `=text` as it stands, `#40|years` a constant pair, `name*factor` scaled, `name=level` whether it
is that level, `name~ours:theirs;...` a level in the peer's words. `clincalc` 0.4.0 is written in Rust from the papers; `medcalc-bench`
1.7.0 is derived from the benchmark's code after its corrections. Its Framingham rounds the exponent to a
whole number and its target weight cannot be imported; both are left out.
"""

from typing import NamedTuple


class Peer(NamedTuple):
    """One formula of another package."""

    ours: str
    package: str
    function: str
    inputs: dict[str, str]
    within: float = 0.51e-3
    relative: float = 1e-6
    whole: tuple[str, ...] = ()  # inputs that the peer takes as whole numbers
    tenths: tuple[str, ...] = ()  # inputs that it takes to one decimal
    less: str = ""  # a part of ours that the peer does not count
    cap: float = float("inf")  # where the peer ends the scale


def same(*names: str) -> dict[str, str]:
    """Return a mapping of names that both sides share."""
    return {name: name for name in names}


HEART = "Heart Rate or Pulse"
QT = {"heart_rate": "heart_rate|beats per minute", "qt_interval": "qt_interval|msec"}
IONS = {"sodium": "sodium|mEq/L", "chloride": "chloride|mEq/L", "bicarbonate": "bicarbonate|mEq/L"}
ALB = {**IONS, "albumin": "albumin|g/dL"}
YEARS = {"age": "age|years"}
ADULT = {"age": "#40|years"}
M = "medcalc"
THREE_FIGURES = 0.006  # medcalc-bench rounds its answers to three significant figures
MEDCALC = (
    Peer("adjusted_body_weight", M, "adjusted_body_weight.abw_explanation", {**ADULT, "sex": "sex^", "height": "height|cm", "weight": "weight|kg"}, 2e-3),
    Peer("albumin_corrected_anion_gap", M, "albumin_corrected_anion.compute_albumin_corrected_anion_explanation", ALB),
    Peer("albumin_corrected_delta_gap", M, "albumin_corrected_delta_gap.compute_albumin_corrected_delta_gap_explanation", ALB),
    Peer("albumin_corrected_delta_ratio", M, "albumin_delta_ratio.compute_albumin_delta_ratio_explanation", ALB, 2e-2),
    Peer("anion_gap", M, "anion_gap.compute_anion_gap_explanation", IONS),
    Peer("body_mass_index", M, "bmi_calculator.bmi_calculator_explanation", {"height": "height|cm", "weight": "weight|kg"}, 0.3),
    Peer("body_surface_area", M, "bsa_calculator.bsa_calculator_explaination", {"height": "height|cm", "weight": "weight|kg"}),
    Peer("corrected_calcium", M, "calcium_correction.calculate_corrected_calcium_explanation", {"calcium": "calcium|mg/dL", "albumin": "albumin|g/dL"}),
    Peer("ckd_epi_2021", M, "ckd_epi_2021_creatinine.ckd_epi_2021", {**YEARS, "sex": "sex^", "creatinine": "creatinine|mg/dL"}, 1e-2),
    Peer("fractional_excretion_of_sodium", M, "compute_fena.compute_fena_explanation", {"sodium": "sodium|mEq/L", "creatinine": "creatinine|mg/dL", "urine_sodium": "urine_sodium|mEq/L", "urine_creatinine": "urine_creatinine|mg/dL"}, 1e-2),
    Peer("cockcroft_gault(weight=by_bmi)", M, "creatinine_clearance.generate_cockcroft_gault_explanation", {**YEARS, "sex": "sex^", "weight": "weight|kg", "height": "height|cm", "creatinine": "creatinine|mg/dL"}, 0.05),
    Peer("curb_65", M, "curb_65.curb_65_explanation", {**YEARS, "sys_bp": "systolic_bp|mm hg", "dia_bp": "diastolic_bp|mm hg", "bun": "urea_nitrogen|mg/dL", "respiratory_rate": "respiratory_rate|breaths per minute", "confusion": "confusion"}),
    Peer("delta_gap", M, "delta_gap.compute_delta_gap_explanation", IONS),
    Peer("feverpain", M, "feverpain.compute_fever_pain_explanation", {"fever_24_hours": "fever", "cough_coryza_absent": "!cough_or_coryza", "symptom_onset": "early_attendance", "purulent_tonsils": "purulence", "severe_tonsil_inflammation": "severe_inflammation"}),
    Peer("fib_4", M, "fibrosis_4.compute_fib4_explanation", {**YEARS, "alt": "alt|U/L", "ast": "ast|U/L", "platelet_count": "platelets*1000|µL"}, 1e-2),
    Peer("free_water_deficit", M, "free_water_deficit.free_water_deficit_explanation", {**YEARS, "sex": "sex^", "weight": "weight|kg", "sodium": "sodium|mEq/L"}, 0.02),
    Peer("homa_ir", M, "homa_ir.compute_homa_ir_explanation", {"glucose": "glucose|mg/dL", "insulin": "insulin|µIU/mL"}, 1e-2),
    Peer("ideal_body_weight", M, "ideal_body_weight.ibw_explanation", {**ADULT, "sex": "sex^", "height": "height|cm"}, 2e-3),
    Peer("ldl_friedewald", M, "ldl_calculated.compute_ldl_explanation", {"total_cholestrol": "total_cholesterol|mg/dL", "hdl_cholestrol": "hdl_cholesterol|mg/dL", "triglycerides": "triglycerides|mg/dL"}, 1e-2),
    Peer("maintenance_fluids", M, "maintenance_fluid_calc.maintenance_fluid_explanation", {"weight": "weight|kg"}),
    Peer("mdrd_gfr", M, "mdrd_gfr.mrdr_gfr_explanation", {**YEARS, "sex": "sex^", "creatinine": "creatinine|mg/dL", "race": "race^"}, 1e-2),
    Peer("mean_arterial_pressure", M, "mean_arterial_pressure.mean_arterial_pressure_explanation", {"sys_bp": "systolic_bp|mm hg", "dia_bp": "diastolic_bp|mm hg"}),
    Peer("meld_na", M, "meldna.compute_meldna_explanation", {"creatinine": "creatinine|mg/dL", "bilirubin": "bilirubin|mg/dL", "inr": "inr", "sodium": "sodium|mEq/L", "dialysis_twice": "dialysis", "cvvhd": "dialysis"}),
    Peer("qtc_bazett", M, "qt_calculator_bazett.bazett_calculator_explanation", QT, 0.2),
    Peer("qtc_framingham", M, "qt_calculator_framingham.framingham_calculator_explanation", QT, 0.2),
    Peer("qtc_fridericia", M, "qt_calculator_fredericia.fredericia_calculator_explanation", QT, 0.2),
    Peer("qtc_hodges", M, "qt_calculator_hodges.hodges_calculator_explanation", QT, 0.2),
    Peer("qtc_rautaharju", M, "qt_calculator_rautaharju.rautaharju_calculator_explanation", QT, 0.2),
    Peer("serum_osmolality", M, "sOsm.compute_serum_osmolality_explanation", {"sodium": "sodium|mEq/L", "glucose": "glucose|mg/dL", "bun": "urea_nitrogen|mg/dL"}, 1e-2),
    Peer("corrected_sodium", M, "sch.compute_sodium_correction_hyperglycemia_explanation", {"sodium": "sodium|mEq/L", "glucose": "glucose|mg/dL"}, 1e-2),
)  # fmt: skip
MEDCALC = tuple(each._replace(relative=THREE_FIGURES) for each in MEDCALC)
C = "clincalc"
CLINCALC = (
    Peer("body_mass_index", C, "bmi", {"height_cm": "height", "weight_kg": "weight"}, 0.051),
    Peer("ckd_epi_2021", C, "egfr", {**same("age", "sex", "creatinine"), "creatinine_unit": "=mg/dL"}, 0.51, whole=("age",)),
    Peer("cockcroft_gault", C, "cockcroft_gault", {**same("age", "sex", "creatinine"), "weight_kg": "weight", "creatinine_unit": "=mg/dL"}, 0.51, whole=("age",)),
    Peer("fractional_excretion_of_sodium", C, "fena", {"plasma_creatinine": "creatinine", "plasma_sodium": "sodium", **same("urine_creatinine", "urine_sodium")}, 0.051),
    Peer("corrected_sodium", C, "corrected_sodium", {**same("sodium", "glucose"), "glucose_unit": "=mg/dL", "method": "=hillier"}, 0.051),
    Peer("anion_gap", C, "anion_gap", {"sodium_mmol_l": "sodium", "chloride_mmol_l": "chloride", "bicarbonate_mmol_l": "bicarbonate"}, 0.051),
    Peer("fib_4", C, "fib4", same("age", "ast", "alt", "platelets"), 0.0051, whole=("age",)),
    Peer("curb_65", C, "curb65", {**same("age", "confusion", "respiratory_rate", "systolic_bp", "diastolic_bp"), "urea_mmol_l": "urea_nitrogen*0.35697"}, 1e-6, whole=("age",)),
    Peer("wells_pe", C, "wells_pe", {"clinical_signs_of_dvt": "dvt_signs", "haemoptysis": "hemoptysis", "heart_rate_over_100": "heart_rate>100", "immobilisation_or_surgery": "immobilization_or_surgery", "malignancy": "cancer", "pe_most_likely_diagnosis": "pe_most_likely", "previous_dvt_or_pe": "previous_pe_or_dvt"}),
    Peer("wells_dvt", C, "wells_dvt", {"active_cancer": "active_cancer", "alternative_diagnosis_as_likely": "alternative_diagnosis", "bedridden_or_major_surgery": "bedridden_or_surgery", "calf_swelling_over_3cm": "calf_swelling", "collateral_superficial_veins": "collateral_veins", "entire_leg_swollen": "entire_leg_swollen", "localised_tenderness": "localized_tenderness", "paralysis_paresis_immobilisation": "paralysis_or_plaster", "pitting_oedema": "pitting_edema", "previously_documented_dvt": "previous_dvt"}),
    Peer("feverpain", C, "feverpain", {"absence_of_cough": "!cough_or_coryza", "attend_rapidly": "early_attendance", "fever": "fever", "inflamed_tonsils": "severe_inflammation", "purulence": "purulence"}),
    Peer("centor_mcisaac", C, "centor", {"age": "age", "absence_of_cough": "!cough", "fever": "temperature>38", "tender_anterior_cervical_nodes": "tender_nodes", "tonsillar_exudate": "tonsillar_exudate"}, 1e-6, whole=("age",)),
    Peer("has_bled", C, "hasbled", {"abnormal_liver_function": "liver_disease", "abnormal_renal_function": "renal_disease", "alcohol_excess": "alcoholic_drinks>=8", "bleeding_history": "bleeding", "drugs_antiplatelet_nsaid": "bleeding_medication", "elderly_over_65": "age>65", "hypertension_uncontrolled": "hypertension", "labile_inr": "labile_inr", "stroke": "stroke"}),
    Peer("cha2ds2_vasc", C, "cha2ds2vasc", {**same("age", "sex", "diabetes", "hypertension", "vascular_disease"), "congestive_heart_failure": "heart_failure", "stroke_tia_thromboembolism": "stroke"}, 1e-6, whole=("age",)),
    Peer("homa_ir", C, "homa_ir", {"fasting_glucose": "glucose", "glucose_unit": "=mg/dL", "fasting_insulin_miu_l": "insulin"}, 0.0051),
    Peer("body_surface_area", C, "body_surface_area", {"height_cm": "height", "weight_kg": "weight"}, 0.0051),
    Peer("apache_ii", C, "apache2", {"temperature_c": "temperature", "mean_arterial_pressure_mm_hg": "mean_arterial_pressure", **same("heart_rate", "respiratory_rate", "glasgow_coma_scale", "age", "acute_renal_failure"), "fio2": "fio2*0.01", "arterial_ph": "ph", "sodium_mmol_l": "sodium", "potassium_mmol_l": "potassium", "creatinine_mg_dl": "creatinine", "hematocrit_percent": "hematocrit", "wbc_10_9_l": "white_cells", "pao2_mm_hg": "pao2", "aa_gradient_mm_hg": "aa_gradient", "chronic_health_status": "chronic_health_"}, 1e-6, whole=("age", "glasgow_coma_scale")),
    Peer("child_pugh", C, "child_pugh", {**same("bilirubin", "albumin", "inr"), "bilirubin_unit": "=mg/dL", "albumin_unit": "=g/dL", "ascites": "ascites~absent:none;slight:mild;moderate:moderate-severe", "encephalopathy": "encephalopathy~none:none;grade 1-2:grade1-to2;grade 3-4:grade3-to4"}),
    Peer("charlson_comorbidity_index", C, "charlson", {"aids": "aids", "cerebrovascular_disease": "cerebrovascular_disease", "congestive_heart_failure": "heart_failure", "connective_tissue_disease": "connective_tissue_disease", "copd": "chronic_pulmonary_disease", "dementia": "dementia", "hemiplegia_paraplegia": "hemiplegia", "leukaemia": "leukemia", "lymphoma": "lymphoma", "myocardial_infarction": "myocardial_infarction", "peptic_ulcer_disease": "peptic_ulcer_disease", "peripheral_vascular_disease": "peripheral_vascular_disease", "renal_disease_moderate_severe": "renal_disease", "age": "age", "include_age_adjustment": "=false", "mild_liver_disease": "liver_disease=mild", "liver_disease_moderate_severe": "liver_disease=moderate to severe", "diabetes_uncomplicated": "diabetes=uncomplicated", "diabetes_complicated": "diabetes=end-organ damage", "solid_tumour_non_metastatic": "solid_tumor=localized", "metastatic_solid_tumour": "solid_tumor=metastatic"}, 1e-6, whole=("age",), less="age"),
    Peer("qsofa", C, "qsofa", {**same("respiratory_rate", "systolic_bp"), "altered_mentation": "glasgow_coma_scale<15"}, whole=("glasgow_coma_scale",)),
    Peer("meld_3_0", C, "meld_3", {"registration_age_years": "=40", "female_for_adult_meld": "sex=female", **same("bilirubin", "inr", "creatinine", "albumin"), "bilirubin_unit": "=mg/dL", "creatinine_unit": "=mg/dL", "albumin_unit": "=g/dL", "sodium_mmol_l": "sodium", "qualifying_dialysis_in_prior_7_days": "dialysis"}, cap=40.0),
    Peer("news2", C, "news2", {"respiratory_rate": "respiratory_rate", "spo2": "oxygen_saturation", "on_oxygen": "supplemental_oxygen", "systolic_bp": "systolic_bp", "pulse": "heart_rate", "temperature": "temperature", "consciousness": "consciousness~alert:alert;new confusion:confusion-or-vpu;voice:confusion-or-vpu", "spo2_scale": "scale_2~no:1;yes:2"}, whole=("respiratory_rate", "oxygen_saturation", "systolic_bp", "heart_rate")),
    Peer("abcd2", C, "abcd2", {**same("age", "systolic_bp", "diastolic_bp", "diabetes"), "clinical_features": "clinical_features~other:other;speech disturbance without weakness:speech-disturbance;unilateral weakness:unilateral-weakness", "duration": "duration~under 10 min:under-10min;10 to 59 min:10-59min;60 min or more:60min-or-more"}, whole=("age", "systolic_bp", "diastolic_bp")),
    Peer("padua", C, "padua", {**same("active_cancer", "age", "heart_or_respiratory_failure", "recent_trauma_or_surgery", "reduced_mobility", "thrombophilia"), "acute_infection_or_rheumatological": "infection_or_rheumatic_disease", "acute_mi_or_ischaemic_stroke": "infarction_or_stroke", "obesity": "body_mass_index>=30", "ongoing_hormonal_treatment": "hormonal_treatment", "previous_vte": "previous_thromboembolism"}, whole=("age",)),
    Peer("timi_ua_nstemi", C, "timi", {**same("age", "severe_angina", "st_deviation"), "aspirin_use_past_7_days": "aspirin_use", "known_cad": "known_stenosis", "positive_biomarker": "raised_marker", "three_or_more_cad_risk_factors": "three_risk_factors"}, whole=("age",)),
    Peer("khorana", C, "khorana", {"assessment_context": "=adult_ambulatory_before_new_chemotherapy_regimen", "bmi_kg_m2": "body_mass_index", "cancer_site": "cancer_site", "haemoglobin_g_dl": "low_hemoglobin~no:#14;yes:#9", "leukocyte_count_10_9_l": "white_cells", "platelet_count_10_9_l": "platelets", "uses_erythropoiesis_stimulating_agent": "=false"}),
    Peer("isth_dic", C, "isth_overt_dic", {"d_dimer_multiple_of_uln": "fibrin_marker~not raised:#1;moderately raised:#5;strongly raised:#9", "fibrinogen_g_l": "fibrinogen", "platelet_count_10_9_l": "platelets", "pt_prolongation_seconds": "prothrombin_prolongation", "underlying_etiology": "=malignancy"}),
    Peer("bode", C, "bode", {"bmi": "body_mass_index", "fev1_percent_predicted": "fev1_percent", "mmrc_dyspnoea": "dyspnoea~0 or 1:#1;2:#2;3:#3;4:#4", "six_minute_walk_distance_m": "walk_distance"}, whole=("fev1_percent", "walk_distance")),
    Peer("pitt_bacteremia", C, "pitt_bacteraemia", {"assessment_context": "=hospitalised_patient_with_bloodstream_infection_and_index_culture", "acute_hypotension_on_index_culture_day": "hypotension", "cardiac_arrest_on_index_day_or_prior_48_hours": "cardiac_arrest", "maximum_temperature_c": "temperature", "mechanical_ventilation_on_index_culture_day": "mechanical_ventilation", "worst_mental_status_on_index_culture_day": "mental_status~alert:normal;disoriented:disoriented;stuporous:stuporous;comatose:comatose"}, tenths=("temperature",)),
    Peer("four_a_test", C, "fourat", {"acute_change": "acute_change", "alertness": "alertness~normal, or mild sleepiness under 10 s:normal;clearly abnormal:clearly_abnormal", "amt4": "orientation~no mistake:no_mistakes;one mistake:one_mistake;two or more mistakes, or untestable:two_or_more_or_untestable", "attention": "attention~seven or more:seven_or_more;fewer than seven, or refuses:below_seven_or_refuses;untestable:untestable"}),
    Peer("braden", C, "braden", {"activity": "activity_", "friction_shear": "friction_and_shear_", "mobility": "mobility~completely immobile:completely_immobile;very limited:very_limited;slightly limited:slightly_limited;no limitation:no_limitations", "moisture": "moisture~constantly moist:constantly_moist;very moist:often_moist;occasionally moist:occasionally_moist;rarely moist:rarely_moist", "nutrition": "nutrition_", "sensory_perception": "sensory_perception_"}),
    Peer("glasgow_blatchford", C, "glasgow_blatchford", {"acute_upper_gi_bleeding_at_first_assessment": "=true", "age_16_or_over": "=true", "emergency_department_overt_ugib": "=true", "cardiac_failure": "heart_failure", "haemoglobin_g_l": "hemoglobin*10", "heart_rate_bpm": "heart_rate", "hepatic_disease": "liver_disease", "melaena": "melena", "sex": "sex", "syncope": "syncope", "systolic_bp_mm_hg": "systolic_bp", "urea_mmol_l": "urea_nitrogen*0.35697"}),
    Peer("revised_cardiac_risk_index", C, "rcri", {"adult_noncardiac_surgery_candidate": "=true", "original_validation_population_matches": "=true", "cerebrovascular_disease": "cerebrovascular_disease", "congestive_heart_failure": "heart_failure", "creatinine_umol_l": "creatinine*88.4", "high_risk_surgery": "high_risk_surgery", "ischemic_heart_disease": "ischemic_heart_disease", "preoperative_insulin_treatment": "insulin"}),
)  # fmt: skip
