"""Questions for a list: everything by a speaker, of a kind, of a time, of an incident."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from knowledge.domain import Access, Attribution, Kind
from knowledge.questions.time_expressions import TimeExpression


def _any(*patterns: str) -> re.Pattern[str]:
    """Whole words that are any of these, a line a language or a way of saying it."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)")


TIMELINE = _any(
    r"time ?line|chronolog\w*|in (?:chronological )?order|sequence of events",
    r"what happened when|when did what happen|что когда (?:было|произошло|случилось)",
    r"хронологи\w+|лента событий|по порядку",
    r"хронологія|стрічка подій|за порядком|таймлайн",
)
INCIDENTS = _any(
    r"incidents|events|topics|subjects",
    r"what (?:do you (?:know|cover)|can (?:i|we|one) ask(?: you)?(?: about)?)",
    r"what(?:'s| is) (?:new|the latest)|(?:(?:the )?latest|any) news|^\W*(?:news|latest)(?=\W*$)",
    r"инцидент(?:ы|ов|ам|ах)|событи(?:я|й)|происшестви(?:я|й)|темы",
    r"что (?:ты |вы )?знае(?:шь|те)|о ч[её]м (?:тебя |вас )?можно спр\w+|что нового|новости",
    r"інцидент(?:и|ів)|поді(?:ї|й)|випадк(?:и|ів)|теми",
    r"що (?:ти |ви )?знає(?:ш|те)|про що (?:тебе |вас )?можна (?:запит|спит)\w+|що нового|новини",
)
SPEAKERS = _any(
    r"speakers|people quoted|(?:whom|who) (?:do you (?:have|quote)|is quoted|are (?:you )?quot\w+)",
    r"who (?:spoke|speaks|commented|has (?:spoken|commented))|whose words (?:do you have|are there)",
    r"спикер(?:ы|ов)|кого (?:вы |ты )?цитиру\w+|чьи слова",
    r"кто (?:вообще |тут |здесь )?(?:высказ\w+|комментировал\w*)",
    r"спікер(?:и|ів)|кого (?:ви |ти )?цитує\w+|чиї слова",
    r"хто (?:взагалі |тут )?(?:висловлю\w+|висловив\w*|коментува\w+)",
)
_THIS = r"(?:(?:(?:all )?(?:of )?(?:this|that|the|your) )?(?:information|info|data)|all (?:of )?this|this)"
ARTICLES = _any(
    r"(?:what|which|list|show|all|the|your)(?: me| are| all| the| your)* (?:articles|sources)",
    rf"where (?:does|do|did) (?:{_THIS}|you get {_THIS}) (?:come )?from|where do you get {_THIS}",
    rf"source of {_THIS}|where is {_THIS} from",
    r"(?:какой |кто )?источник(?: у)? (?:этой|этих|всей|вашей|твоей) (?:информации|данных|сведений)",
    r"(?:яке |хто )?джерело (?:цієї|цих|всієї|вашої|твоєї) (?:інформації|даних|відомостей)",
    r"(?:какие|все|список|покажи\w*|твои|ваши)(?: у (?:вас|тебя)| есть| твои| ваши)*"
    r" (?:статьи|источники)",
    r"откуда(?: у (?:вас|тебя)| (?:вы|ты) (?:бер[её]\w*|зна\w+)| вс[яё]| эт[аоиу]| эти)*"
    r" (?:информаци\w|данные|сведения|это)",
    r"(?:які|усі|всі|список|покаж\w*|твої|ваші)(?: у (?:вас|тебе)| є| твої| ваші)*"
    r" (?:статті|джерела)",
    r"звідки(?: у (?:вас|тебе)| (?:ви|ти) (?:бере\w*|зна\w+)| вс[яе]| ц[яеіюй]+)*"
    r" (?:інформаці\w|дані|відомості|це)",
)
_LISTED = (
    r"statements?|claims?|quotes?|quotations?|predictions?|denials?|opinions?|assessments?"
    r"|facts?|figures?|numbers?|sources?"
    r"|заявлени|утверждени|цитат|прогноз|отрицани|мнени|оценк|цифр|источник"
    r"|заяв|тверджен|заперечен|думк|оцінк|джерел"
)
LIST = _any(
    r"all|every|everything|lists?|show|give me|enumerate|complete|overview",
    r"все|всех|всего|список|перечисли\w*|покажи\w*|перечень|дай(?:те)?",
    r"усі|всі|усе|усіх|всіх|перелічи\w*|перелік|покаж\w*",
    rf"(?:which|what|any|какие|які) (?=(?:\w+ ){{0,2}}(?:{_LISTED}))",
)
NOUNS = _any(
    r"statements?|claims?|sayings|said|says?|saying|stated?|reports?|remarks?|words|comments?",
    r"things?|anything|something|tell|told|talk\w*|spoke|speak\w*|have|got|made|make|comes?|coming|credited",
    r"attributed|about|regarding|concerning|from|by|with|store|database|stuff",
    r"information|info|articles?|sources?|persons?|people|speakers?|please",
    r"job|role|post|position|occupation|work(?:s|ing)? for|должност\w+|посад[аіиу]",
    r"claimed|alleged|announced?|announcing|declared?|commented|remarked|mention(?:ed)?",
    r"заявлени\w*|утверждени\w*|высказывани\w*|слова|сказал\w*|говор\w*|заявил\w*|заявля\w*|утвержда\w*",
    r"сообщени\w*|сообщ(?:ил\w?|ает|ают|ал\w?)|есть|про|базе|стать[яеию]|пиш\w*|рассказ\w*|источник\w*|лица|пожалуйста",
    r"что-(?:то|нибудь)|какие-(?:то|нибудь)|якісь|щось|так(?:ой|ая|ие|ий|а|і)",
    r"заяв\w*|тверджен\w*|висловлюван\w*|каже\w*|кажуть|с?каза(?:в|ла|ло|ли)|говори(?:в|ла|ло|ли)|є|базі|статт[іяею]\w*",
    r"стверджу\w+|повідом(?:ив|ил[аоиі]|ля(?:є|ють|в|л[аои]))",
    r"розкаж\w*|розповід\w*|повідомлен\w*|джерел\w*|особи|будь ласка",
)
PAPERS = _any(
    r"reports?|briefings?|documents?|papers?|files?|materials?|meetings?|taken|quoted",
    r"доклад\w*|брифинг\w*|документ\w*|отчет\w*|материал\w*|встреч\w*|взят\w*",
    r"звіт\w*|брифінг\w*|доповід\w*|матеріал\w*|зустріч\w*|узят\w*",
)
"""What was not public is a report or a meeting: the word adds nothing to "classified"."""

