"""What an answer says about the options it mentions: states, denies, or merely names them.

A mention is judged by the words before and behind it in its sentence, in a dozen languages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from preceptor.scoring._choice_mentions import Mention

DENIED, IGNORED, NAMED, WEAK, LIKELY, HEADED, STATED = -1, 0, 1, 2, 3, 4, 5
LEFT, RIGHT = 180, 70  # characters of context

_BOUNDARY = re.compile(r"[!?。！？;\n]|\.(?=\s|\Z)")
_OPENERS = " \t\n\r([{\"'<#>|~"
_SOFT = r"(?:clearly|likely|most likely|probably|therefore|thus|indeed|definitely|simply|just|actually|still|in fact|now|then|" \
    r"the|an?|la|le|el|il|die|o|to|my|option|choice|letter|answer|number|that|of|with|for|it|is|be|both|either|only|best|correct)"  # fmt: skip
_FILL = rf"[\s\"'(\[{{<:=,\-–—>#.]*(?:{_SOFT}\b[\s\"'(\[{{<:=,\-–—>#]*){{0,6}}"
_LOOSE = r"[\s\"'(\[{<:=,\-–—>#]*(?:(?!not\b|no\b|n't|unlikely|less\b|rule|could\b|might\b|may\b|or\b)[\w'/-]+[\s\"':,]+){0,4}"
_IS = r"(?:\b(?:is|are|was|were|be|being|remains?|would be)\b|[:=→]|[-=]>)"
_RIGHT = (
    r"(?:correct|right|best|final|my|likely|appropriate|suitable|chosen|preferred|selected|accurate|probable|single|only|"
    r"logical|obvious|true|better|clear|safest|closest|plausible|most)"
)
_ANSWER = rf"(?:(?:answer|ans|verdict|pick)s?(?: choices?| options?)?|{_RIGHT} (?:choice|option|selection|response|alternative|solution|one|letter)s?)"
_CHOOSE = (
    r"\b(?:choose|chose|choosing|select(?:ed|ing)?|pick(?:ed|ing)?|going with|go with|went with|go for|going for|"
    r"opt(?:ed|ing)? for|try|say|lean(?:ing)? towards?|lean(?:ing)? to|favou?r|vote for|guess|settled? on|conclude|"
    r"answer(?:ed)?|mark|change (?:my|the) answer to|j'opte pour|je choisis|je dirais|ich wähle|wähle ich|elijo|elegir[íi]a|escojo|scelgo|escolho|выбираю|kies)"
)
_SO = (
    r"\b(?:so|thus|hence|therefore|ergo|consequently|actually|instead|rather|correction|i mean|no(?=,)|(?:further |closer )?(?:consideration|reflection|review)|but (?:most |more )?(?:likely|probably)|in conclusion|finally|"
    r"ultimately|overall|no wait|wait|leaving|leaves|donc|daher|somit|folglich|por (?:lo )?tanto|portanto|así que|"
    r"entonces|quindi|dunque|поэтому|значит|следовательно|dus)"
)
_ABROAD = "|".join(
    (
        r"r[ée]ponses?(?:\s\w+){0,3}?\s*(?:est|sont|serait|:)|(?:r[ée]ponse|antwort|respuesta|risposta|resposta)",
        r"(?:antwort(?:en)?|lösung)(?:\s\w+){0,3}?\s*(?:ist|sind|lautet|wäre|:)|option(?:\s\w+){0,2}?\s(?:ist|lautet)|richtige?[rsn]?\s*(?:ist|sind|wäre|:)",
        r"(?:respuestas?|opci[óo]n|alternativa)(?:\s\w+){0,4}?\s*(?:es|son|ser[íi]a|:)",
        r"(?:rispost[ae]|opzione)(?:\s\w+){0,3}?\s*(?:è|sono|sarebbe|:)",
        r"(?:respostas?|gabarito|alternativa|op[çc][ãa]o)(?:\s\w+){0,3}?\s*(?:é|são|seria|:)",
        r"antwoord(?:\s\w+){0,3}?\s*(?:is|:)|odpowied[źz](?:\s\w+){0,3}?\s*(?:to|:)|svar(?:et)?(?:\s\w+){0,2}?\s*(?:är|er|:)",
        r"(?:cevap|yanıt|jawaban(?:nya)?|jibu|đáp án|câu trả lời)(?:\s\w+){0,3}?\s*(?:adalah|ni|là|:)?",
        r"(?:ответ\w*|вариант\w*)(?:\s\w+){0,3}?\s*(?:это|является|будет|:|-|—|–)?",
        r"(?:答案|选项|選項|选择|選擇|应选|故选|所以选|选|選|正确的是|正確的是|答)[^。,]{0,8}?(?:应该是|应为|是|为|為|选)?",
        r"(?:正解|答え|解答|回答|正答|選択肢|正しいのは|適切なのは|よって|したがって|答)[^。、]{0,12}?(?:は|が)?",
        r"(?:정답|답안|답|선택)(?:은|는|이)?",
        r"(?:الإجابة|الاجابة|الجواب|الخيار|إجابتي)(?:\s\S+){0,2}?\s*(?:هي|هو)?",
        r"(?:उत्तर|जवाब|विकल्प)(?:\s\S+){0,2}?(?:\sहै)?|(?:התשובה)(?:\s\S+){0,2}?(?:\sהיא)?",
    )
)
_STATES = re.compile(
    rf"(?:\b{_ANSWER}\b[^.\n]{{0,90}}?{_IS}{_FILL}|\b(?:final |correct |best |right |my )*(?:answer|ans)\b\W*|"
    r"\b(?<!differential )diagnosis\s?[:=\-–]\W*|\b(?:final|correct|best|right|my) (?:choice|selection)\b\W*"
    rf"|\bthe (?:option|choice|letter|alternative) is{_FILL}"
    rf"|(?:(?:\A\W*|\bmy |\bfinal |\bcorrect |\bbest )(?:choice|selection|option|response|prediction)\s?[:=]|{_ABROAD}){_FILL})\Z",
    re.IGNORECASE,
)
_CHOOSES = re.compile(rf"{_CHOOSE}{_FILL}\Z", re.IGNORECASE)
_SELF = re.compile(r"\b(?:i|i'd|i'll|i'm|we|let's|let us|je|ich|yo|eu|io|я)\b|\A\W*\w+\W*\Z", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:others?|remaining|rest of|incorrect|wrong)\b[^.\n]{0,40}\b(?:options?|choices?|answers?|alternatives?|ones?)\b"
    r"|\banalysis\b|\bwhy\b|\bothers?\b[^.\n]{0,30}:|\b(?:previous|next|another|other) question\b"
    r"|\b(?:each|all|these|those|following|various|available|listed|given|provided)\s(?:\w+\s)?(?:options|choices|answers)\b",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    rf"{_SO}[\s,:\-–—.…]*(?:(?:it|this|that|we|i)\b[\s\w']{{0,16}}?)?{_FILL}\Z", re.IGNORECASE
)
_SUPERLATIVE = (
    r"\b(?:most|commonest|best|statement|exception|true|false|incorrect|wrong|likel\w+|appropriate|correct|diagnosis|conclu\w+|indicated|preferred|suggest\w*|consistent|"
    r"points?|recommended?|next|final|answer|option|choice)\b[^.\n]{0,110}?"
)
_SUGGESTS_LETTER = re.compile(rf"{_SUPERLATIVE}{_IS}{_FILL}\Z", re.IGNORECASE)
_FIRMLY_IS = _IS.replace("|be|", "|(?<!could )(?<!might )(?<!may )be|")
_SUGGESTS = re.compile(
    rf"{_SUPERLATIVE}(?:{_FIRMLY_IS}|\b(?:consistent with|suggest(?:s|ive of)|points? (?:to|towards)|indicative of|diagnosis of|due to|has|have|represents?|suffer\w* from|developed)\b)"
    rf"{_LOOSE}\Z",
    re.IGNORECASE,
)
_IS_LAST = re.compile(rf"{_IS}(?:\s(?:due to|because of|in))?{_FILL}\Z", re.IGNORECASE)
_DENIES_LEFT = re.compile(
    r"(?:\bnot|n't|\bnever|\bneither|\bnor|\bcannot|\brule[sd]? out|\bexclud\w+|\beliminat\w+|\bexcept|\brather than|\binstead of|"
    r"\bopposed to|\bunlike|\bover|\bpas|\bnicht|\bkein\w*|\bno es|\bnon è|\bnão é|\bне|不是|非|不选)"
    rf"(?:\s+(?:choose|select|pick|go with|say|opt for|recommend))?{_FILL}\Z",
    re.IGNORECASE,
)
_BUT = re.compile(
    rf"\b(?:but|it is|it's|rather|instead|sondern|sino|mais|mas|ma|bensì|maar|а|но)\b{_FILL}\Z|(?:而是|应是|ではなく|じゃなく)(?:て)?[,、\s]*\Z",
    re.I,
)
_DENIES = re.compile(
    r"[\s\"')\]]*(?:(?:is|are|was|were|would|can|could|does|do|also|both|all|therefore|likely|be|definitely|clearly)\s+){0,4}"
    r"(?:not\b|n't|isn't|aren't|wasn't|doesn't|can't|cannot|incorrect|wrong|false|unlikely|inappropriate|inaccurate|untrue|"
    r"ruled out|excluded|eliminated|less|contraindicated|never|too\b|out\b|"
    r"est (?:fausse?|incorrecte?)|n'est pas|sont (?:fausses|incorrectes)|ist (?:falsch|nicht)|sind (?:falsch|nicht)|es (?:incorrect|fals)|son (?:incorrect|fals)|no es|no son|"
    r"non è|é (?:incorret|fals)|não|не\b|неверн|неправильн|不正确|不正確|错|錯|不对|ではな|ではあり|じゃな|は誤|は間違|は不適)",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(
    r"[\s\"')\].,]*(?:(?:which |that )?(?:is|are|was|would be|must be|seems to be|appears to be|remains|has to be)\s+"
    rf"(?:(?!not\b|a\b|an\b)\w+\s+){{0,2}}?(?:the |my |our )(?:{_RIGHT}\s+|\w+est\s+){{0,4}}(?:answer|choice|option|response|selection|one)\b(?! (?:of|if|when))"
    r"|(?:が|は)(?:正解|正し|適切|最も)|を選|です|だ。|(?:项|项是)?(?:是|为)?(?:正确|正確|对的|正解|最佳)|가 (?:정답|맞)|이 (?:정답|맞)|입니다"
    r"|est (?:la )?(?:bonne|meilleure|correct|exact)|ist (?:die )?(?:richtig|korrekt|beste)|es (?:la )?(?:respuesta|opci[óo]n|correct|mejor)|"
    r"è (?:la )?(?:rispost|corrett|giust)|é (?:a )?(?:respost|corret|alternativ)|(?:является )?(?:правильн|верн))",
    re.IGNORECASE,
)
AFFIRMED = re.compile(
    r"[\s\"')\].,]*(?:is|are|was|would be|seems|appears|remains)\s+(?:\w+\s+){0,2}?(?:correct|right|true|best|better|preferable|superior|(?:most )?"
    r"(?:likely|appropriate|accurate|consistent|suitable))\b|[\s\"')\].,]*(?:\W{0,3})(?:correct|right)\b",
    re.IGNORECASE,
)
_TRUE_END = re.compile(
    r"[\s\"')\].,]*(?:is|are)\s+(?:the )?(?:correct|right)[.!]?\s*(?:\n|\Z|#)", re.IGNORECASE
)
_IF = re.compile(
    r"\b(?:if|unless|were it|were this)\b(?!\s+(?:i|we|one|you|forced|pressed)\b(?!'?\s*\w*\s*(?:had|has|is|was)\s+(?:a|an|the)\b))",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"[\s\"')\]]*(?:is|are|would|could|may|might|can|will)\b[^.\n(]{0,40}?\b(?:if|unless|when|provided)\b",
    re.IGNORECASE,
)
_OTHERS_VIEW = re.compile(
    r"\byou (?:\w+ )?(?:think|believe|said|suspect|were|are|mention)|\bcolleagues?\b|"
    r"\binitial(?:ly)? (?:thought|suspicion|suspected|answer|impression|guess|choice|confident|believed|considered|leaning|inclination)|"
    r"\b(?:at first|first thought|previously|one might|some (?:may|might|would)|many (?:would|people)|tempting|distractor|commonly (?:chosen|confused))\b",
    re.IGNORECASE,
)
_CONCEDED = re.compile(r"\W*(?:although|while|whereas|even though)\b", re.IGNORECASE)
_CONCEDES = re.compile(r"\b(?:although|while|whereas|even though)\b[^,]*\Z", re.IGNORECASE)
_HOWEVER = re.compile(r"\b(?:but|however|yet|though|nevertheless)\b", re.IGNORECASE)
_OR_ELSE = re.compile(
    r",?\s(?:or|versus|vs\.?)\s(?!more\b|less\b)\w", re.IGNORECASE
)  # or something that is no option
_ASIDE = re.compile(r"\s?\([^()\n]{0,60}\)")
_BETWEEN = re.compile(rf"\b(?:between|entre|zwischen|tra)\b{_FILL}\Z", re.IGNORECASE)
REVISES = re.compile(
    r"\b(?:wait|actually|but|however|instead|rather|correction|no|sorry|reflection|changed?|revis\w+|reconsider\w*|"
    r"therefore|thus|hence|so|ultimately|final\w*|conclusion|overall|also|donc|sondern|sino|mais|не|а)\b|而是|ではなく|不是|不对|いや|やはり",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A mention and how surely the answer stands by it; `left` is where its sentence begins."""

    mention: Mention
    strength: int
    left: int


