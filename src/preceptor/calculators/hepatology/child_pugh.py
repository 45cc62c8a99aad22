"""Child-Pugh score: severity of cirrhosis, 5 to 15, classes A to C.

In: bilirubin, albumin, INR, ascites, encephalopathy. Out: points. For cholestatic disease other bilirubin
limits are in use, not taken here.

Source: Pugh et al. 1973, Br J Surg 60:646-649.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice
from preceptor.calculators._inputs import ALBUMIN, BILIRUBIN, INR

PUGH = Reference(
    citation="Pugh RN et al. Transection of the oesophagus for bleeding oesophageal varices. Br J Surg 1973;60:646-649",
    doi="10.1002/bjs.1800600817",
    pmid="4541913",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 15"
    "; bands: ccjm.org markup 12320, table 1; i-base.info/guides/hepc/cirrhosis",
)
CALCULATOR = Calculator(
    title="Child-Pugh score",
    specialties=("hepatology", "surgery", "pharmacology"),
    inputs={
        "bilirubin": BILIRUBIN.scored(1, ">=2", 2, ">3", 3),
        "albumin": ALBUMIN.scored(3, ">=2.8", 2, ">3.5", 1),
        "inr": INR.scored(1, ">=1.7", 2, ">2.3", 3),
        "ascites": choice("ascites", {"absent": 1, "slight": 2, "moderate": 3}),
        "encephalopathy": choice("encephalopathy", {"none": 1, "grade 1-2": 2, "grade 3-4": 3}),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults with cirrhosis", ages=(18, 130)),
    bands=(
        Band(5, "class A", "5 or 6: well compensated", PUGH),
        Band(7, "class B", "7 to 9: significant compromise", PUGH),
        Band(10, "class C", "10 to 15: decompensated", PUGH),
    ),
    references=(PUGH,),
    examples=(
        Example(
            inputs={
                "bilirubin": 1.9,
                "albumin": 3.6,
                "inr": 1.6,
                "ascites": "absent",
                "encephalopathy": "none",
            },
            value=5.0,
            derived="1 each",
        ),
        Example(
            inputs={
                "bilirubin": 3,
                "albumin": 3.5,
                "inr": 2.3,
                "ascites": "slight",
                "encephalopathy": "grade 1-2",
            },
            value=10.0,
            derived="2 each",
        ),
        Example(
            inputs={
                "bilirubin": "60 umol/L",
                "albumin": "25 g/L",
                "inr": 2.4,
                "ascites": "moderate",
                "encephalopathy": "grade 3-4",
            },
            value=15.0,
            derived="3 each",
        ),
        Example(
            inputs={
                "bilirubin": 2,
                "albumin": 2.8,
                "inr": 1.7,
                "ascites": "absent",
                "encephalopathy": "none",
            },
            value=8.0,
            derived="2 + 2 + 2 + 1 + 1",
        ),
    ),
)
