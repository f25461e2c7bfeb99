"""A denial is worded as a denial: no claim asserts what somebody denies."""

import re

import pytest

from knowledge.extraction.article_statements import statements

EN = [
    "The ferry's operator, BlueLine, denied that the ship had been overloaded.",
    "BlueLine denies the ship was overloaded.",
    "BlueLine rejected claims that the ship had been overloaded.",
    "BlueLine dismissed reports that the ship had been overloaded as “invention”.",
    "BlueLine refuted allegations that the ship had been overloaded.",
    "BlueLine has repeatedly denied overloading the ship.",
    "“The ship was never overloaded,” said Ann Lee, a spokeswoman for BlueLine.",
    "There was no sign that the ship had been overloaded, Ann Lee said.",
    "It is not true that the ship had been overloaded, said Ann Lee, the captain.",
    "Ann Lee, the captain, disputed that the ship had been overloaded.",
    "Ann Lee ruled out that the ship had been overloaded.",
    "Ann Lee insisted that the ship had not been overloaded.",
    "Captain Ann Lee said the claim that the ship had been overloaded was “a lie”.",
    "The claim that the ship had been overloaded is false, the coast guard said.",
]
RU = [
    "Оператор парома «Блю Лайн» отрицает, что судно было перегружено.",
    "Компания «Блю Лайн» опровергла сообщения о том, что судно было перегружено.",
    "Капитан Анна Лисова отвергла обвинения в том, что судно было перегружено.",
    "«Судно не было перегружено», — заявила капитан Анна Лисова.",
    "Судно никто не перегружал, заверила капитан Анна Лисова.",
    "Нет оснований считать, что судно было перегружено, ответили в МЧС.",
    "В МЧС опровергли, что судно было перегружено.",
    "Слухи о перегрузке судна капитан Анна Лисова назвала ложью.",
    "Капитан Анна Лисова это отрицает: судно шло полупустым.",
    "Капитан Анна Лисова всё отрицает. «Судно не было перегружено», — сказала она.",
    "Информация о перегрузке судна не соответствует действительности, сообщили в МЧС.",
    "Судно было перегружено? Капитан Анна Лисова это опровергла.",
    "Анна Лисова, капитан парома, отрицала, что судно было перегружено.",
]
UK = [
    "Оператор порома «Блю Лайн» заперечує, що судно було перевантажене.",
    "Компанія «Блю Лайн» спростувала повідомлення про те, що судно було перевантажене.",
    "Капітан Ганна Лісова відкинула звинувачення в тому, що судно було перевантажене.",
    "«Судно не було перевантажене», — заявила капітан Ганна Лісова.",
    "Судно ніхто не перевантажував, запевнила капітан Ганна Лісова.",
    "Немає підстав вважати, що судно було перевантажене, відповіли у ДСНС.",
    "У ДСНС спростували, що судно було перевантажене.",
    "Чутки про перевантаження судна капітан Ганна Лісова назвала брехнею.",
    "Капітан Ганна Лісова це заперечила: судно йшло напівпорожнім.",
    "Заперечила Ганна Лісова і те, що судно було перевантажене.",
    "Капітан Ганна Лісова спростувала твердження, що судно було перевантажене.",
    "Інформація про перевантаження судна не відповідає дійсності, повідомили у ДСНС.",
    "Ганна Лісова, капітан порому, заперечувала, що судно було перевантажене.",
]
NOTHING_STATED = {RU[11]}  # what is denied was only asked
SAYS_NO = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject|refut|disput|dismiss|ruled out|not|no|never|false|lie)"
    r"|отриц|опроверг|отверг|\bне\b|\bнет\b|никто|ложью|запереч|спросту|відкину|немає|ніхто|брехнею",
    re.IGNORECASE,
)
ASSERTED = re.compile(r"overload|перегру|перевантаж", re.IGNORECASE)


