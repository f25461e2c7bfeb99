"""What a question asks for, and what sort of thing answers it: a person, a time, a number, a reason, who doubts."""

import re
from collections.abc import Sequence
from enum import StrEnum

from knowledge.languages.registry import listed
from knowledge.languages.registry import pattern as worded
from knowledge.questions.spelling_correction import fold, words_of
from knowledge.search.text_analysis import FUNCTION_WORDS, frequent


class QuestionType(StrEnum):
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
_ASKED: tuple[tuple[QuestionType, re.Pattern[str]], ...] = (
    (
        QuestionType.IS_IT_TRUE,
        re.compile(
            r"^\W*(?:is it (?:really |actually )?(?:true|correct|right|so)|is that (?:true|right|correct)|true or false"
            r"|(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|might|may|isn't|wasn't|didn't|doesn't|don't|aren't|weren't|hasn't|haven't)\b(?! (?:you|anyone|anybody) know)"
            r"|правда|верно|действительно|разве|неужели|неужто|чи\b|невже|хіба|дійсно)"
            r"|\b(?:правда ли|верно ли|так ли|это правда|is (?:it|that|this) true|чи правда|це правда|чи це так|чи вірно)\b"
            r"|^\W*(?:\w+[ -]){1,3}ли\b"
        ),
    ),
    (
        QuestionType.HOW_MANY,
        re.compile(
            r"\b(?:how\W+(?:many|mny|much|big|large|few|long|old|far|fast|deep|high|tall|heavy|late|often)|hw many|(?:at )?what (?:speed|age|price|sum|amount)|(?:what|which) (?:number|percentage|percent|share|figure|count|area|depth|height|length|width|weight|temperature|magnitude|turnout|distance)|number of|how numerous|count of"
            r"|сколько|скольк\w*|на сколько|насколько|как(?:ая|ую|ова|ой|ов) (?:был[аи]? )?(?:площад|глубин|высот|скорост|длин|ширин|температур|сумм|магнитуд|мощност|дол[яю]|явк|масс)\w*|как(?:ой|ов) (?:был )?(?:вес|рост|объ[её]м|размер)|как (?:долго|далеко|часто|быстро)|с какой скоростью|какого возраста|какое (?:число|количество)|какой процент|число|количество"
            r"|скільки|скільк\w*|на скільки|наскільки|як(?:а|у|ою|ий) (?:бу(?:ла|в) )?(?:площ|глибин|висот|швидк|довжин|ширин|температур|сум[аиу]|магнітуд|потужн|частк|явк|мас[аиу]|обсяг|розмір|вага)\w*|як (?:довго|далеко|часто|швидко)|з якою швидкістю|якого віку|яка кількість|який відсоток|кількість)\b"
        ),
    ),
    (
        QuestionType.WHEN,
        re.compile(
            r"\b(?:when|wen|whn|what (?:time|date|day|year|month|hour)|(?:at |in |on )?(?:which|what) (?:year|month|day|date|time)|since when|how long ago|time of day"
            r"|когда|(?:до|с|к|по) как(?:ого|ому|ое) (?:дня|дню|день|числа|числу|число|времени|часа|месяца|года|срока)|в каком (?:году|месяце)|какого числа|в какой день|в какое время|с каких пор|во сколько"
            r"|коли|(?:до|з|із|на|по) як(?:ого|е|ий) (?:дня|день|числа|число|часу|місяця|року|строку|терміну)|у якому (?:році|місяці)|в якому (?:році|місяці)|якого числа|відколи|о котрій|з якого часу)\b"
        ),
    ),
    (
        QuestionType.WHO,
        re.compile(
            r"\b(?:who|whom|whose|hu said|which (?:\w+ ){0,3}?(?:official|officials|person|politician|agency|ministry|boss|bigwig|source|sources|body|speaker|leader|analysts)|according to whom|by whom"
            r"|кто|кого|кому|кем|чьи|чей|чьё|по чьим|хто|ким|чий|чиї|чиїми)\b"
        ),
    ),
    (
        QuestionType.WHERE,
        re.compile(
            r"\b(?:where|in (?:which|what) (?:city|place|region|country|part)|what (?:place|places|region|regions)|which (?:city|region|regions|places)"
            r"|где|куда|откуда|в каком (?:городе|месте|регионе)|в каких (?:городах|регионах)|де|куди|звідки|у якому (?:місті|місці|регіоні)|в яких)\b"
        ),
    ),
    (
        QuestionType.WHY,
        re.compile(
            r"\b(?:why|how come|what (?:explains|caused|is the reason|was the reason|explanation)|for what reason|reason for"
            r"|почему|зачем|отчего|от чего|из-за чего|по какой причине|чем объясня\w+|чому|навіщо|від чого|через що|з якої причини|чим поясню\w+)\b"
        ),
    ),
)


