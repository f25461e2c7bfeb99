"""Questions for a list: everything by a speaker, of a kind, of a time, of an incident."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge.answering.understand.times import When
from knowledge.model import Access, Attribution, Kind


class Of(StrEnum):
    """What is listed."""

    STATEMENTS = "statements"
    INCIDENTS = "incidents"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"


@dataclass(frozen=True, slots=True)
class Facet:
    """Which statements are asked for; empty means: no matter.

    Args:
        asked: whether words such as "all" or "list" ask for a list.
        whens: times of the incident or of the saying.
    """

    of: Of = Of.STATEMENTS
    asked: bool = False
    speakers: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    kinds: tuple[Kind, ...] = ()
    access: tuple[Access, ...] = ()
    whens: tuple[When, ...] = field(default=())
    quoted: bool = False
    figures: bool = False
    disputed: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(
            self.speakers
            or self.incidents
            or self.places
            or self.attributions
            or self.kinds
            or self.access
            or self.whens
            or self.quoted
            or self.figures
            or self.disputed
        )


_HIDDEN = (Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED)
_OPINION = (Kind.ASSESSMENT, Kind.CHARACTERISATION)

_TIMELINE = r"time ?line|chronolog\w*|in (?:chronological )?order|sequence of events|хронологи\w+|хронологія|лента событий|по порядку|за порядком|стрічка подій|таймлайн"
_INCIDENTS = r"incidents|events|инцидент(?:ы|ов|ам|ах)|событи(?:я|й)|інцидент(?:и|ів)|поді(?:ї|й)|происшестви(?:я|й)|випадк(?:и|ів)"
_SPEAKERS = r"speakers|people quoted|(?:whom|who) (?:do you have|is quoted|are (?:you )?quot\w+)|спикер(?:ы|ов)|кого (?:вы )?цитиру\w+|спікер(?:и|ів)|кого цитує\w+"
_LIST = (
    r"all|every|everything|list|lists|show|give me|enumerate|complete|overview"
    r"|все|всё|всех|всего|список|перечисли\w*|покажи\w*|перечень|дай(?:те)?"
    r"|усі|всі|усе|усіх|всіх|перелічи\w*|перелік|покаж\w*|дай"
    r"|(?:which|what|any|какие|які) (?=(?:\w+ ){0,2}(?:statements?|claims?|quotes?|quotations?|predictions?|denials?|opinions?|assessments?|facts?|figures?|numbers?|sources?|заявлени|утверждени|цитат|прогноз|отрицани|мнени|оценк|цифр|источник|заяв|тверджен|прогноз|заперечен|думк|оцінк|джерел))"
)
_NOUNS = (
    r"statements?|claims?|sayings|said|says?|say|saying|stated?|reports?|remarks?|words|comments?|things?|tell|told|talk\w*|spoke|speak\w*|have|got|made|make|come|comes|coming|credited|attributed|about|regarding|concerning|from|by|with|store|database|anything|stuff|information|info|article|articles|sources?|persons?|people|speakers?|please"
    r"|заявлени\w*|утверждени\w*|высказывани\w*|слова|сказал\w*|говор\w*|заявил\w*|заявля\w*|сообщени\w*|есть|про|базе|статье|статьи|рассказ\w*|источник\w*|лица|пожалуйста"
    r"|заяв\w*|тверджен\w*|висловлюван\w*|каже\w*|кажуть|сказав|сказала|сказали|говор\w*|є|базі|статті|розкаж\w*|розповід\w*|повідомлен\w*|джерел\w*|особи|будь ласка"
)
_PAPERS = (
    r"reports?|briefings?|documents?|papers?|files?|materials?|meetings?|taken|quoted"
    r"|доклад\w*|брифинг\w*|документ\w*|отчет\w*|материал\w*|встреч\w*|взят\w*"
    r"|звіт\w*|брифінг\w*|доповід\w*|матеріал\w*|зустріч\w*|узят\w*"
)
_FLAGS: tuple[tuple[str, dict[str, object]], ...] = (
    (
        r"anonymous(?:ly)?|anonymity|unidentified|(?:identity|name) withheld|withheld (?:identity|names?)|анонимн\w*|анонімн\w*|инкогнито|на условиях анонимности|на умовах анонімності",
        {"attributions": (Attribution.ANONYMOUS,)},
    ),
    (
        r"(?:nobody|no one|no-one|noone|none|not) (?:is |are |was |were |has been |have been )?(?:credited|quoted|attributed|named as (?:a )?source)|(?:credit\w*|quot\w*|attribut\w*) (?:to )?(?:nobody|no one)|uncredited|unattributed|unsourced|narrator\w*|without (?:a |any )?(?:source|sources|attribution|speaker|credit)|no (?:source|speaker|attribution)|(?:just |only )?(?:the )?article(?:'s)? (?:itself|own (?:voice|words|claims?|statements?))|"
        r"(?:никто|никому|ни на кого|никого) не (?:назван|указан|приписан\w*|ссыла\w*)|без (?:указания )?(?:источник\w*|автор\w*|ссылк\w*)|от (?:лица|имени) (?:статьи|автора|редакции)|сам\w* статья|сам\w* стать\w+|"
        r"(?:ніхто|нікому|нікого) не (?:названий|вказан\w*|приписан\w*)|без (?:зазначення )?(?:джерел\w*|автор\w*|посилан\w*)|від (?:імені|особи) (?:статті|автора)|сам\w* статт\w+",
        {"attributions": (Attribution.NARRATOR,)},
    ),
    (
        r"unnamed|not named|without (?:a )?names?|неназванн\w*|без имени|не названн\w*|безымянн\w*|неназван\w*|без імені|безіменн\w*",
        {"attributions": (Attribution.UNNAMED, Attribution.ANONYMOUS)},
    ),
    (
        r"named (?:speakers?|sources?|people|officials?)|by name|поименно|названн\w+ (?:источник\w*|спикер\w*)|названі (?:джерел\w*|спікер\w*)",
        {"attributions": (Attribution.NAMED,)},
    ),
    (
        r"predictions|forecasts|prognos\w+|прогнозы|прогнозов|предсказани(?:я|й)|прогнози|прогнозів|передбачен(?:ня|ь)",
        {"kinds": (Kind.PREDICTION,)},
    ),
    (
        r"denials|опровержени(?:я|й)|отрицани(?:я|й)|заперечен(?:ня|ь)|спростуван(?:ня|ь)",
        {"kinds": (Kind.DENIAL,)},
    ),
    (
        r"opinions|assessments|judge?ments|characteri[sz]ations|мнени(?:я|й)|оценки|оценок|думки|думок|оцінки|оцінок",
        {"kinds": _OPINION},
    ),
    (r"facts|factual (?:claims|statements)|факты|фактов|факти|фактів", {"kinds": (Kind.FACT,)}),
    (
        r"classified|secret|секретн\w*|засекреченн\w*|таємн\w*|засекречен\w*",
        {"access": (Access.CLASSIFIED,)},
    ),
    (
        r"closed[- ]door|behind closed doors|закрыт\w+ (?:встреч\w*|заседани\w*)|за закрытыми дверями|закрит\w+ (?:зустріч\w*|засідан\w*)|за зачиненими дверима",
        {"access": (Access.CLOSED_DOOR,)},
    ),
    (
        r"(?:non|not)[- ]?public(?:ly)?(?: (?:available|disclosed|known))?|undisclosed|confidential|непубличн\w*|не публичн\w*|неопубликованн\w*|закрыты[ехм]\w* источник\w*|непублічн\w*|не публічн\w*|неоприлюднен\w*",
        {"access": _HIDDEN},
    ),
    (
        r"(?:direct |exact |verbatim |literal )?(?:quotes|quotations|citations)|verbatim|(?:direct|exact) (?:quote|quotation|words)|word for word|(?:прям\w+ )?цитат\w*|дословн\w*|(?:прям\w+ )?цитат\w*|дослівн\w*",
        {"quoted": True},
    ),
    (
        r"figures|numbers|statistics|stats|(?:with|having) (?:a )?(?:number|figure)s?|цифр\w*|числа|числами|статистик\w*|числами",
        {"figures": True},
    ),
    (
        r"disputed|contested|contradict\w*|challenged|controversial|conflicting|оспар\w+|оспор\w+|спорн\w+|противореч\w+|спірн\w+|оскарж\w+|суперечл\w+|заперечуван\w+",
        {"disputed": True},
    ),
)
_HAPPENED = (
    r"what (?:all )?(?:happened|has happened|went on|occurred|took place)|what was (?:happening|going on)|tell me about|anything (?:about|from|in|on)|"
    r"что (?:произошло|случилось|было|происходило)|расскажи\w* (?:о|об|про)|"
    r"що (?:сталося|трапилося|відбулося|було|відбувалося|сталось)|розкажи\w* про|розкажіть про"
)


@dataclass(frozen=True, slots=True)
class Facets:
    """What was found of a facet in a question, and the words that it does not explain."""

    facet: Facet
    happened: bool
    said: bool
    rest: str


def facets_in(text: str) -> Facets:
    """Read the listing words of a folded text from which times are taken already."""
    facet = Facet()
    rest = text
    for pattern, setting in _FLAGS:
        rest, found = _cut(pattern, rest)
        if found:
            facet = _with(facet, setting)
    rest, timeline = _cut(_TIMELINE, rest)
    rest, happened = _cut(_HAPPENED, rest)
    rest, asked = _cut(_LIST, rest)
    without_incidents, incidents = _cut(_INCIDENTS, rest)
    without_speakers, speakers = _cut(_SPEAKERS, rest)
    if timeline:
        facet, rest = replace(facet, of=Of.TIMELINE, asked=True), without_incidents
    elif incidents and not happened:
        facet, rest = replace(facet, of=Of.INCIDENTS), without_incidents
    elif speakers:
        facet, rest = replace(facet, of=Of.SPEAKERS), without_speakers
    if facet.access:
        rest, _ = _cut(_PAPERS, rest)
    rest, said = _cut(_NOUNS, rest)
    return Facets(replace(facet, asked=facet.asked or asked), happened, said, rest)


def _cut(pattern: str, text: str) -> tuple[str, bool]:
    cut, times = re.subn(rf"\b(?:{pattern})(?!\w)", " ", text)
    return cut, times > 0


def _with(facet: Facet, setting: dict[str, object]) -> Facet:
    """Join what a word adds: "anonymous and unnamed" is both."""
    joined: dict[str, object] = {}
    for name, value in setting.items():
        held = getattr(facet, name)
        joined[name] = _both(held, value) if isinstance(value, tuple) else value
    return replace(facet, **joined)  # type: ignore[arg-type]  # names and values stand in _FLAGS


def _both(held: Iterable[object], more: Iterable[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((*held, *more)))