def sentence_start(text: str, start: int, floor: int) -> int:
    """Return where the sentence begins that leads to `start`, not before `floor`; a colon's line is part of it."""
    low = max(floor, start - LEFT)
    end = low + len(text[low:start].rstrip(_OPENERS))
    last = low
    for found in _BOUNDARY.finditer(text, low, end):
        last = found.end()
    return last


def statements(text: str, mentions: Sequence[Mention]) -> list[Statement]:
    """Judge every mention of a text, in order."""
    found: list[Statement] = []
    floor, denied = 0, False
    for mention in mentions:
        begin = sentence_start(text, mention.start, floor)
        left, right = text[begin : mention.start], _behind(text, mention.end)
        if begin == floor and found and (spent := _AFFIRMS.match(left)):
            left = left[spent.end() :]  # "... why C is the right choice: A. ..." speaks of C
        denied = denied and begin == floor
        strength = _strength(mention, left, right, denied)
        opening = sentence_start(text, mention.start, 0)
        if strength > NAMED and (_unsure(text[opening : mention.start]) or _ONLY_IF.match(right)):
            strength = IGNORED
        if mention.kind == "text" and strength > NAMED and _OR_ELSE.match(right):
            strength = IGNORED
        if mention.joined == "or" and _BETWEEN.search(left):
            strength = IGNORED
        found.append(Statement(mention, strength, opening))
        denied = strength == DENIED
        floor = mention.end if strength != NAMED else floor
    return found


