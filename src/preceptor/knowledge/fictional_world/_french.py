"""The sentences of the French textbook: several wordings of each, under the keys of the English one."""

TITLES = {
    "organ": "{o.Le}", "hormone": "{h.Le}", "overview": "{d.Cap} : généralités", "findings": "{d.Cap} : signes",
    "diagnosis": "{d.Cap} : diagnostic", "treatment": "{d.Cap} : traitement",
    "test": "{t.Cap} : valeurs de référence", "dosing": "{x.Cap} : action et dose",
    "safety": "{x.Cap} : sécurité", "guideline": "Recommandation : {d}",
}  # fmt: skip

GROUPS = ("des filles", "des garçons", "des femmes", "des hommes", "des femmes âgées", "des hommes âgés")
COUNTED = ("filles", "garçons", "femmes", "hommes", "femmes âgées", "hommes âgés")
AGES = ("des enfants", "des adultes", "des personnes de 65 ans et plus")
SEXES = ("des patientes", "des patients masculins")
SEX_WORDS = {"female": "les filles et les femmes", "male": "les garçons et les hommes"}
CHILDREN, GROWN, EVERYONE = "les enfants de moins de 16 ans", "les personnes de 16 ans et plus", "tous"
OR = "ou"

SENTENCES: dict[str, tuple[str, ...]] = {
    "organ.place": (
        "{o.Le} se trouve {site} et {duty}.",
        "{o.Le} est un petit organe, situé {site}, qui {duty}.",
    ),
    "organ.hormones": ("{o.Le} sécrète {hormones}.", "Ses hormones sont {hormones}."),
    "hormone.organ": (
        "{h.Le} est sécrétée par {o.le}.",
        "{h.Le} est l'hormone que sécrète {o.le}.",
    ),
    "hormone.effect": ("{h.Le} {effect}.", "Chez le sujet sain, {h.le} {effect}."),
    "hormone.high": ("Trop {h.de} mène à ceci : {diseases}.", "Un excès {h.de} provoque {diseases}."),
    "hormone.low": ("Trop peu {h.de} mène à ceci : {diseases}.", "Un manque {h.de} provoque {diseases}."),
    "hormone.blocked": ("Elle est bloquée par {drugs}.", "Médicaments qui la bloquent : {drugs}."),
    "hormone.boosted": ("Elle est stimulée par {drugs}.", "Médicaments qui la stimulent : {drugs}."),
    "overview.high": (
        "{d.Le} est une maladie {o.du} dont la cause est un excès {h.de}.",
        "Dans {d.le}, {o.le} sécrète trop {h.de} : la cause de la maladie est un excès {h.de}.",
    ),
    "overview.low": (
        "{d.Le} est une maladie {o.du} dont la cause est un manque {h.de}.",
        "Dans {d.le}, {o.le} sécrète trop peu {h.de} : la cause de la maladie est un manque {h.de}.",
    ),
    "overview.prevalence": (
        "Sur 100 000 personnes de chaque groupe, la maladie touche {groups}.",
        "Pour 100 000 personnes de chaque groupe, cette maladie atteint {groups}.",
    ),
    "findings.lead": (
        "Le signe le plus fréquent {d.du} est {f.le}, chez {p} des patients de tout âge et des deux sexes.",
        "Signe dominant {d.du} : {f.le}, présent chez {p} de tous les patients, le plus fréquent de tous.",
    ),
    "findings.flat": ("{f.Le} s'observe chez {p} des patients.", "On constate {f.le} chez {p} des patients."),
    "findings.age": (
        "{f.Le} dépend de l'âge : {groups}.",
        "La fréquence {f.du} change avec l'âge : {groups}.",
    ),
    "findings.sex": ("{f.Le} dépend du sexe : {groups}.", "{f.Le} diffère selon le sexe : {groups}."),
    "findings.both": (
        "{f.Le} dépend de l'âge et du sexe : {groups}.",
        "L'âge et le sexe décident de la fréquence {f.du} : {groups}.",
    ),
    "diagnosis.high": (
        "On confirme {d.le} par le dosage {t.du}, au-dessus des valeurs de référence.",
        "L'examen qui confirme {d.le} est le dosage {t.du}, au-dessus des valeurs de référence.",
    ),
    "diagnosis.low": (
        "On confirme {d.le} par le dosage {t.du}, au-dessous des valeurs de référence.",
        "L'examen qui confirme {d.le} est le dosage {t.du}, au-dessous des valeurs de référence.",
    ),
    "diagnosis.hormone": (
        "Le taux {t.du} est {way} aussi, mais d'autres maladies font de même.",
        "Le taux {t.du} est lui aussi {way}, ce qui ne prouve rien à lui seul.",
    ),
    "treatment.first": (
        "Le médicament de première intention {d.du} est {x.le}.",
        "Le traitement {d.du} commence par {x.le}, médicament de première intention.",
    ),
    "treatment.second": (
        "Le médicament de deuxième intention {d.du} est {x.le}, si le premier échoue ou est contre-indiqué.",
        "En cas d'échec ou de contre-indication, {x.le} est le médicament de deuxième intention {d.du}.",
    ),
    "treatment.barred": (
        "En cas {d.de}, il ne faut pas donner {drugs} (contre-indication).",
        "Est contre-indiqué, et il ne faut pas donner, en cas {d.de} : {drugs}.",
    ),
    "test.range": (
        "Valeurs de référence {t.du} chez {who} : {range}.",
        "Chez {who}, les valeurs de référence {t.du} vont de {range}.",
    ),
    "test.high": (
        "Un résultat au-dessus de ces valeurs confirme {d.le}.",
        "{t.Cap} au-dessus de ces valeurs : penser {d.au}.",
    ),
    "test.low": (
        "Un résultat au-dessous de ces valeurs confirme {d.le}.",
        "{t.Cap} au-dessous de ces valeurs : penser {d.au}.",
    ),
    "dosing.low": ("{x.Le} bloque l'hormone {h}.", "Son action : {x.le} bloque l'hormone {h}."),
    "dosing.high": ("{x.Le} stimule l'hormone {h}.", "Son action : {x.le} stimule l'hormone {h}."),
    "dosing.uses": ("On l'emploie contre {diseases}.", "{x.Le} sert à traiter {diseases}."),
    "dosing.dose": (
        "Une dose {x.de} est de {per_kg} mg/kg de poids corporel, donnée {times}.",
        "{x.Le} se donne {times} ; chaque dose, selon le poids corporel, est de {per_kg} mg/kg.",
    ),
    "dosing.max": (
        "Une dose unique {x.de} ne dépasse jamais le maximum de {max} mg.",
        "La dose unique maximale {x.de} est de {max} mg.",
    ),
    "safety.barred": (
        "{x.Le} est contre-indiqué dans {diseases} : chaque maladie est une contre-indication.",
        "Chaque maladie que voici est une contre-indication {x.du} : {diseases}.",
    ),
    "safety.adverse": (
        "Les effets indésirables {x.de} sont {findings}.",
        "Chaque signe que voici peut être un effet indésirable {x.du} : {findings}.",
    ),
    "safety.interaction": (
        "L'association {x.de} avec {other.le} cause {f.le}.",
        "{x.Le} ne doit pas être associé {other.au} : cette interaction cause {f.le}.",
    ),
    "step": ("Étape {n}. {condition}, {action}.",),
    "when.findings": ("Quand un patient présente {findings}",),
    "when.test.high": ("Si le taux {t.du} dépasse {value} {unit}",),
    "when.test.low": ("Si le taux {t.du} est inférieur à {value} {unit}",),
    "when.comorbidity": ("Si le patient est aussi atteint {diseases}",),
    "when.no_response": ("Si le taux {t.du} reste anormal après {n} semaines de traitement",),
    "when.adverse": ("Si {f.le} apparaît sous traitement",),
    "when.normal": ("Dès que le taux {t.du} est redevenu normal",),
    "do.order": ("demander le dosage {t.du}",),
    "do.start": ("commencer {x.le}",),
    "do.replace": ("remplacer {x.le} par {y.le}",),
    "do.stop": ("arrêter {x.le}",),
    "do.recheck": ("recontrôler {t.le} après {months} mois",),
    "times": ("une fois par jour", "deux fois par jour", "trois fois par jour", "quatre fois par jour"),
    "way": ("élevé", "abaissé"),
    "in": ("{p} {who}",),
    "count": ("{n} {who}",),
}