_OF_YEAR = re.compile(rf"\b(?:{worded('question_words', 'of_year')})\b")


def asks_year(question: str) -> bool:
    """Whether a folded question asks in which year something was."""
    return _OF_YEAR.search(question) is not None


_WHENCE = re.compile(
    r"\b(?:from (?:where|which|what)|where\b.{1,200}\b(?:from|launch\w*|origin\w*|start\w*)"
    r"|(?:which|what) (?:place|city|region|country)\b.{1,200}\bfrom|откуда|из как(?:ого|ой|их)"
    r"|звідки|з як(?:ого|ої|их))\b"
)


def asks_whence(question: str) -> bool:
    """Whether a folded question asks where something came from and not where it is."""
    return _WHENCE.search(question) is not None


def wants_of(question: str) -> tuple[QuestionType, ...]:
    """Everything that a folded question asks for, the first being asked first."""
    found = []
    for rank, (want, pattern) in enumerate(_ASKED):
        match = pattern.search(question)
        if match:
            found.append((match.start() if want is not QuestionType.IS_IT_TRUE else -1, rank, want))
    return tuple(want for *_, want in sorted(found)) or (QuestionType.WHAT,)


_DISPUTING = (
    r"(?:disput|contradict|contest|challeng|doubt|question)(?:e?s|ed|ing|e)?"
    r"|argu(?:es?|ed|ing) (?:with|against)|disagree[sd]?(?:ing)? with"
)
_DOUBTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*+(?:does|do|did|has|have|is|are|was)\s+(?:any|some)(?:body|one)\s+(?:else\s+)?(?:{_DISPUTING})\s++(.+)",
        r"^\W*+how\s+(?:reliable|credible|trustworthy|believable|certain|sure|accurate)\s+(?:is|are|was|were)\s++(.+)",
        r"^\W*+(?:can|could|should|may)\s+(?:i|we|one|you)\s+(?:really\s+)?(?:trust|believe|rely\s+on)\s++(?:that\s++)?(.+)",
        r"^\W*+(?:is|are|was|were)\s++(\S.*?)(?<=\S)\s++(?:really\s+|independently\s+|officially\s+|actually\s+)?(?:verified|confirmed|proven|checked)(?:\s+by\s+\w+)?\W*+$",
        r"^\W*+(\S.{8,}?)[,.;:–—-]\s*+(?:and\s+)?(?:can|could)\s+(?:i|we|one|you|anyone|anybody|somebody)\s+(?:check|verify|confirm)\s+(?:it|that|this)\W*+$",
        r"^\W*+(\S.{8,}?)[,.;:–—-]\s*+(?:и\s+|а\s+)?(?:это\s+)?(?:можно|может)\s+(?:ли\s+)?(?:кто\S*\s+)?(?:это\s+)?проверить\W*+$",
        r"^\W*+(\S.{8,}?)[,.;:–—-]\s*+(?:і\s+|а\s+)?(?:це\s+)?(?:чи\s+)?(?:можна|може)\s+(?:хто\S*\s+)?(?:це\s+)?перевірити\W*+$",
        r"^\W*+(\S.{3,}?)(?<![\s,;:–—-])[\s,;:–—-]*+(?:это|це)\s+(?:подтвержд[её]н\w*|проверен\w*|підтверджен\w*|перевірен\w*)(?:\s+(?:кем|ким)\S*)?(?:\s+(?:ещ[её]|ще))?\W*+$",
        r"^\W*+(?:подтвержд[её]н\w*|проверен\w*|доказан\w*)\s+ли\s++(.+)",
        r"^\W*+(\S.*?)(?<=\S)\s++(?:подтвержд[её]н\w*|проверен\w*|підтверджен\w*|перевірен\w*)\s*+\?\W*+$",
        r"^\W*+чи\s+(?:підтверджен\w*|перевірен\w*|доведен\w*)\s++(.+)",
        r"^\W*+(?:is|are|was|were)\s++(\S.*?)(?<=\S)\s++(?:reliable|credible|trustworthy|believable|accurate|in\s+doubt|disputed|contested)\W*+$",
        r"^\W*+(?:оспарива\w+|оспорил\w*|ставит)\s+ли\s+кто\S*+\s++(?:под\s+сомнение\s+)?(.+)",
        r"^\W*+(?:можно|стоит)\s+ли\s+(?:верить|доверять)(?:,\s*+|\s++)(?:тому,?\s++)?(?:что\s++)?(.+)",
        r"^\W*+насколько\s+(?:надежн\w+|надёжн\w+|достоверн\w+|точн\w+)\s++(.+)",
        r"^\W*+чи\s+(?:оспорю\w+|оскаржу\w+)\s+хто\S*\s++(.+)",
        r"^\W*+чи\s+(?:можна|варто)\s+(?:вірити|довіряти)(?:,\s*+|\s++)(?:тому,?\s++)?(?:що\s++)?(.+)",
        r"^\W*+наскільки\s+(?:надійн\w+|достовірн\w+|точн\w+)\s++(.+)",
    )
)
_DISPUTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*+(?:and\s+|so\s+)?who(?:\s+else)?\s+(?:{_DISPUTING}|objects?\s+to|opposes?|argues?\s+against)\s+(.+)",
        r"^\W*+(?:а\s+|и\s+)?кто(?:-нибудь|-либо|-то)?\s+(?:еще\s+|ещё\s+)?(?:оспарива\w+|оспорил\w*|ставит\s+под\s+сомнение|сомнева\w+\s+в|спорит\s+с[о]?|не\s+соглас\w+\s+с[о]?|возража\w+)\s+(.+)",
        r"^\W*+(?:а\s+|і\s+)?хто(?:сь|-небудь)?\s+(?:ще\s+)?(?:оспорю\w+|оскаржу\w+|ставить\s+під\s+сумнів|сумнівається\s+в|сперечається\s+з[і]?|не\s+зг\w+\s+з[і]?|незгод\w+\s+з[і]?|заперечує\s+проти)\s+(.+)",
    )
)
_FIGURE = re.compile(
    r"^\W*+(?:(?:the|this|that)\s+)?(?:(?:figure|number|count)s?(?:\s+of)?|цифр\w+|числ\w+)\s++(\d(?:[ ,.]*+\d)*+)\W*+$"
    r"|^\W*+(?:(?:the|this|that)\s++)?(\d(?:[ ,.]*+\d)*+)[,.]*+\s++(?:figure|number|count|claim)s?\W*+$",
    re.IGNORECASE,
)
"""A number that is called one."""


