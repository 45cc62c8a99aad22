"""Whether an answer declines to choose: for want of permission, of competence, or of information."""

import re

_PATTERNS = (
    # English: cannot or will not answer
    r"\b(?:can(?:no|')t|can not|am unable to|unable to|not able to|won't|will not|must decline to|decline to|refuse to|"
    r"not (?:comfortable|qualified|allowed|permitted|programmed|designed|appropriate for me to)|not in a position to)\W"
    r"(?:\w+\W+){0,4}?(?:answer|provide|give|offer|assist|help|comply|choose|select|make|determine|diagnose|"
    r"recommend|respond|fulfil|engage|advise|be (?:answered|determined))",
    r"\bi(?:'m| am) (?:very |really )?sorry\b|\bapologi[sz]e\b",
    r"\b(?:i am|i'm|as) (?:just |only )?an? (?:large )?(?:ai\b|artificial|language model|llm\b)",
    r"\b(?:not|n't|isn't|insufficient|in?adequate) (?:\w+ ){0,3}?(?:enough|sufficient)?\s?"
    r"(?:information|data|context|detail)",
    r"\binsufficient\b|\bplease (?:provide|clarify|rephrase|share)\b|\bconsult (?:a|an|your|with)\b (?:\w+ ){0,3}?(?:doctor|physician|professional|provider)",
    r"\bcan(?:no|')t be (?:\w+ )?(?:determined|answered|chosen|concluded)|\bnot (?:determinable|answerable)\b",
    r"\b(?:unknown|undetermined|i do(?:n't| not) know|not sure|information not available|no answer)\b",
    r"\bresponse was filtered\b|\bcontent (?:management|filtering|policy)",
    # other languages
    r"je (?:ne peux pas|ne suis pas en mesure|suis désolé)|désolée?\b|ne sais pas",
    r"lo siento|no puedo|no estoy en condiciones|no lo sé|lamento",
    r"es tut mir leid|tut mir leid|ich kann (?:\w+ ){0,6}?nicht|kann ich nicht|weiß (?:ich )?(?:es )?nicht",
    r"mi dispiace|non posso|non sono in grado|não posso|desculpe|sinto muito|não sei|não consigo",
    r"не могу|извините|к сожалению|не знаю|nie mogę|przepraszam|het spijt me|kan ik niet|üzgünüm|saya tidak (?:bisa|dapat)",
    r"抱歉|对不起|對不起|无法|無法|不能回答|不能提供|不知道",
    r"申し訳|できません|お答えでき|回答でき|わかりません|分かりません",
    r"죄송|할 수 없|알 수 없|답변드릴 수",
    r"عذرا|آسف|أعتذر|لا أستطيع|لا يمكنني|لا أعرف|माफ़|क्षमा करें|नहीं कर सकता",
)
_REFUSAL = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def refuses(text: str) -> bool:
    """Say whether a text in which no option could be read declines to answer."""
    return bool(_REFUSAL.search(text[:4000]) or _REFUSAL.search(text[-2000:]))
