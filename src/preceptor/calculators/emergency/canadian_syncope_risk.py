"""Canadian syncope risk score: serious events within 30 days of fainting, -3 to 11.

In: what the visit shows, heart disease, pressure, troponin, ECG, and the diagnosis in the emergency department. Out: points.
Table 4 of the paper prints an axis above 110 degrees, the score everywhere 100, which is taken here.

Source: Thiruganasambandamoorthy et al. 2016, CMAJ 188:E289-E298.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no

THIRU = Reference(
    citation="Thiruganasambandamoorthy V, Kwong K, Wells GA, et al. CMAJ 2016;188:E289-E298",
    doi="10.1503/cmaj.151469",
    checked="secondary",
    seen="tsaco highwire markup 24218, table 3 (points, groups); cmaj.ca markup 51892, table 4 of the paper (items)",
)
CALCULATOR = Calculator(
    title="Canadian syncope risk score",
    specialties=("emergency", "cardiology"),
    inputs={
        "vasovagal_predisposition": yes_no(
            "set off by warmth, crowding, standing, fear, emotion or pain", -1
        ),
        "heart_disease": yes_no("history of heart disease", 1),
        "abnormal_pressure": yes_no("any systolic pressure under 90 or above 180 mmHg", 2),
        "raised_troponin": yes_no("troponin above the 99th centile", 2),
        "abnormal_axis": yes_no("QRS axis under -30 or above 100 degrees", 1),
        "qrs_duration": number("ms", 40, 300, "QRS duration", usual=(60, 220)).scored(0, ">130", 1),
        "qtc": number("ms", 250, 800, "corrected QT interval", usual=(300, 650)).scored(0, ">480", 2),
        "diagnosis": choice(
            "diagnosis in the emergency department",
            {"vasovagal syncope": -2, "neither": 0, "cardiac syncope": 2},
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people of 16 and over within 24 hours of syncope", ages=(16, 120)),
    bands=(
        Band(-3, "very low", "-3 or -2", THIRU),
        Band(-1, "low", "-1 or 0", THIRU),
        Band(1, "medium", "1 to 3", THIRU),
        Band(4, "high", "4 or 5", THIRU),
        Band(6, "very high", "6 or more", THIRU),
    ),
    references=(THIRU,),
    examples=(
        Example(
            inputs={
                "vasovagal_predisposition": False,
                "heart_disease": True,
                "abnormal_pressure": True,
                "raised_troponin": True,
                "abnormal_axis": True,
                "qrs_duration": 131,
                "qtc": 481,
                "diagnosis": "cardiac syncope",
            },
            value=11,
            derived="1 + 2 + 2 + 1 + 1 + 2 + 2",
        ),
        Example(
            inputs={
                "vasovagal_predisposition": True,
                "heart_disease": False,
                "abnormal_pressure": False,
                "raised_troponin": False,
                "abnormal_axis": False,
                "qrs_duration": 130,
                "qtc": 480,
                "diagnosis": "vasovagal syncope",
            },
            value=-3,
            derived="-1 - 2",
        ),
        Example(
            inputs={
                "vasovagal_predisposition": False,
                "heart_disease": True,
                "abnormal_pressure": False,
                "raised_troponin": False,
                "abnormal_axis": False,
                "qrs_duration": 100,
                "qtc": 420,
                "diagnosis": "neither",
            },
            value=1,
            derived="heart disease",
        ),
    ),
)