def doubted(question: str) -> str | None:
    """What a question doubts, as asked; None where it doubts nothing."""
    for pattern in _DOUBTS:
        found = pattern.match(question)
        if found:
            figure = _FIGURE.match(found[1])
            return (figure[1] or figure[2]).strip() if figure else found[1]
    return None


def disputed_in(question: str) -> str | None:
    """What a question asks the opponents of: "who disagrees with the Duma?"; None where none."""
    return next((found[1] for each in _DISPUTED if (found := each.match(question))), None)


_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|caus\w+|reason\w*|result\w*|trigger\w*|led to|blam\w+|fault\w*|mistak\w+"
    r"|so that|in order|to (?:draw|avoid|demand|protest|make|get|keep|stop|save|hide|help|prevent|protect|test|put|show|punish)"
    r"|over (?:the|his|her|its|their|a)|after|out of|for (?:lack|fear|want|poor|not|breaking)|if|as a|explain\w*|came from|since|(?:response|answer|reply|retaliation) (?:to|for)"
    r"|потому|из-за|так как|чтобы|причин\w*|вызва\w+|приве\w+|благодаря|в связи|ради|вследствие|после|вин\w+|ошибк\w+|ответ\w* на"
    r"|тому що|через|бо|щоб|спричин\w+|внаслідок|завдяки|у зв'язку|заради|після|помилк\w+|відповід\w+ на)\b"
)
_AGE = re.compile(
    r"\b\d{1,3}[- ]?(?:year|yr)s?[- ]old|\baged? (?:of )?\d|\b\d{1,3}-(?:летн|річн)\w+|\b\w+-year-old|\b(?:в возрасте|віком)\b"
)
_ASKS_AGE = re.compile(
    r"\b(?:how old|what age|age of|сколько лет (?!назад|тюрьм|грозит|дали)|какого возраста|возраст|скільки років (?!тому|тюрм)|якого віку|вік)\b"
)
_TELLING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|claim\w*|think\w*|thought|believ\w*|accus\w*|blam\w*|call\w*|warn\w*|den(?:y|ies|ied)|confirm\w*|admit\w*"
    r"|insist\w*|predict\w*|promis\w*|boast\w*|alleg\w*|complain\w*|demand\w*|prais\w*|apologi\w*|argu\w*|critici\w*|suggest\w*|told|tells?|report\w*|maintain\w*|reckon\w*"
    r"|sp(?:eak\w*|oke|oken)|talk\w*|announc\w*|publish\w*|declar\w*|stat(?:e|es|ed|ing)"
    r"|сказа\w+|говор\w+|счита\w+|утвержда\w+|заяв\w+|обвин\w+|отрица\w+|подтвер\w+|призна\w+|обеща\w+|предупре\w+|назва\w+|требу\w+|хвал\w+|извин\w+|сообщ\w+|думает|рассказ(?:ал|ыва)\w+|поведал\w*|выступ\w+|объяв\w+|опублик\w+"
    r"|сказа\w+|каже|кажуть|вважа\w+|стверджу\w+|звинува\w+|запереч\w+|визна\w+|обіця\w+|попере\w+|вимага\w+|вибач\w+|повідом\w+|дума\w+|розпов(?:іда|ів|іл)\w*|виступ\w+|оголо\w+|опублік\w+)\b"
)
_WHICH = re.compile(
    r"\b(?:which|what (?:company|firm|brand|model|make|hospital|school|country|state|city|town|party|bank|team|club|paper|newspaper|charity|lab))\b"
    r"|\b(?:какой|какая|какие|какого|какую|який|яка|які|якого|яку) (?:именно |саме )?(?:фирм|компан|завод|стран|город|больниц|школ|парти|банк|клуб|газет|фірм|країн|міст|лікарн|парті)\w*"
)
_EARLIER = re.compile(
    r"\b(?:in (?:19|20)\d\d\b.{1,200}\b(?:same|already|before|again|another)|previous\w*|earlier|once before"
    r"|same (?:company|place|museum|ground|bank|school|hospital)|в прошл\w+|ранее|раніше|торік|минул\w+)\b"
)
_ASKS_EARLIER = re.compile(
    r"\b(?:before(?: this| that|\?|$)|previous\w*|earlier|in the past|ever (?:been|had|happened)|already (?:been|happened)"
    r"|first time|раньше|прежде|ранее|до этого|уже (?:был\w*|случал\w+|бывал\w*|кто-то)|раніше|до цього|вже (?:бу\w+|траплял\w+)|вперше|впервые)(?=\W|$)"
)
_NAMES = re.compile(
    r"\b(?:names?|named|called|surname|nickname|identity|зовут|звали|имя|имена|имени|фамили[яю]|называ(?:ется|лся|лась)"
    r"|зв(?:ати|уть|али)|ім'я|імена|прізвище|називається)\b"
)
_CAPITAL = re.compile(r"(^|[.!?…]\s+|[\"«“(]|\s)([A-ZА-ЯЁІЇЄҐ][\w'’-]+)")


