"""What sort of thing answers a question, and whether a text has one: a reason, a name, an age."""

import re
from enum import StrEnum

from knowledge.answering.understand.asking import Want
from knowledge.answering.understand.words import fold, words_of
from knowledge.search.everyday import frequent

_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|caus\w+|reason\w*|result\w*|trigger\w*|led to|blam\w+|fault\w*|mistak\w+"
    r"|so that|in order|to (?:draw|avoid|demand|protest|make|get|keep|stop|save|hide|help|prevent|protect|test|put|show|punish)"
    r"|over (?:the|his|her|its|their|a)|after|out of|for (?:lack|fear|want|poor|not|breaking)|if|as a|explain\w*|came from|since"
    r"|потому|из-за|так как|чтобы|причин\w*|вызва\w+|приве\w+|благодаря|в связи|ради|вследствие|после|вин\w+|ошибк\w+"
    r"|тому що|через|бо|щоб|спричин\w+|внаслідок|завдяки|у зв'язку|заради|після|помилк\w+)\b"
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
    r"|сказа\w+|говор\w+|счита\w+|утвержда\w+|заяв\w+|обвин\w+|отрица\w+|подтвер\w+|призна\w+|обеща\w+|предупре\w+|назва\w+|требу\w+|хвал\w+|извин\w+|сообщ\w+|думает|выступ\w+|объяв\w+|опублик\w+"
    r"|сказа\w+|каже|кажуть|вважа\w+|стверджу\w+|звинува\w+|запереч\w+|визна\w+|обіця\w+|попере\w+|вимага\w+|вибач\w+|повідом\w+|дума\w+|виступ\w+|оголо\w+|опублік\w+)\b"
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


class Sort(StrEnum):
    """What has to stand in an answer, beside the numbers and times that are compared anyway."""

    REASON = "reason"
    AGE = "age"
    NAME = "name"
    SOMEBODY = "somebody"
    EARLIER = "earlier"


def is_of_saying(question: str) -> bool:
    """Whether a folded question is about somebody's saying, confirming, denying, warning."""
    return _TELLING.search(question) is not None


def sorts_asked(question: str, want: Want) -> frozenset[Sort]:
    """What a folded question that wants this first asks for.

    Who says something is told by the speaker; who did something, only by a name in the statement.
    """
    asked = {
        Sort.REASON: want is Want.WHY,
        Sort.AGE: _ASKS_AGE.search(question),
        Sort.NAME: _WHICH.search(question) or _NAMES.search(question),
        Sort.SOMEBODY: want is Want.WHO and not is_of_saying(question),
        Sort.EARLIER: _ASKS_EARLIER.search(question),
    }
    return frozenset(sort for sort, is_asked in asked.items() if is_asked)


def sorts_told(text: str) -> frozenset[Sort]:
    """What of these a folded text gives; names are told apart by `names_in`."""
    given = {Sort.REASON: _REASON, Sort.AGE: _AGE, Sort.EARLIER: _EARLIER}
    return frozenset(sort for sort, pattern in given.items() if pattern.search(text))


def names_in(text: str) -> frozenset[str]:
    """Folded words of the proper names in a text as it was written.

    A capital that begins a sentence tells nothing, unless the word is no everyday one.
    """
    found: set[str] = set()
    for before, word in _CAPITAL.findall(text):
        folded = words_of(fold(word))
        begins = (not before.strip(' "«“(') and not before.startswith(" ")) or before[:1] in ".!?…"
        found.update(each for each in folded if not (begins and each in frequent()))
    return frozenset(found)
