"""The ordinary words that findings, organs and hormones are described with, in English and French."""

from preceptor.knowledge.fictional_world._shapes import Term

# noun: English, French, feminine in French
SIGNS = tuple(
    Term(en=en, fr=fr, feminine=gender == "f")
    for en, fr, gender in (
        ("mottling", "marbrure", "f"), ("numbness", "engourdissement", "m"), ("warmth", "chaleur", "f"),
        ("stiffness", "raideur", "f"), ("tingling", "picotement", "m"), ("swelling", "gonflement", "m"),
        ("itching", "démangeaison", "f"), ("twitching", "tressaillement", "m"),
        ("hardening", "durcissement", "m"), ("peeling", "desquamation", "f"), ("throbbing", "pulsation", "f"),
        ("coldness", "froideur", "f"), ("glow", "lueur", "f"), ("creaking", "grincement", "m"),
        ("weakness", "faiblesse", "f"), ("rippling", "ondulation", "f"), ("drooping", "affaissement", "m"),
        ("heaviness", "lourdeur", "f"), ("tightness", "tension", "f"), ("trembling", "tremblement", "m"),
        ("burning", "brûlure", "f"), ("thinning", "amincissement", "m"), ("dryness", "sécheresse", "f"),
        ("humming", "bourdonnement", "m"), ("clicking", "claquement", "m"), ("roughness", "rugosité", "f"),
    )
)  # fmt: skip

# adjective: English, French masculine, French feminine
QUALITIES = (
    ("migrating", "migrateur", "migratrice"), ("painless", "indolore", "indolore"),
    ("sudden", "soudain", "soudaine"), ("recurrent", "récurrent", "récurrente"),
    ("one-sided", "unilatéral", "unilatérale"), ("symmetrical", "symétrique", "symétrique"),
    ("fleeting", "fugace", "fugace"), ("persistent", "persistant", "persistante"),
    ("nocturnal", "nocturne", "nocturne"), ("morning", "matinal", "matinale"),
    ("cold-induced", "provoqué par le froid", "provoquée par le froid"),
    ("crescent-shaped", "en croissant", "en croissant"), ("salt-scented", "à odeur de sel", "à odeur de sel"),
    ("blue", "bleuté", "bleutée"), ("amber", "ambré", "ambrée"), ("silvery", "argenté", "argentée"),
    ("painful", "douloureux", "douloureuse"), ("violet", "violet", "violette"),
    ("rhythmic", "rythmé", "rythmée"), ("slow", "lent", "lente"), ("chequered", "en damier", "en damier"),
    ("light-sensitive", "sensible à la lumière", "sensible à la lumière"),
    ("ring-shaped", "annulaire", "annulaire"), ("moonlit", "au clair de lune", "au clair de lune"),
)  # fmt: skip

# where a finding sits, with its preposition
SITES = (
    ("of the palms", "des paumes"), ("of the nape", "de la nuque"), ("of the shoulders", "des épaules"),
    ("of the eyelids", "des paupières"), ("of the tongue", "de la langue"),
    ("of the earlobes", "des lobes des oreilles"), ("of the ankles", "des chevilles"),
    ("of the fingertips", "du bout des doigts"), ("of the scalp", "du cuir chevelu"),
    ("of the lips", "des lèvres"), ("of the shins", "des tibias"), ("of the elbows", "des coudes"),
    ("of the soles", "des plantes des pieds"), ("of the collarbones", "des clavicules"),
    ("of the forearms", "des avant-bras"), ("of the jaw", "de la mâchoire"), ("of the hips", "des hanches"),
    ("of the calves", "des mollets"), ("of the knuckles", "des phalanges"), ("of the temples", "des tempes"),
    ("of the brow", "du front"), ("of the ribs", "des côtes"), ("of the heels", "des talons"),
    ("of the thumbs", "des pouces"), ("of the kneecaps", "des rotules"), ("of the wrists", "des poignets"),
)  # fmt: skip

ORGAN_SITES = tuple(
    Term(en=en, fr=fr)
    for en, fr in (
        ("behind the breastbone", "derrière le sternum"), ("below the left collarbone", "sous la clavicule gauche"),
        ("above the navel", "au-dessus du nombril"), ("between the shoulder blades", "entre les omoplates"),
        ("behind the right ear", "derrière l'oreille droite"), ("along the left flank", "le long du flanc gauche"),
        ("under the chin", "sous le menton"), ("in the hollow of the right knee", "au creux du genou droit"),
        ("at the root of the nose", "à la racine du nez"), ("in the small of the back", "au creux des reins"),
        ("inside the left armpit", "dans l'aisselle gauche"), ("below the last rib", "sous la dernière côte"),
        ("around the windpipe", "autour de la trachée"), ("in front of the tailbone", "devant le coccyx"),
    )
)  # fmt: skip