_ASKS_MEASURE, _TELLS_MEASURE = (
    {
        measure: re.compile(worded("question_words", f"{verb}_{measure}"))
        for measure in ("money", "duration")
    }
    for verb in ("asks", "tells")
)
"""Of what measure the number is that is asked for, and that a statement gives."""


class AnswerType(StrEnum):
    """What has to stand in an answer, beside the numbers and times that are compared anyway."""

    REASON = "reason"
    AGE = "age"
    NAME = "name"
    CALLED = "called"
    SOMEBODY = "somebody"
    EARLIER = "earlier"
    MONEY = "money"
    DURATION = "duration"


def is_of_saying(question: str) -> bool:
    """Whether a folded question is about somebody's saying, confirming, denying, warning."""
    return _TELLING.search(question) is not None


def is_of_name(question: str) -> bool:
    """Whether a folded question, or a word of it, asks what somebody or something is called."""
    return _NAMES.search(question) is not None


def sorts_asked(question: str, want: QuestionType) -> frozenset[AnswerType]:
    """What a folded question that wants this first asks for.

    Who says something is told by the speaker; who did something, only by a name in the statement.
    "Who called it so?" asks for neither: the verb of saying is no asking for what something is called.
    """
    asked = {
        # "Why did he say that …" has for so that he said it; the reason for that is seldom told.
        AnswerType.REASON: want is QuestionType.WHY and not is_of_saying(question),
        AnswerType.AGE: _ASKS_AGE.search(question),
        AnswerType.NAME: _WHICH.search(question),
        AnswerType.CALLED: want is not QuestionType.WHO and is_of_name(question),
        AnswerType.SOMEBODY: want is QuestionType.WHO and not is_of_saying(question),
        AnswerType.EARLIER: _ASKS_EARLIER.search(question),
        **{AnswerType(each): _ASKS_MEASURE[each].search(question) for each in _ASKS_MEASURE},
    }
    return frozenset(sort for sort, is_asked in asked.items() if is_asked)


