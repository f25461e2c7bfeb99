"""Messages that lean on the conversation: follow-up questions, greetings and thanks."""

import re
from collections.abc import Iterable
from enum import StrEnum

from knowledge.questions.spelling_correction import fold, words_of

_LONGEST = 10
"""Words of a question that leans on an answer; a longer one says what it is about itself."""


class FollowUp(StrEnum):
    """What is asked about the answer before."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    SOURCE = "source"
    OTHERS = "others"
    CAUTION = "caution"
    SPEAKER = "speaker"


def _any(*stems: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(stems)})")


_WHO = _any(
    "who", "whom", "whose", "кто", "кого", "кем", "чь[яеию]", "чей", "хто", "ким", "чи[йяєї]"
)
_WHEN = _any(
    "when", "date", "dated", "year", "day", "month", "time",
    "когда", "дат[аеуы]", "год[уа]?", "числ[ао]", "дня", "день", "месяц[ае]?",
    "коли", "рік", "році", "року", "місяц[ія]",
)  # fmt: skip
_WHERE = _any("where", "place", "где", "де", "мест[оае]", "місц[еі]")
_HOW_MANY = _any(
    "many", "much", "number", "figure", "сколько", "число", "цифр[аы]", "скільки", "кількість"
)
_SOURCE = _any(
    "sources?", "articles?", "links?", "url", "paragraphs?", "from", "citation", "cite", "proof",
    "источник[аиов]*", "ссылк[ауи]", "стать[яеию]", "абзац[ае]?", "откуда", "пруф",
    "джерел[оаіу]*", "посиланн[яю]", "статт[яюі]", "абзац[уі]?", "звідки",
)  # fmt: skip
_OTHER = _any(
    "other", "others", "another", "else", "second", "confirms?", "confirmed", "disputes?",
    "disputed", "denie[sd]", "deny", "disagrees?", "contradicts?", "agrees?", "opinions?", "sides?",
    "accounts?",
    "друг(?:ой|ие|их|ого|ая|ое|ую|ими|ому)", "еще", "подтвержда\\w+", "подтвердил\\w*", "отрица\\w+",
    "опроверг\\w*", "спорит", "оспарива\\w+", "возраж\\w+", "сторон[аы]",
    "інш(?:ий|[іаеу]|их|ого|ими|ому|ою)", "ще", "підтверд\\w+", "підтверджу\\w+", "запереч\\w+",
    "спросту\\w+", "сторон[аи]",
)  # fmt: skip
_CAUTION = _any(
    "true", "reliable", "sure", "certain", "trust", "believe", "careful", "caveats?", "credible",
    "правда", "верить", "достоверн\\w+", "надежн\\w+", "точно", "доверять", "оговорк\\w+",
    "вірити", "достовірн\\w+", "надійн\\w+", "довіряти", "застережен\\w+",
)  # fmt: skip
_SAYING = _any(
    "sa(?:y|id|ys|ying)", "claim(?:ed|s)?", "report(?:ed|s)?", "stat(?:ed|es)", "told", "tell",
    "говор\\w+", "сказал[аио]?", "сообщ\\w+", "заяв\\w+", "утвержда\\w+",
    "сказа[влио]+", "каж\\w+", "говор\\w+", "повідом\\w+", "стверджу\\w+",
)  # fmt: skip
_MORE = _any("more", "больше", "більше", "подробнее", "докладніше")
_PERSON = _any("he", "she", "they", "он[аи]?", "він", "вон[аи]")
_SMALL = _any(
    "and", "but", "so", "ok", "okay", "well", "hm+", "then", "also", "please", "thanks", "exactly",
    "precisely", "really", "actually", "just", "the", "an?", "is", "are", "was", "were", "be", "do",
    "does", "did", "has", "have", "had", "can", "could", "would", "should", "will", "that", "this",
    "it", "its", "these", "those", "he", "she", "they", "them", "him", "her", "i", "we", "you", "me",
    "us", "what", "which", "how", "any", "anyone", "anybody", "someone", "somebody", "some", "there",
    "for", "of", "on", "in", "at", "to", "by", "about", "with", "or", "according", "come", "comes",
    "came", "get", "got", "give", "show", "happen", "happened", "took", "take", "not", "no", "one",
    "all", "only", "not?", "if", "is it", "isnt", "t", "s", "isn", "ones", "did",
    "[аиоукв]", "но", "ну", "же", "ли", "так", "вот", "это", "эт(?:ого|ому|им|от|а|и|ом)", "он[аио]?",
    "их", "им", "его", "ее", "ему", "что", "как(?:ой|ая|ие|ое|ого|ом|их|ому)?", "есть", "был[аои]?",
    "об", "про", "по", "для", "со?", "из", "во", "на", "от", "мне", "можно", "ли", "именно",
    "случилось", "произошло", "было", "кто-?нибудь", "нибудь", "кто-то", "всему", "скажи",
    "дай(?:те)?", "пожалуйста", "спасибо", "а?", "взялось", "взято", "не", "том",
    "та", "але", "й", "і", "це", "ц(?:ього|ьому|им|ей|я|і)", "він", "вон[аио]", "їх", "їм", "його",
    "її", "йому", "що", "як(?:ий|а|і|е|ого|ому|ім|их)?", "є", "бу(?:в|ла|ло|ли)", "чи", "хтось",
    "щось", "саме", "сталося", "трапилося", "мені", "можна", "будь", "ласка", "дякую", "з", "із",
    "взялося", "взято", "відомо", "известно", "known", "чим", "чем", "у", "об",
)  # fmt: skip

# Tried in this order: "who else said that" asks for others, "who said that" for the speaker.
_ORDER: tuple[tuple[FollowUp, tuple[re.Pattern[str], ...]], ...] = (
    (FollowUp.SPEAKER, (_PERSON, _OTHER, _SAYING)),
    (FollowUp.OTHERS, (_OTHER,)),
    (FollowUp.SOURCE, (_SOURCE,)),
    (FollowUp.WHO, (_WHO,)),
    (FollowUp.WHEN, (_WHEN,)),
    (FollowUp.HOW_MANY, (_HOW_MANY,)),
    (FollowUp.WHERE, (_WHERE,)),
    (FollowUp.CAUTION, (_CAUTION,)),
    (FollowUp.OTHERS, (_MORE,)),
)
_KNOWN = (
    _WHO, _WHEN, _WHERE, _HOW_MANY, _SOURCE, _OTHER, _CAUTION, _SAYING, _MORE, _PERSON, _SMALL,
)  # fmt: skip


def follow_up_in(message: str) -> FollowUp | None:
    """What a message asks about the answer before it; None where it stands on its own.

    A message leans on the answer when every word of it asks, points back or is small: one word
    of its own ("who called it a *gesture*") makes it a question by itself.

    Args:
        message: as typed, without a mention of the bot.
    """
    words = words_of(fold(message))
    if not 0 < len(words) <= _LONGEST or not all(_is(word, _KNOWN) for word in words):
        return None
    for asked, patterns in _ORDER:
        if all(any(_is(word, (pattern,)) for word in words) for pattern in patterns):
            return None if _agrees(asked, message) else asked
    return None


def _agrees(asked: FollowUp, message: str) -> bool:
    """Whether somebody nods rather than asks: "true", "sure, thanks"."""
    return asked is FollowUp.CAUTION and "?" not in message and not _DOUBTING.match(fold(message))


_DOUBTING = re.compile(
    r"\A\W*+(?:and |but |а |и |но |та |але )?"
    r"(?:is|are|was|how|can|should|do|does|tell|насколько|можно|правда ли|это|наскільки|можна|чи|це)\b"
)


def _is(word: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(word) for pattern in patterns)


_SMALL_TALK = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|day|night)|howdy|thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|ok(?:ay)?|cool|great|nice|bye|goodbye|see you|lol|wow|test|ping"
    r"|(?:hi|hello|hey) (?:there|bot|all|everyone)|how are you(?: doing)?(?: today)?|what'?s up|who are you|what are you|are you (?:a )?(?:human|bot|robot|real|ai|there)(?: person)?|what can you do|what do you do|how do you work|who (?:made|built|created) you|what is this(?: bot)?|help(?: me)?|start|your name|what is your name"
    r"|(?:what|which) languages (?:do|can) you (?:speak|understand|know)|на каких языках ты говоришь|якими мовами ти розмовляєш|(?:delete|erase|forget) (?:my data|me|everything about me)|удали мои данные|забудь меня|видали мої дані|забудь мене"
    r"|привет(?:ик|ствую)?|здравствуй(?:те)?|здрасте|добрый (?:день|вечер)|доброе утро|спасибо(?: большое)?|благодарю|пока|до свидания|как дела|кто ты|ты кто|ты (?:бот|человек|робот)|что ты умеешь|что умеешь|помощь|помоги|ок|ага|тест"
    r"|привіт(?:ик)?|вітаю|доброго (?:дня|ранку|вечора)|добрий (?:день|вечір|ранок)|дякую|бувай|до побачення|як справи|хто ти|ти хто|ти (?:бот|людина|робот)|що ти вмієш|допомога|допоможи|тест)\W*)+$"
)


def is_small_talk(question: str) -> bool:
    """Whether a folded message holds nothing else."""
    return _SMALL_TALK.match(question) is not None