DUTIES = tuple(
    Term(en=en, fr=fr)
    for en, fr in (
        ("stores salts that react to light", "stocke des sels sensibles à la lumière"),
        ("filters sound before it reaches the bones", "filtre les sons avant qu'ils atteignent les os"),
        ("sets the pace of blinking", "règle le rythme du clignement"),
        ("keeps the balance while asleep", "maintient l'équilibre pendant le sommeil"),
        ("turns scents into warmth", "transforme les odeurs en chaleur"),
        ("ripens the red pigment of the nails", "fait mûrir le pigment rouge des ongles"),
        ("measures the length of the day", "mesure la durée du jour"),
        ("gathers the dust of speech", "recueille la poussière de la parole"),
        ("softens the joints at noon", "assouplit les articulations à midi"),
        ("counts the heartbeats of the week", "compte les battements de la semaine"),
        ("dries tears from within", "sèche les larmes de l'intérieur"),
        ("weaves the inner lining of the veins", "tisse la paroi interne des veines"),
        ("smooths the memory of pain", "lisse le souvenir de la douleur"),
        ("sorts copper from iron", "sépare le cuivre du fer"),
    )
)  # fmt: skip

EFFECTS = tuple(
    Term(en=en, fr=fr)
    for en, fr in (
        ("slows the growth of the nails", "ralentit la pousse des ongles"),
        ("widens the pupils at dusk", "dilate les pupilles au crépuscule"),
        ("thickens the saliva", "épaissit la salive"),
        ("shortens dreams", "raccourcit les rêves"),
        ("raises the warmth of the hands", "augmente la chaleur des mains"),
        ("loosens the small tendons", "relâche les petits tendons"),
        ("darkens the hair roots", "fonce la racine des cheveux"),
        ("steadies the gait", "affermit la marche"),
        ("sharpens the taste of salt", "affine le goût du sel"),
        ("calms hiccups", "calme le hoquet"),
        ("delays hunger", "retarde la faim"),
        ("deepens the voice", "rend la voix plus grave"),
        ("brightens night vision", "éclaircit la vision nocturne"),
        ("tightens the skin of the back", "tend la peau du dos"),
        ("draws water into the cartilage", "attire l'eau dans le cartilage"),
        ("quickens the reflex of the knee", "accélère le réflexe du genou"),
        ("softens the earwax", "ramollit le cérumen"),
        ("releases copper from the bones", "libère le cuivre des os"),
        ("dims the hearing of high tones", "atténue les sons aigus"),
        ("lengthens the breath", "allonge le souffle"),
        ("stiffens the eyelashes", "raidit les cils"),
        ("cools the forehead", "rafraîchit le front"),
        ("strengthens the grip", "renforce la poigne"),
        ("scatters freckles", "disperse les taches de rousseur"),
    )
)  # fmt: skip

# specimen of a test: English before the noun; French masculine and feminine after it
SPECIMENS = (
    ("serum", "sérique", "sérique"), ("urine", "urinaire", "urinaire"), ("saliva", "salivaire", "salivaire"),
    ("tear", "lacrymal", "lacrymale"), ("sweat", "sudoral", "sudorale"), ("marrow", "médullaire", "médullaire"),
)  # fmt: skip
# unit, lowest and highest upper limit of normal, decimals
UNITS = (
    ("nmol/L", 2.0, 90.0, 1), ("mmol/L", 0.8, 9.0, 2), ("mg/L", 3.0, 80.0, 1), ("U/L", 20.0, 300.0, 0),
    ("µg/L", 5.0, 95.0, 1), ("pmol/L", 10.0, 400.0, 1),
)  # fmt: skip


def finding_name(sign: Term, quality: tuple[str, str, str], site: tuple[str, str]) -> Term:
    """Join a noun, an adjective that agrees with it, and a site."""
    adjective = quality[2] if sign.feminine else quality[1]
    return Term(
        en=f"{quality[0]} {sign.en} {site[0]}",
        fr=f"{sign.fr} {adjective} {site[1]}",
        feminine=sign.feminine,
    )