@pytest.mark.parametrize("sentence", [*EN, *RU, *UK])
def test_no_claim_asserts_what_is_denied(sentence):
    found = statements(sentence, published="2024-03-05")
    for one in found:
        if ASSERTED.search(one.claim):
            assert SAYS_NO.search(one.claim), one.claim
    assert found or sentence in NOTHING_STATED


@pytest.mark.parametrize(
    "sentence", [EN[0], EN[1], EN[2], RU[0], RU[1], RU[6], RU[7], UK[0], UK[1], UK[6], UK[9]]
)
def test_what_somebody_denies_is_filed_as_a_denial(sentence):
    assert [one.kind for one in statements(sentence)] == ["denial"]


# (Sentence, words of what is denied or left open): each claim that has them says no as well.
WAYS = [
    ("Harbour master Iva Rost denied that the crane had been unlicensed.", "unlicensed"),
    ("The brewery rejected the allegation that its beer had made people ill.", "made people ill"),
    (
        "Mayor Tom Kell dismissed the story that the bridge had been closed as “nonsense”.",
        "had been closed",
    ),
    ("Police refuted reports that a second gunman had escaped.", "gunman had escaped"),
    (
        "There is no truth in the rumour that the dam had leaked, said engineer Lia Moss.",
        "dam had leaked",
    ),
    (
        "“It is not true that we sold the data,” said Ben Ayo, the bank's chief executive.",
        "sold the data",
    ),
    ("Coach Ana Reis called the report that she had resigned a lie.", "resigned"),
    (
        "Minister Jon Falk branded claims that the vaccine had failed “fake news”.",
        "vaccine had failed",
    ),
    ("The operator said it was not the pilot who had switched off the engine.", "switched off"),
    ("The ministry did not confirm that the tunnel had flooded.", "tunnel had flooded"),
    ("The ministry refused to confirm that the convoy had been hit.", "convoy had been hit"),
    ("The council could not confirm that the water was safe.", "water was safe"),
    ("Neither the police nor the hospital would say that a child had died.", "child had died"),
    ("Pilot Eva Sand did not deny that the aircraft had been too low.", "too low"),
    ("Fire chief Lou Hart ruled out arson.", "arson"),
    ("The museum said that nobody had stolen the painting.", "stolen"),
    ("Detectives say they found no evidence that the lorry was overloaded.", "overloaded"),
    (
        "The claim that the lift had been repaired is false, according to the inspectorate.",
        "repaired",
    ),
    ("The company has repeatedly denied dumping waste in the river.", "waste"),
    ("Ann Doe, a spokeswoman for the railway, disputed that the driver had been asleep.", "asleep"),
    (
        "It was never said that the school would close, headteacher Mia Berg insisted.",
        "school would close",
    ),
    ("The airline brushed off reports that the engine had failed.", "engine had failed"),
    ("Governor Lee Pine has denied allegations he took money from the builder.", "took money"),
    ("The hotel's manager, Rui Dias, said reports of a fire were false.", "fire"),
    ("The firm called the accusations that it had poisoned the lake baseless.", "poisoned"),
    ("Critics said the dyke had leaked for years. Ms Lee denied it.", "Lee"),
    ("Мэр Олег Дран опроверг, что мост закрыли из-за трещин.", "мост закрыли"),
    ("Завод «Кедр» отрицает выброс хлора.", "выброс"),
    ("Директор цирка Анна Мель назвала фейком сообщения о побеге тигра.", "побеге"),
    ("Пресс-служба вокзала назвала вбросом слухи о минировании.", "минировании"),
    (
        "Информация об увольнении тренера не соответствует действительности, заявили в клубе «Волна».",
        "увольнении",
    ),
    ("Следователь Иван Рог исключил версию поджога.", "поджога"),
    ("Губернатор Пётр Зоря назвал ложью данные о сотне погибших.", "сотне"),
    ("В больнице не подтвердили, что отравились дети.", "отравились"),
    ("В посольстве отказались подтвердить, что посол уехал.", "уехал"),
    ("Никакого отключения воды не было, сообщил начальник водоканала Лев Грач.", "отключения"),
    ("«Это неправда, самолёт не садился на брюхо», — сказал пилот Ян Сот.", "садился"),
    ("Компания «Меркурий» отвергла обвинения в утечке данных.", "утечке"),
    ("Слухи о закрытии школы беспочвенны, подчеркнула директор Ольга Бах.", "закрытии"),
    ("Пресс-секретарь завода Ира Лом заявила, что слухи о взрыве — ложь.", "взрыве"),
    ("Капитан не стал отрицать, что судно село на мель.", "село"),
    ("Договор истёк осенью, сообщила юрист Лейла Ким. Компания «Дом» это отрицает.", "Компания"),
    ("Мер Остап Дрань спростував, що міст закрили через тріщини.", "міст закрили"),
    ("Завод «Кедр» заперечує викид хлору.", "викид"),
    ("Директорка цирку Анна Мель назвала фейком повідомлення про втечу тигра.", "втечу"),
    ("Пресслужба вокзалу назвала неправдою чутки про замінування.", "замінування"),
    (
        "Інформація про звільнення тренера не відповідає дійсності, заявили у клубі «Хвиля».",
        "звільнення",
    ),
    ("Слідчий Іван Ріг відкинув версію підпалу.", "підпалу"),
    ("Губернатор Петро Зоря назвав брехнею дані про сотню загиблих.", "сотню"),
    ("У лікарні не підтвердили, що отруїлися діти.", "отруїлися"),
    ("Жодного відключення води не було, повідомив начальник водоканалу Лев Грач.", "відключення"),
    ("Компанія «Меркурій» відкинула звинувачення у витоку даних.", "витоку"),
    ("Мерія спростовує, ніби вода отруєна.", "отруєна"),
    ("У посольстві відмовилися підтвердити, що посол поїхав.", "поїхав"),
    ("Прессекретарка заводу Іра Лом заявила, що чутки про вибух — брехня.", "вибух"),
    ("Капітан Лев Кран не став заперечувати, що судно сіло на мілину.", "сіло"),
]
HOW = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject|refut|disput|dismiss|ruled out|not|no|never|neither|nobody|false|lie|refused"
    r"|brushed off|baseless|fake)\b|\b(?:den|reject|refut|disput|dismiss)"
    r"|отриц|опроверг|отверг|исключил|\bне\b|\bнет\b|никто|никакого|ложью|ложь|фейком|вбросом|отказал"
    r"|беспочвенн|неправда|запереч|спросту|спростов|відкину|немає|ніхто|жодного|брехн|неправдою|відмови",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("sentence", "words"), WAYS)
def test_whatever_way_somebody_says_no_the_claim_says_no(sentence, words):
    for one in statements(sentence, published="2024-03-05"):
        if words in one.claim:
            assert HOW.search(one.claim), one.claim


def test_what_is_not_confirmed_is_no_denial():
    (found,) = statements("The ministry did not confirm that the tunnel had flooded.")
    assert (found.kind, found.claim) == (
        "fact",
        "The ministry did not confirm that the tunnel had flooded",
    )
    (found,) = statements("Pilot Eva Sand did not deny that the aircraft had been too low.")
    assert found.kind == "fact"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "An inspection had been put off, two people familiar with the records said. The airline denied that.",
            "The airline denied that an inspection had been put off",
        ),
        (
            "Договор истёк осенью, сообщила юрист Лейла Ким. Компания «Дом» это отрицает.",
            "Компания «Дом» отрицает, что договор истёк осенью",
        ),
        (
            "На думку Вікторії Мороз, пожежники не дісталися до люка. Ганна Лісова це заперечила: люк відкрили.",
            "Ганна Лісова заперечує, що пожежники не дісталися до люка: люк відкрили",
        ),
    ],
)
def test_what_this_denies_is_told(text, claim):
    assert statements(text)[-1].claim == claim
