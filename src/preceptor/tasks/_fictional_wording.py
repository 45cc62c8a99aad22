"""The stems of the fictional exam: wordings of each family, English and French."""

STEMS: dict[str, tuple[tuple[str, str], ...]] = {
    "vignette": (
        (
            "{Person} presents with {findings}. Which disease shows all of these findings?",
            "{Person} présente {findings}. Quelle maladie montre tous ces signes ?",
        ),
        (
            "On examination, {person} has {findings}. Which single disease accounts for everything seen?",
            "À l'examen, {person} a {findings}. Quelle maladie explique à elle seule tout ce qui est observé ?",
        ),
    ),
    "result": (
        (
            "In {person}, {t} is {value}. Which disease does this result confirm?",
            "Chez {person}, le taux {t.du} est de {value}. Quelle maladie ce résultat confirme-t-il ?",
        ),
        (
            "The laboratory reports {t} of {value} in {person}. To which disease does the result point?",
            "Le laboratoire rend, pour {t.le}, {value} chez {person}. Vers quelle maladie oriente ce résultat ?",
        ),
    ),
    "feature": (
        (
            "{Person} has {d}. Which of these findings belongs to the disease?",
            "{Person} souffre {d.de}. Lequel de ces signes appartient à la maladie ?",
        ),
        (
            "Which finding may be seen in {person} with {d}?",
            "Quel signe peut s'observer chez {person} en cas {d.de} ?",
        ),
    ),
    "disease_with": (
        (
            "{Person} complains of {f}. In which of these diseases does it occur?",
            "{Person} se plaint de ceci : {f}. Dans laquelle de ces maladies ce signe existe-t-il ?",
        ),
        (
            "{f.Cap} is noted in {person}. Which disease has this among its findings?",
            "On note {f.le} chez {person}. Quelle maladie compte cela parmi ses signes ?",
        ),
    ),
    "leading": (
        ("What is the most frequent finding in {d}?", "Quel est le signe le plus fréquent {d.du} ?"),
        ("Which finding do most patients with {d} have?", "Quel signe dominant présente {d.le} ?"),
    ),
    "most_frequent_in_group": (
        (
            "Which of these findings is the most frequent in {group} with {d}?",
            "Lequel de ces signes est le plus fréquent chez {group} en cas {d.de} ?",
        ),
        (
            "Among {group} with {d}, which of the following is seen most often?",
            "En cas {d.de}, que voit-on le plus souvent chez {group} ?",
        ),
    ),
    "frequency": (
        (
            "Among {group} with {d}, how many have {f}?",
            "Chez {group} en cas {d.de}, quelle est la fréquence {f.du} ?",
        ),
        (
            "What share of {group} with {d} shows {f}?",
            "En cas {d.de}, quelle part de ce groupe, {group}, montre {f.le} ?",
        ),
    ),
    "cause": (
        ("What causes {d}?", "Quelle est la cause {d.du} ?"),
        ("Which hormonal disturbance underlies {d}?", "Quel trouble hormonal est à l'origine {d.du} ?"),
    ),
    "caused_by_high": (
        ("Which disease does too much {h} cause?", "Quelle maladie un excès {h.de} provoque-t-il ?"),
        ("An excess of {h} leads to which disease?", "Trop {h.de} : quelle maladie en résulte ?"),
    ),
    "caused_by_low": (
        ("Which disease does too little {h} cause?", "Quelle maladie un manque {h.de} provoque-t-il ?"),
        ("A lack of {h} leads to which disease?", "Trop peu {h.de} : quelle maladie en résulte ?"),
    ),
    "marker": (
        ("Which test confirms {d}?", "Quel dosage confirme {d.le} ?"),
        ("You suspect {d}. Which test confirms it?", "Vous suspectez {d.le}. Quel dosage confirme ce diagnostic ?"),
    ),
    "first_line": (
        ("What is the first-line drug for {d}?", "Quel est le médicament de première intention {d.du} ?"),
        ("With which drug does treatment of {d} begin?", "Par quel médicament commence le traitement {d.du} ?"),
    ),
    "second_line": (
        ("What is the second-line drug for {d}?", "Quel est le médicament de deuxième intention {d.du} ?"),
        (
            "First-line treatment of {d} has failed. Which drug comes second?",
            "La première intention a échoué en cas {d.de}. Quel médicament vient en deuxième intention ?",
        ),
    ),
    "alternative": (
        (
            "{Person} with {d} also suffers from {c}. Which drug is right for treating {d}?",
            "{Person} souffre {d.de} et aussi {c.de}. Quel médicament convient pour traiter {d.le} ?",
        ),
        (
            "{c.Cap} is known in {person}, who now needs treatment of {d}. Which drug do you choose?",
            "On sait que {person} souffre {c.de}. Il faut maintenant traiter {d.le}. Quel médicament choisir ?",
        ),
    ),
    "dose": (
        (
            "{Person}, {weight} kg, is prescribed {x}. How much is one dose?",
            "{Person}, {weight} kg, reçoit {x.le}. À combien s'élève une dose ?",
        ),
        (
            "How many milligrams of {x} does {person} with a body weight of {weight} kg receive at one time?",
            "Combien de milligrammes {x.de} faut-il donner en une fois à {person} qui pèse {weight} kg ?",
        ),
    ),
    "dose_per_kg": (
        ("What is one dose of {x} by body weight?", "Quelle est la dose {x.de} selon le poids corporel ?"),
        ("How is {x} dosed by body weight?", "Comment {x.le} se dose-t-il selon le poids corporel ?"),
    ),
    "max_dose": (
        ("What is the maximum single dose of {x}?", "Quelle est la dose unique maximale {x.de} ?"),
        ("Which amount does a single dose of {x} never exceed?", "Quelle quantité une dose unique {x.de} ne dépasse-t-elle jamais ?"),
    ),
    "contraindicated_in": (
        (
            "In {person}, {x} is being considered. Which disease is a contraindication?",
            "Chez {person}, on envisage {x.le}. Quelle maladie est une contre-indication ?",
        ),
        (
            "Because of which disease must {person} not be given {x}?",
            "Quelle maladie est, chez {person}, une contre-indication {x.du} ?",
        ),
    ),
    "barred_drug": (
        (
            "{Person} has {d}. Which of these drugs is contraindicated?",
            "{Person} souffre {d.de}. Lequel de ces médicaments est contre-indiqué ?",
        ),
        (
            "Which drug must not be given to {person} with {d}?",
            "Quel médicament ne faut-il pas donner à {person} en cas {d.de} ?",
        ),
    ),
    "adverse": (
        (
            "{Person} takes {x}. Which of these is one of its adverse effects?",
            "{Person} prend {x.le}. Lequel de ces signes est un de ses effets indésirables ?",
        ),
        (
            "Which finding in {person} may be an adverse effect of {x}?",
            "Quel signe, chez {person}, peut être un effet indésirable {x.du} ?",
        ),
    ),
    "interaction": (
        (
            "A patient on {x} develops {f} after a second drug is added. Which drug was it?",
            "Un patient sous {x.le} présente {f.le} après l'ajout d'un second médicament. Lequel ?",
        ),
        (
            "Which drug causes {f} in combination with {x}?",
            "Quel médicament cause {f.le} en association avec {x.le} ?",
        ),
    ),
    "interaction_effect": (
        ("What does the combination of {x} with {y} cause?", "Que cause l'association {x.de} avec {y.le} ?"),
        ("Why must {x} not be combined with {y}? It causes:", "Pourquoi ne pas associer {x.le} {y.au} ? Cela cause :"),
    ),
    "acts_on": (
        ("On which hormone does {x} act?", "Sur quelle hormone agit {x.le} ?"),
        ("{x.Cap} changes the effect of which hormone?", "De quelle hormone {x.le} modifie-t-il l'effet ?"),
    ),
    "acting_low": (
        ("Which drug blocks the hormone {h}?", "Quel médicament bloque l'hormone {h} ?"),
        ("Name the drug that blocks the hormone {h}.", "Nommez le médicament qui bloque l'hormone {h}."),
    ),
    "acting_high": (
        ("Which drug boosts the hormone {h}?", "Quel médicament stimule l'hormone {h} ?"),
        ("Name the drug that boosts the hormone {h}.", "Nommez le médicament qui stimule l'hormone {h}."),
    ),
    "reference_range": (
        ("What is the reference range of {t} in {who}?", "Quelles sont les valeurs de référence {t.du} chez {who} ?"),
        ("In {who}, which values of {t} are normal?", "Chez {who}, quelles valeurs de référence a {t.le} ?"),
    ),
    "organ_of": (
        ("Which organ secretes {h}?", "Quel organe sécrète {h.le} ?"),
        ("By which organ is {h} secreted?", "Par quel organe {h.le} est-elle sécrétée ?"),
    ),
    "hormone_of": (
        ("Which hormone does the {o} secrete?", "Quelle hormone est sécrétée par {o.le} ?"),
        ("Which of these is a hormone of the {o}?", "Laquelle de ces hormones vient {o.du} ?"),
    ),
    "effect": (
        ("In health, what does {h} do?", "Chez le sujet sain, que fait {h.le} ?"),
        ("What is the effect of {h}?", "Quel est l'effet {h.de} ?"),
    ),
    "hormone_with_effect": (
        ("Which hormone {effect}?", "Quelle hormone {effect} ?"),
        ("In health, which hormone {effect}?", "Chez le sujet sain, quelle hormone {effect} ?"),
    ),
    "organ_with_duty": (
        ("Which organ {duty}?", "Quel organe {duty} ?"),
        ("Name the organ that {duty}.", "Nommez l'organe qui {duty}."),
    ),
    "next_step": (
        (
            "{Person} is managed by the guideline on {d}. {situation} What comes next?",
            "{Person} relève de la recommandation : {d}. {situation} Que faire ensuite ?",
        ),
        (
            "Guideline on {d}, {person}: {situation} What does the guideline advise?",
            "Recommandation : {d}, {person}. {situation} Que conseille la recommandation ?",
        ),
    ),
}  # fmt: skip

SITUATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "findings": (
        ("The patient shows {f} and {g}.", "On constate {f.le} et {g.le}."),
        ("There is {f}, and also {g}.", "Il y a {f.le}, et aussi {g.le}."),
    ),
    "test.high": (
        ("{t.Cap} has come back at {value}, above the limit.", "Le laboratoire rend, pour {t.le}, {value}, au-dessus du seuil."),
        ("{t.Cap} is {value}, above the limit.", "Le taux {t.du} est de {value}, il dépasse le seuil."),
    ),
    "test.low": (
        ("{t.Cap} has come back at {value}, below the limit.", "Le laboratoire rend, pour {t.le}, {value}, au-dessous du seuil."),
        ("{t.Cap} is {value}, below the limit.", "Le taux {t.du} est de {value}, inférieur au seuil."),
    ),
    "comorbidity": (
        ("Treatment is needed, but the patient also has {c}.", "Un traitement s'impose, mais il existe aussi {c.le}."),
        ("Before treatment you learn of {c} as well.", "Avant le traitement, on apprend l'existence {c.du}."),
    ),
    "no_response": (
        (
            "After {n} weeks of treatment the test is still outside its range.",
            "Après {n} semaines de traitement, le taux reste anormal.",
        ),
        (
            "Treatment has lasted {n} weeks and the result is still outside its range.",
            "Le traitement dure depuis {n} semaines et le taux reste anormal.",
        ),
    ),
    "adverse": (
        ("Under treatment, {f} appears.", "Sous traitement, {f.le} apparaît."),
        ("{f.Cap} has appeared under treatment.", "{f.Le} vient d'apparaître sous traitement."),
    ),
    "normal": (
        ("The decisive test is back in its range.", "L'examen décisif est redevenu normal."),
        ("The test result is back in the normal range.", "Le résultat est redevenu normal."),
    ),
}  # fmt: skip

# group of patients: field of ByGroup -> English, French
GROUPS = {
    "girls": ("girls", "les filles"), "boys": ("boys", "les garçons"), "women": ("women", "les femmes"),
    "men": ("men", "les hommes"), "older_women": ("older women", "les femmes âgées"),
    "older_men": ("older men", "les hommes âgés"),
}  # fmt: skip
INSTRUCTION = (
    "Answer with the letter of the right option.",
    "Répondez par la lettre de la bonne réponse.",
)
EXCESS, LACK = ("an excess of {h}", "un excès {h.de}"), ("a lack of {h}", "un manque {h.de}")