WRITTEN = tuple(
    """
    statement statements sources speakers speaker predictions forecasts denials opinions assessments
    quotations anonymous anonymously unnamed anonymity incidents timeline chronology classified
    secret articles disputed
    заявления заявлений утверждения высказывания источники источников источник прогнозы цитаты
    опровержения отрицания мнения анонимные анонимных анонимный анонимно неназванные неназванных
    секретные секретных события инциденты хронология спикеры статьи
    заяви твердження висловлювання джерела джерело цитати заперечення прогнози анонімні анонімних
    анонімний анонімно неназвані таємні події інциденти хронологія спікери статті
    """.split()
)
"""Of these words the forms that are typed most, for a slip in one of them to be seen."""

HAPPENED = _any(
    r"what (?:all )?(?:happened|has happened|went on|occurred|took place)",
    r"what was (?:happening|going on)",
    r"что (?:произошло|случилось|было|происходило)",
    r"що (?:сталося|трапилося|відбулося|було|відбувалося|сталось)",
)
"""Of a time, a place or an incident, everything about it."""
ABOUT = _any(
    r"tell me (?:everything |all |more )?about|(?:everything|all) about",
    r"(?:what(?:'s| is|s) )?(?:the )?(?:latest|news) (?:about|from|on)",
    r"anything (?:about|from|in|on)|what (?:else )?do you (?:have|know) (?:about|on|of)",
    r"расскажи\w* (?:вс[её] )?(?:о|об|про)|вс[её] (?:о|об|про)",
    r"что (?:у (?:вас|тебя) есть|(?:вы |ты )?знае(?:шь|те)) (?:о|об|про)",
    r"розкаж\w+ (?:усе |все )?про|(?:усе|все) про",
    r"що (?:у (?:вас|тебе) є|(?:ви |ти )?знає(?:ш|те)) про",
)
"""Of anything that has a name, everything about it."""
_NOBODY = _any(
    r"(?:nobody|no one|no-one|noone|none|not) (?:(?:is|are|was|were|has been|have been) )?"
    r"(?:credited|quoted|attributed|named as (?:a )?source)",
    r"(?:credit\w*|quot\w*|attribut\w*) (?:to )?(?:nobody|no one)",
    r"uncredited|unattributed|unsourced|narrator\w*|no (?:source|speaker|attribution)",
    r"without (?:a |any )?(?:source|sources|attribution|speaker|credit)",
    r"(?:just |only )?(?:the )?article(?:'s)? (?:itself|own (?:voice|words|claims?|statements?))",
    r"in its own (?:voice|words|name)|от себя|от своего (?:имени|лица)|від себе|від свого імені",
    r"(?:никто|никому|ни на кого|никого) не (?:назван|указан|приписан\w*|ссыла\w*)",
    r"без (?:указания )?(?:источник\w*|автор\w*|ссылк\w*)",
    r"от (?:лица|имени) (?:статьи|автора|редакции)|сам\w* стать\w+",
    r"(?:ніхто|нікому|нікого) не (?:названий|вказан\w*|приписан\w*)",
    r"без (?:зазначення )?(?:джерел\w*|автор\w*|посилан\w*)",
    r"від (?:імені|особи) (?:статті|автора)|сам\w* статт\w+",
)

