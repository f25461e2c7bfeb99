"""What a question asks for: a person, a time, a number, a reason, a yes or no."""

import re
from enum import StrEnum


class Want(StrEnum):
    """What the first line of the answer has to give; `WHEN_SAID` is a finer `WHEN`."""

    WHO = "who"
    WHEN = "when"
    WHEN_SAID = "when_said"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    IS_IT_TRUE = "is_it_true"
    WHAT = "what"


# Tried in this order: "is it true that nobody said when" asks for a yes or no.
_ASKED: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (
        Want.IS_IT_TRUE,
        re.compile(
            r"^\W*(?:is it (?:really |actually )?(?:true|correct|right|so)|is that (?:true|right|correct)|true or false"
            r"|(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|might|may|isn't|wasn't|didn't|doesn't|don't|aren't|weren't|hasn't|haven't)\b(?! (?:you|anyone|anybody) know)"
            r"|правда|верно|действительно|разве|неужели|неужто|чи\b|невже|хіба|дійсно)"
            r"|\b(?:правда ли|верно ли|так ли|это правда|is (?:it|that|this) true|чи правда|це правда|чи це так|чи вірно)\b"
            r"|^\W*(?:\w+[ -]){1,3}ли\b"
        ),
    ),
    (
        Want.HOW_MANY,
        re.compile(
            r"\b(?:how\W+(?:many|mny|much|big|large|few|long|old|far|fast|deep|high|tall|heavy|late|often)|hw many|(?:at )?what (?:speed|age|price|sum|amount)|(?:what|which) (?:number|percentage|percent|share|figure|count)|number of|how numerous|count of"
            r"|сколько|скольк\w*|на сколько|насколько|как (?:долго|далеко|часто|быстро)|с какой скоростью|какого возраста|какое (?:число|количество)|какой процент|число|количество"
            r"|скільки|скільк\w*|на скільки|наскільки|як (?:довго|далеко|часто|швидко)|з якою швидкістю|якого віку|яка кількість|який відсоток|кількість)\b"
        ),
    ),
    (
        Want.WHEN,
        re.compile(
            r"\b(?:when|wen|whn|what (?:time|date|day|year|month|hour)|(?:at |in |on )?(?:which|what) (?:year|month|day|date|time)|since when|how long ago|time of day"
            r"|когда|в каком (?:году|месяце)|какого числа|в какой день|в какое время|с каких пор|во сколько"
            r"|коли|у якому (?:році|місяці)|в якому (?:році|місяці)|якого числа|відколи|о котрій|з якого часу)\b"
        ),
    ),
    (
        Want.WHO,
        re.compile(
            r"\b(?:who|whom|whose|hu said|which (?:\w+ ){0,3}?(?:official|officials|person|politician|agency|ministry|boss|bigwig|source|sources|body|speaker|leader|analysts)|according to whom|by whom"
            r"|кто|кого|кому|кем|чьи|чей|чьё|по чьим|хто|ким|чий|чиї|чиїми)\b"
        ),
    ),
    (
        Want.WHERE,
        re.compile(
            r"\b(?:where|in (?:which|what) (?:city|place|region|country|part)|what (?:place|places|region|regions)|which (?:city|region|regions|places)"
            r"|где|куда|откуда|в каком (?:городе|месте|регионе)|в каких (?:городах|регионах)|де|куди|звідки|у якому (?:місті|місці|регіоні)|в яких)\b"
        ),
    ),
    (
        Want.WHY,
        re.compile(
            r"\b(?:why|how come|what (?:explains|caused|is the reason|was the reason|explanation)|for what reason|reason for"
            r"|почему|зачем|отчего|по какой причине|чем объясня\w+|чому|навіщо|з якої причини|чим поясню\w+)\b"
        ),
    ),
)


_WHENCE = re.compile(
    r"\b(?:from (?:where|which|what)|where\b.{1,200}\b(?:from|launch\w*|origin\w*|start\w*)"
    r"|(?:which|what) (?:place|city|region|country)\b.{1,200}\bfrom|откуда|из как(?:ого|ой|их)"
    r"|звідки|з як(?:ого|ої|их))\b"
)


def asks_whence(question: str) -> bool:
    """Whether a folded question asks where something came from and not where it is."""
    return _WHENCE.search(question) is not None


def wants_of(question: str) -> tuple[Want, ...]:
    """Everything that a folded question asks for, the first being asked first."""
    found = []
    for rank, (want, pattern) in enumerate(_ASKED):
        match = pattern.search(question)
        if match:
            found.append((match.start() if want is not Want.IS_IT_TRUE else -1, rank, want))
    return tuple(want for *_, want in sorted(found)) or (Want.WHAT,)