def sorts_told(text: str) -> frozenset[AnswerType]:
    """What of these a folded text gives; names are told apart by `names_in`."""
    given = {
        AnswerType.REASON: _REASON,
        AnswerType.AGE: _AGE,
        AnswerType.EARLIER: _EARLIER,
        **{AnswerType(each): _TELLS_MEASURE[each] for each in _TELLS_MEASURE},
    }
    return frozenset(sort for sort, pattern in given.items() if pattern.search(text))


def names_in(text: str) -> frozenset[str]:
    """Folded words of the proper names in a text as it was written.

    A capital that begins a sentence tells nothing, unless the word is no everyday one.
    """
    found: set[str] = set()
    met = _CAPITAL.findall(text)
    lines = fold("\n".join([word for _, word in met])).split("\n")
    for (before, _), folded in zip(met, [words_of(each) for each in lines], strict=False):
        begins = (not before.strip(' "«“(') and not before.startswith(" ")) or before[:1] in ".!?…"
        found.update(each for each in folded if not (begins and each in frequent()))
    return frozenset(found)


_SAYING = (
    r"(?:say|claim|think|believe|count|admit|deny|insist|maintain|estimate|report|allege|argue"
    r"|expect|want|demand|promise|warn|blame|explain|describe|call|suspect|accuse|confirm|put|give"
    r"|predict|assure|announce|mention|suggest|conclude|find|reckon)"
)
_SAYS = (
    r"(?:says?|said|claims?|claimed|thinks?|thought|believes?|insists?|insisted|admits?|admitted"
    r"|denies|denied|estimates?|estimated|counted|counts?|reports?|reported|alleges?|alleged"
    r"|maintains?|argues?|promised|warned|blames?|blamed|expects?|predicts?|predicted|reckons?)"
)
_SLAVIC_SAYS = (
    r"(?:говор\w+|сказа\w+|утвержда\w+|заяв\w+|счита\w+|насчита\w+|сообщ\w+|обеща\w+|призна\w+|отрица\w+"
    r"|каже|кажуть|сказа\w+|стверджу\w+|заяви\w+|вважа\w+|нарахува\w+|повідом\w+|обіця\w+|визна\w+|запереч\w+)"
)
_WORD = r"[\w'-]{1,40}+"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:according to|in the (?:words|view|opinion|eyes) of|in the version of|by the (?:count|account) of)\s+([^?,.;:]+)",
        r"\b(?:if you (?:believe|ask)|going by|from)\s++(?:what\s++)?([^?,.;:]++)",
        r"\bin\s++([^?,.;:]{1,80}?)'s?\s+(?:version|view|opinion|words|telling|account|eyes)\b",
        rf"\b(?:do|does|did|has|have|had)\s++((?:{_WORD}\s++){{1,5}}?){_SAYING}\b",
        rf"(?<![\w'-])((?:{_WORD}\s++){{1,4}}?){_SAYS}\b",
        r"\b(?:по (?:словам|данным|мнению|версии|оценкам?|подсчётам|подсчетам|утверждению)|если верить|со слов)\s+([^?,.;:]+)",
        r"\b(?:за (?:словами|даними|оцінк\w+|версією|підрахунками)|на думку|якщо вірити|зі слів)\s+([^?,.;:]+)",
        rf"\b{_SLAVIC_SAYS}\s++((?:[\w'-]++\s*+){{1,2}}+)",
        rf"(?<![\w'-])((?:{_WORD}\s++){{1,2}}){_SLAVIC_SAYS}",
    )
)
_MOST = 5
"""Words that name one source; what follows belongs to the question."""


