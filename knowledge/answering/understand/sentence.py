"""The question inside a message: quoted lines, greetings and chatter are context."""

import re
from dataclasses import dataclass

from knowledge.answering.understand.words import words_of

_QUOTED_LINE = re.compile(r"^\s*(?:>|&gt;|\|)")
_URL = re.compile(r"https?://\S+|www\.\S+|@\w{4,}\b")
_END = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+|\n+")
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|when|where|why|which|how|whether|wh?at|wen|is it true"
    r"|(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|might)(?:n't)? \w+"
    r"|tell me|list|show|give me|name"
    r"|что|кто|кого|кому|кем|чем|где|когда|почему|зачем|сколько|какой|какая|какое|какие|каким|каких|какую|какого|как|куда|откуда|чей|правда ли|верно ли"
    r"|расскажи|покажи|перечисли|назови|скажи"
    r"|що|хто|кого|ким|чим|де|коли|чому|навіщо|скільки|який|яка|яке|які|яких|яку|якого|як|куди|звідки|чий|чи"
    r"|розкажи|покажи|перелічи|назви|скажи)\b"
)
# Sentences that only lead to the question or follow it.
_PHATIC = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|evening|day)|thanks?(?: you)?(?: in advance)?|please|sorry"
    r"|any(?:one|body)(?: here)?(?: know| have| got)?[\w ]{0,24}|(?:can|could|would) (?:you|anyone|somebody|someone) (?:help|explain|clarify|check)[\w ]{0,24}"
    r"|(?:do|does) (?:you|anyone|anybody) know|you know what i mean|make(?:s)? sense|right|am i right|what do you (?:think|say)|how are you[\w ]*"
    r"|(?:i have )?(?:a )?(?:quick |small |one )?question(?: for you)?|help|what'?s up|can i ask[\w ]{0,24}|may i ask[\w ]{0,24}"
    r"|привет\w*|здравствуй\w*|добрый (?:день|вечер)|спасибо\w*|пожалуйста|подскажите|помогите|кто[- ]нибудь знает|кто знает|не знаете|можете помочь|вопрос|как дела"
    r"|привіт\w*|вітаю|доброго (?:дня|вечора)|добрий (?:день|вечір)|дякую\w*|будь ласка|підкажіть|допоможіть|хто знає|хтось знає|можете допомогти|питання|як справи)\W*$"
)
_POINTS_BACK = re.compile(
    r"\b(?:that|this|it|so|true|right|correct|he|she|they|them|those|these"
    r"|это|этот|этого|этом|так|правда|верно|он|она|они|их|его|ее|такое"
    r"|це|цього|цьому|так|правда|він|вона|вони|їх|його|її|таке)\b"
)
# What stands before the question itself within one sentence.
_LEAD = re.compile(
    r"^(?:[\w',\- ]{0,120}?\b(?:(?:was|am|been|m|is) (?:just |still |really )?(?:wondering|curious|asking|trying to (?:find out|understand|figure out|remember|work out))(?: about)?"
    r"|(?:do|does) (?:you|anyone|anybody|somebody|someone)(?: here)? (?:happen to )?(?:know|remember)|(?:can|could|would|will) (?:you|anyone|somebody|someone)(?: please| kindly)? (?:tell me|tell us|say|explain|remind me|clarify)"
    r"|(?:i )?(?:want|need|would like|'d like|d like|wanted|love|like) to (?:know|find out|understand|ask|check)|(?:please )?tell me|remind me|any idea|question is|my question"
    r"|i (?:don't|do not|can't|cannot) (?:know|understand|remember|recall|figure out)"
    r"|подскажите|скажите|скажи|напомните|напомни|объясните|интересно|хочу (?:знать|узнать|понять|спросить)|хотел(?:а)? бы (?:знать|узнать)|не (?:знаете|знаешь|подскажете|помню|понимаю|пойму)|знает кто|вопрос"
    r"|підкажіть|скажіть|скажи|нагадайте|поясніть|цікаво|хочу (?:знати|дізнатися|зрозуміти|спитати)|хотів(?:ла)? би (?:знати|дізнатися)|не (?:знаєте|знаєш|підкажете|пам'ятаю|розумію)|питання)\b)"
    r"[\s,:;—-]*(?:please|pls|пожалуйста|будь ласка)?[\s,:;—-]*(?:if|about|об?|про)?\s+"
)
_SHORT = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """A folded message taken apart.

    Args:
        question: the part that asks.
        context: everything else that was not a quotation.
    """

    question: str
    context: str = ""


def question_in(message: str) -> Asked:
    """Find the question in a folded message of one or many sentences."""
    lines = [line for line in message.splitlines() if not _QUOTED_LINE.match(line)]
    bare = _URL.sub(" ", "\n".join(lines)).strip()
    if not words_of(bare):
        bare = _URL.sub(" ", re.sub(r"(?m)^\s*(?:>|&gt;|\|)+", "", message)).strip()
    sentences = [each.strip() for each in _END.split(bare) if words_of(each)]
    speaking = [each for each in sentences if not _PHATIC.match(each)] or sentences
    if len(speaking) <= 1:
        question = speaking[0] if speaking else bare
        rest = [each for each in sentences if each != question]
        return Asked(_without_lead(question), " ".join(rest))
    best = max(range(len(speaking)), key=lambda at: (_asking(speaking[at]), at))
    if _asking(speaking[best]) == 0:
        whole = " ".join(speaking)
        return Asked(whole if len(words_of(whole)) <= 3 * _SHORT else speaking[-1], whole)
    chosen = _without_lead(speaking[best])
    rest = speaking[:best] + speaking[best + 1 :]
    if best > 0 and _leans_on_the_rest(chosen):
        chosen = f"{speaking[best - 1]} {chosen}"
    return Asked(chosen, " ".join(rest))


def _asking(sentence: str) -> int:
    """2: with a question mark and a word that asks; 1: either; 0: it only tells."""
    marked = "?" in sentence
    begins = _ASKS.match(_without_lead(sentence)) is not None
    return 2 * marked + begins if marked or begins else 0


def _leans_on_the_rest(question: str) -> bool:
    """Too short to be found alone, and pointing at what was said before."""
    words = words_of(question)
    return len(words) <= 6 and bool(_POINTS_BACK.search(question))  # noqa: PLR2004 - "is that really true, though?"


def _without_lead(sentence: str) -> str:
    stripped = _LEAD.sub("", sentence, count=1)
    return stripped if len(words_of(stripped)) >= 2 else sentence  # noqa: PLR2004 - a verb and its object
