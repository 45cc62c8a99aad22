"""MedCalc-Bench's calculator numbers and the calculators of the catalogue that compute them."""

NAMES: dict[str, tuple[str, ...]] = {
    "2": ("cockcroft_gault",), "3": ("ckd_epi_2021",), "4": ("cha2ds2_vasc",), "5": ("mean_arterial_pressure",),
    "6": ("body_mass_index",), "7": ("corrected_calcium",), "8": ("wells_pe",), "9": ("mdrd_gfr",),
    "10": ("ideal_body_weight",), "11": ("qtc_bazett",), "13": ("estimated_due_date",), "15": ("child_pugh",),
    "16": ("wells_dvt",), "17": ("revised_cardiac_risk_index",), "18": ("heart_score",), "19": ("fib_4",),
    "20": ("centor_mcisaac",), "21": ("glasgow_coma_scale",), "22": ("maintenance_fluids",), "23": ("meld_na",),
    "24": ("steroid_conversion",), "25": ("has_bled",), "26": ("corrected_sodium",), "27": ("glasgow_blatchford",),
    "28": ("apache_ii",), "29": ("pneumonia_severity_index",), "30": ("serum_osmolality",), "31": ("homa_ir",),
    "32": ("charlson_comorbidity_index",), "33": ("feverpain",), "36": ("caprini",), "38": ("free_water_deficit",),
    "39": ("anion_gap",), "40": ("fractional_excretion_of_sodium",), "43": ("sofa",), "44": ("ldl_friedewald",),
    "45": ("curb_65",), "46": ("framingham_hard_chd",), "48": ("perc_rule",),
    "49": ("morphine_milligram_equivalents",), "51": ("sirs",), "56": ("qtc_fridericia",), "57": ("qtc_framingham",),
    "58": ("qtc_hodges",), "59": ("qtc_rautaharju",), "60": ("body_surface_area",), "61": ("target_weight",),
    "62": ("adjusted_body_weight",), "63": ("delta_gap",), "64": ("delta_ratio",),
    "65": ("albumin_corrected_anion_gap",), "66": ("albumin_corrected_delta_gap",),
    "67": ("albumin_corrected_delta_ratio",), "68": ("date_of_conception",), "69": ("gestational_age",),
}  # fmt: skip