def credited_in(question: str) -> tuple[str, ...]:
    """The content words of a folded question that name whose word is asked for."""
    found: list[str] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(question):
            words = [word for word in words_of(match[1]) if word not in FUNCTION_WORDS]
            found += [word for word in words if len(word) > 1][:_MOST]
    return tuple(dict.fromkeys(found))


_ASKS = frozenset(
    """
    what which whose какой какая какое какие каких какого каком какую каким каков какова каковы
    чей чья чьё чье чьи який яка яке які яких якого якому яку яким чий чия чиє чиї
    """.split()
)
_COUNTS = frozenset({"сколько", "скільки", "скольким", "скольких", "скільком", "скількох"})
_COMES_TO = listed("question_words", "comes_to")
"""Words before "how many" with which it asks for a sum or a time."""
_COUNTED_BY = frozenset({"many", "much", "few", "mny"})
_SORTS = frozenset({"kind", "sort", "type", "kinds", "types", "exact", "exactly", "other", "else"})
"""Words that may stand between the question word and the thing."""
_POSSESSED = "of"
_MOST_FOCUSED = 3
"""Words of a run that names one thing: "which three members of parliament"."""


def focus_in(words: Sequence[str]) -> tuple[str, ...]:
    """The content words that name what is asked for, of folded words; empty where none is named.

    They stand after the question word up to the next function word ("which foreign state is …"),
    after "how many", and between "the" and "of" in "what is the address of …".
    """
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == "how" and following in _COUNTED_BY:
            return _run(words, at + 2)
        if word in _COUNTS:
            # "У скільки прокуратура оцінює збитки": what it comes to, and none are counted.
            return () if at and words[at - 1] in _COMES_TO else _run(words, at + 1)
        if word in _ASKS:
            return _run(words, at + 1) or _attribute(words, at + 1)
    return ()


def _run(words: Sequence[str], start: int) -> tuple[str, ...]:
    found: list[str] = []
    for word in words[start:]:
        if word in _SORTS or (word == _POSSESSED and not found):
            continue
        if word in FUNCTION_WORDS or len(found) == _MOST_FOCUSED:
            break
        found.append(word)
    return tuple(found)


def _attribute(words: Sequence[str], start: int) -> tuple[str, ...]:
    """Of "what is the address of …": address."""
    rest = words[start:]
    if _POSSESSED not in rest:
        return ()
    end = rest.index(_POSSESSED)
    lead = [at for at, word in enumerate(rest[:end]) if word in FUNCTION_WORDS]
    after = lead[-1] + 1 if lead else 0
    return tuple(word for word in rest[after:end] if word not in _SORTS)