def _behind(text: str, end: int) -> str:
    """Return the words behind a mention, without an aside in brackets: "GABA (an amino acid) is wrong"."""
    aside = _ASIDE.match(text, end)
    end = aside.end() if aside else end
    return text[end : end + RIGHT].partition("\n")[0]


def _unsure(sentence: str) -> bool:
    last = _HOWEVER.split(sentence)[-1]
    if _CONCEDED.match(last) and "," in last:
        last = last.rpartition(",")[2]
    return bool(_IF.search(last) or _OTHERS_VIEW.search(last) or _CONCEDES.search(last))


def _strength(mention: Mention, left: str, right: str, denied: bool) -> int:
    """Weigh one mention by what stands left and right of it in its sentence."""
    if denied and _BUT.search(left):
        return STATED
    if _DENIES_LEFT.search(left) or _DENIES.match(right):
        return DENIED
    words = mention.kind == "text"
    if mention.kind == "short":
        return STATED if _STATES.search(left) and not _OTHERS.search(left) else NAMED
    if not _OTHERS.search(left):
        if _STATES.search(left) or (_CHOOSES.search(left) and (not words or _SELF.search(left))):
            return STATED
        if _CONCLUDES.search(left):
            return LIKELY if words else STATED
        if _AFFIRMS.match(right) or (_TRUE_END.match(right) and not left.strip(_OPENERS + "0123456789.-")):
            return STATED
        if mention.kind == "letter" and _IS_LAST.search(left):
            return LIKELY
        if (_SUGGESTS if words or left.endswith("(") else _SUGGESTS_LETTER).search(left):
            return LIKELY
    return WEAK if AFFIRMED.match(right) else NAMED