FLAGS: tuple[tuple[re.Pattern[str], dict[str, object]], ...] = (
    (
        _any(
            r"anonymous(?:ly)?|anonymity|unidentified",
            r"(?:identity|name) withheld|withheld (?:identity|names?)",
            r"анонимн\w*|инкогнито|на условиях анонимности",
            r"анонімн\w*|на умовах анонімності",
        ),
        {"attributions": (Attribution.ANONYMOUS,)},
    ),
    (_NOBODY, {"attributions": (Attribution.NARRATOR,)}),
    (
        _any(
            r"unnamed|(?:not|wasn't|weren't|isn't|aren't) (?:named|identified)|without (?:a )?names?",
            r"неназванн\w*|без имени|не названн\w*|безымянн\w*",
            r"неназван\w*|без імені|безіменн\w*",
        ),
        {"attributions": (Attribution.UNNAMED, Attribution.ANONYMOUS)},
    ),
    (
        _any(
            r"named (?:speakers?|sources?|people|officials?)|by name",
            r"поименно|названн\w+ (?:источник\w*|спикер\w*)",
            r"названі (?:джерел\w*|спікер\w*)",
        ),
        {"attributions": (Attribution.NAMED,)},
    ),
    (
        _any(
            r"predictions|forecasts|prognos\w+",
            r"прогнозы|прогнозов|предсказани(?:я|й)",
            r"прогнози|прогнозів|передбачен(?:ня|ь)",
        ),
        {"kinds": (Kind.PREDICTION,)},
    ),
    (
        _any(
            r"denials",
            r"опровержени(?:я|й)|отрицани(?:я|й)",
            r"заперечен(?:ня|ь)|спростуван(?:ня|ь)",
        ),
        {"kinds": (Kind.DENIAL,)},
    ),
    (
        _any(
            r"opinions|assessments|judge?ments|characteri[sz]ations",
            r"мнени(?:я|й)|оценки|оценок",
            r"думки|думок|оцінки|оцінок",
        ),
        {"kinds": (Kind.ASSESSMENT, Kind.CHARACTERISATION)},
    ),
    (
        _any(r"facts|factual (?:claims|statements)", r"факты|фактов", r"факти|фактів"),
        {"kinds": (Kind.FACT,)},
    ),
    (
        _any(r"classified|secret", r"секретн\w*|засекреченн\w*", r"таємн\w*|засекречен\w*"),
        {"access": (Access.CLASSIFIED,)},
    ),
    (
        _any(
            r"closed[- ]door|behind closed doors",
            r"закрыт\w+ (?:встреч\w*|заседани\w*)|за закрытыми дверями",
            r"закрит\w+ (?:зустріч\w*|засідан\w*)|за зачиненими дверима",
        ),
        {"access": (Access.CLOSED_DOOR,)},
    ),
    (
        _any(
            r"(?:non|not)[- ]?public(?:ly)?(?: (?:available|disclosed|known))?",
            r"undisclosed|confidential|off[- ]the[- ]record|in private|privately",
            r"непубличн\w*|не (?:был\w* |предназнач\w+ )?(?:публичн\w*|для публики)",
            r"неопубликованн\w*|закрыты[ехм]\w* источник\w*",
            r"непублічн\w*|не (?:бул\w* |признач\w+ )?(?:публічн\w*|для публіки)|неоприлюднен\w*",
        ),
        {"access": (Access.CLASSIFIED, Access.CLOSED_DOOR, Access.UNDISCLOSED)},
    ),
    (
        _any(
            r"(?:direct |exact |verbatim |literal )?(?:quotes|quotations|citations)|verbatim",
            r"(?:direct|exact) (?:quote|quotation|words)|word for word",
            r"(?:прям\w+ )?цитат\w*|дословн\w*",
            r"дослівн\w*",
        ),
        {"quoted": True},
    ),
    (
        _any(
            r"figures|numbers|statistics|stats|(?:with|having) (?:a )?(?:number|figure)s?",
            r"цифр\w*|числа|числами|статистик\w*",
        ),
        {"figures": True},
    ),
    (
        _any(
            r"disputed|contested|contradict\w*|challenged|controversial|conflicting",
            r"оспар\w+|оспор\w+|спорн\w+|противореч\w+",
            r"спірн\w+|оскарж\w+|суперечл\w+|заперечуван\w+|заперечує\w*ся|оспорю\w+",
        ),
        {"disputed": True},
    ),
)
"""A pattern and what it sets in a facet, by field."""


class ListingSubject(StrEnum):
    """What is listed."""

    STATEMENTS = "statements"
    INCIDENTS = "incidents"
    TIMELINE = "timeline"
    SPEAKERS = "speakers"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class ListingFilter:
    """Which statements are asked for; empty means: no matter.

    Args:
        asked: whether words such as "all" or "list" ask for a list.
        whens: times of the incident or of the saying.
    """

    of: ListingSubject = ListingSubject.STATEMENTS
    asked: bool = False
    speakers: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    kinds: tuple[Kind, ...] = ()
    access: tuple[Access, ...] = ()
    whens: tuple[TimeExpression, ...] = field(default=())
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


@dataclass(frozen=True, slots=True)
class ListingFilterReader:
    """What was found of a facet in a question, and the words that it does not explain.

    Args:
        happened: whether it is asked what happened.
        about: whether everything about something is asked for.
        said: whether it is asked what was said.
    """

    facet: ListingFilter
    happened: bool
    about: bool
    said: bool
    rest: str


def listing_filter_in(text: str) -> ListingFilterReader:
    """Read the listing words of a folded text from which times are taken already."""
    facet = ListingFilter()
    rest = text
    for pattern, setting in FLAGS:
        rest, found = _cut(pattern, rest)
        if found:
            facet = _with(facet, setting)
    rest, timeline = _cut(TIMELINE, rest)
    rest, happened = _cut(HAPPENED, rest)
    rest, about = _cut(ABOUT, rest)
    # "All anonymous sources" are people, "all your sources" are articles.
    rest, articles = _cut(ARTICLES, rest) if facet == ListingFilter() else (rest, False)
    rest, asked = _cut(LIST, rest)
    without_incidents, incidents = _cut(INCIDENTS, rest)
    # "Who spoke anonymously" asks for what was said so.
    without_speakers, speakers = _cut(SPEAKERS, rest) if facet == ListingFilter() else (rest, False)
    if timeline:
        facet, rest = replace(facet, of=ListingSubject.TIMELINE, asked=True), without_incidents
    elif articles:
        facet = replace(facet, of=ListingSubject.ARTICLES, asked=True)
    elif incidents and not (happened or about):
        facet, rest = replace(facet, of=ListingSubject.INCIDENTS), without_incidents
    elif speakers:
        facet, rest = replace(facet, of=ListingSubject.SPEAKERS), without_speakers
    if facet.access:
        rest, _ = _cut(PAPERS, rest)
    rest, said = _cut(NOUNS, rest)
    return ListingFilterReader(
        replace(facet, asked=facet.asked or asked), happened, about, said, rest
    )


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    cut, times = pattern.subn(" ", text)
    return cut, times > 0


def _with(facet: ListingFilter, setting: dict[str, object]) -> ListingFilter:
    """Join what a word adds: "anonymous and unnamed" is both."""
    joined: dict[str, object] = {}
    for name, value in setting.items():
        held = getattr(facet, name)
        joined[name] = _both(held, value) if isinstance(value, tuple) else value
    return replace(facet, **joined)  # type: ignore[arg-type]  # names and values stand in said_as.FLAGS


def _both(held: Iterable[object], more: Iterable[object]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((*held, *more)))
