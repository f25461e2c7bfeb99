"""ClaimReview and Claim as fact-checkers publish them."""

import json
from typing import Any

import pytest

from knowledge.domain import (
    Attribution,
    Bundle,
    InvalidFile,
    Kind,
    RelationKind,
    Speaker,
    SpeakerKind,
    Statement,
)
from knowledge.interchange import read

CLAIM = "The mill burned twice"


def review(**more: Any) -> dict[str, Any]:
    """A check that names no speaker and gives no verdict."""
    return {
        "@type": "ClaimReview",
        "url": "https://checks.example/1",
        "claimReviewed": CLAIM,
    } | more


def claim_of(**more: Any) -> dict[str, Any]:
    return {"@type": "Claim"} | more


def by(author: Any, /, **more: Any) -> dict[str, Any]:
    return review(itemReviewed=claim_of(author=author), **more)


@pytest.fixture
def read_as(written):
    def reading(document: object, name: str = "a.json") -> Bundle:
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        return read(written(name, text))

    return reading


def first_of(bundle: Bundle) -> tuple[Statement, Speaker | None]:
    """The first claim and who said it."""
    statement = bundle.statements[0]
    return statement, next((one for one in bundle.speakers if one.id == statement.speaker), None)


ANN = {"@type": "Person", "name": "Ann Doe"}
S = "https://schema.org/"


@pytest.mark.parametrize(
    "document",
    [
        by(ANN),
        [by(ANN)],
        [[by(ANN)]],
        {"@graph": [{"@type": "WebSite", "name": "x"}, by(ANN)]},
        {"@context": "https://schema.org", "@graph": {"@graph": [by(ANN)]}},
        {"@type": "NewsArticle", "mainEntity": by(ANN)},
        {"@type": "NewsArticle", "review": [by(ANN)]},
        {"@type": "WebPage", "hasPart": {"@type": "Article", "reviews": by(ANN)}},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [by(ANN)]}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": by(ANN)}]},
        by(ANN) | {"@type": ["Review", "ClaimReview"]},
        by(ANN) | {"@type": "http://schema.org/ClaimReview"},
        by(ANN) | {"@type": "https://www.schema.org/ClaimReview"},
        {"@type": "schema:ClaimReview", "schema:url": "https://checks.example/1",
         "schema:claimReviewed": CLAIM, "schema:itemReviewed": {"schema:author": {"schema:name": "Ann Doe"}}},
        {"@context": {"s": "http://schema.org/"}, "@type": "s:ClaimReview", "s:url": "https://checks.example/1",
         "s:claimReviewed": CLAIM, "s:itemReviewed": {"@type": "s:Claim", "s:author": {"s:name": "Ann Doe"}}},
        {f"{S}url": "https://checks.example/1", f"{S}claimReviewed": [{"@value": CLAIM, "@language": "en"}],
         "@type": [f"{S}ClaimReview"], f"{S}itemReviewed": [{"@type": [f"{S}Claim"], f"{S}author": [{f"{S}name": [{"@value": "Ann Doe"}]}]}]},
        {"@context": {"@vocab": "http://schema.org/", "type": "@type", "id": "@id"}, "type": "ClaimReview",
         "url": "https://checks.example/1", "claimReviewed": CLAIM, "itemReviewed": {"type": "Claim", "author": {"name": "Ann Doe"}}},
        {"@graph": [by({"@id": "#ann"}), ANN | {"@id": "#ann"}]},
        {"@graph": [review(itemReviewed={"@id": "#claim"}), claim_of(author=ANN) | {"@id": "#claim"}]},
        {"@graph": [claim_of(author=ANN) | {"@id": "#claim"}, review(itemReviewed=[{"@id": "#claim"}])]},
        claim_of(author=ANN, text=CLAIM, review=review() | {"claimReviewed": None, "@type": "ClaimReview"}),
        review(itemReviewed={"@list": [claim_of(author={"@set": [ANN]})]}),
        review(claimReviewed=claim_of(text=CLAIM), itemReviewed=claim_of(author=ANN)),
        review(claimReviewed="", itemReviewed=claim_of(author=ANN, name=CLAIM)),
        review(itemReviewed=ANN),
    ],
)  # fmt: skip
def test_a_check_is_found_in_whatever_shape_it_comes(read_as, document):
    bundle = read_as(document)
    statement, speaker = first_of(bundle)
    assert bundle.refused == ()
    assert len([one for one in bundle.statements if one.kind is Kind.FACT]) == 1
    assert statement.claim.in_language("en") == CLAIM
    assert speaker is not None
    assert speaker.name.in_language("en") == "Ann Doe"
    assert statement.attribution is Attribution.NAMED


@pytest.mark.parametrize(
    ("author", "name", "kind"),
    [
        ("Ann Doe", "Ann Doe", SpeakerKind.PERSON),
        ({"name": ["Ann Doe", "A. Doe"]}, "Ann Doe", SpeakerKind.PERSON),
        ({"givenName": "Ann", "familyName": "Doe"}, "Ann Doe", SpeakerKind.PERSON),
        ([{"name": ""}, ANN], "Ann Doe", SpeakerKind.PERSON),
        ({"@type": "Role", "roleName": "mayor", "author": ANN}, "Ann Doe", SpeakerKind.PERSON),
        ({"@type": "Organization", "name": "Mill &amp; Sons"}, "Mill & Sons", SpeakerKind.ORGANISATION),
        ({"@type": "Person", "name": "O&#39;Brien"}, "O'Brien", SpeakerKind.PERSON),
        ({"@type": "Person", "name": "<b>Ann</b> Doe "}, "Ann Doe", SpeakerKind.PERSON),
        ([ANN, {"name": "Bo Lee"}], "Ann Doe & Bo Lee", SpeakerKind.GROUP),
        ([ANN, {"name": "Facebook users"}], "Ann Doe", SpeakerKind.PERSON),
        ([ANN, ANN], "Ann Doe", SpeakerKind.PERSON),
        ({"@type": ["Thing", "Person"], "name": {"@value": "Ann Doe"}}, "Ann Doe", SpeakerKind.PERSON),
    ],
)  # fmt: skip
def test_the_author_of_the_claim_is_its_speaker(read_as, author, name, kind):
    statement, speaker = first_of(read_as(by(author)))
    assert speaker is not None
    assert (speaker.name.in_language("en"), speaker.kind) == (name, kind)
    assert statement.attribution is Attribution.NAMED


@pytest.mark.parametrize(
    "author",
    [
        None, "", {}, {"name": ""}, {"name": None}, {"@id": "#nobody"}, "Unknown", "N/A", "anonymous",
        {"name": "Неизвестно"}, {"name": "Невідомий автор"}, "https://social.example/someone", [],
        {"@type": "Organization", "name": "Checks"},  # the checker, entered by mistake
    ],
)  # fmt: skip
def test_a_claim_of_nobody_known_is_never_the_articles_own(read_as, author):
    bundle = read_as(by(author, author={"@type": "Organization", "name": "Checks"}))
    statement = bundle.statements[0]
    assert (statement.speaker, statement.attribution) == (None, Attribution.UNNAMED)


def test_without_itemreviewed_the_speaker_is_unknown_too(read_as):
    statement = read_as(review()).statements[0]
    assert (statement.speaker, statement.attribution) == (None, Attribution.UNNAMED)


@pytest.mark.parametrize(
    "name",
    ["Social media posts", "viral posts", "Facebook users", "Multiple sources", "TikTok videos",
     "Bloggers", "Various", "пользователи соцсетей", "Телеграм-каналы", "дописи в соцмережах"],
)  # fmt: skip
def test_a_crowd_is_a_speaker_without_a_name(read_as, name):
    statement, speaker = first_of(read_as(by({"@type": "Organization", "name": name})))
    assert speaker is not None
    assert (statement.attribution, speaker.kind) == (Attribution.UNNAMED, SpeakerKind.GROUP)


RATED = {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "False"}


@pytest.mark.parametrize(
    ("rating", "relation", "said"),
    [
        (RATED, RelationKind.DISPUTES, "“False”"),
        (RATED | {"alternateName": "Half true"}, RelationKind.DISPUTES, "“Half true”"),
        (RATED | {"alternateName": "Mostly true", "ratingValue": 4}, RelationKind.DISPUTES, "Mostly"),
        (RATED | {"alternateName": "Missing context", "ratingValue": 5}, RelationKind.DISPUTES, "Missing"),
        (RATED | {"alternateName": "True."}, RelationKind.SUPPORTS, "“True.”"),
        (RATED | {"alternateName": "&quot;Correct&quot;"}, RelationKind.SUPPORTS, "Correct"),
        ({"ratingValue": "5", "bestRating": "5", "worstRating": "1"}, RelationKind.SUPPORTS, "5 (1–5)"),
        ({"ratingValue": 2, "bestRating": 5}, RelationKind.DISPUTES, "2 (1–5)"),
        ({"ratingValue": -1, "bestRating": -1, "worstRating": -1}, RelationKind.DISPUTES, "-1"),
        ({"ratingValue": "Pants on fire"}, RelationKind.DISPUTES, "Pants on fire"),
        ("Misleading", RelationKind.DISPUTES, "Misleading"),
        ([{"@value": "Fake"}], RelationKind.DISPUTES, "Fake"),
    ],
)  # fmt: skip
def test_the_verdict_is_the_checkers_and_stands_against_the_claim(read_as, rating, relation, said):
    check = by(ANN, reviewRating=rating, author={"name": "Checks"}, datePublished="June 2, 2024")
    bundle = read_as(check)
    claim, verdict = bundle.statements
    [checker] = [one for one in bundle.speakers if one.id == verdict.speaker]
    [article] = bundle.articles
    assert [(one.source, one.kind, one.target) for one in bundle.relations] == [
        (verdict.id, relation, claim.id)
    ]
    assert said in verdict.claim.in_language("en")
    assert (checker.name.in_language("en"), checker.kind) == ("Checks", SpeakerKind.ORGANISATION)
    assert (verdict.kind, verdict.said) == (Kind.ASSESSMENT, "2024-06-02")
    assert article.url == "https://checks.example/1"
    assert claim.speaker == "ann-doe"


@pytest.mark.parametrize(
    ("headline", "relation"),
    [
        ("No, the mill did not burn", RelationKind.DISPUTES),
        ("Фейк: млин згорів двічі", RelationKind.DISPUTES),
        ("Неправда, что мельница сгорела", RelationKind.DISPUTES),
        ("Did the mill burn?", RelationKind.COMMENTS_ON),
        ("What is known of the mill", RelationKind.COMMENTS_ON),
    ],
)
def test_a_headline_stands_for_a_verdict_that_is_not_given(read_as, headline, relation):
    bundle = read_as(by(ANN, headline=headline))
    assert [one.kind for one in bundle.relations] == [relation]
    assert bundle.articles[0].title == headline


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ({"firstAppearance": "https://post.example/1"}, "https://post.example/1"),
        ({"firstAppearance": {"url": "https://post.example/1"}}, "https://post.example/1"),
        ({"appearance": [{"@type": "CreativeWork", "url": "https://post.example/1"}]}, "https://post.example/1"),
        ({"appearance": ["https://post.example/1", "https://post.example/2"]}, "https://post.example/1"),
        ({"appearance": {"@id": "https://post.example/1"}}, "https://post.example/1"),
        ({"@type": "SocialMediaPosting", "url": "https://post.example/1"}, "https://post.example/1"),
        ({"@type": "CreativeWork", "sameAs": ["https://post.example/1"]}, "https://post.example/1"),
        ({"@type": "VideoObject", "name": "A film", "mainEntityOfPage": {"@id": "https://post.example/1"}}, "https://post.example/1"),
        ({"appearance": {"name": "a leaflet"}}, "https://checks.example/1"),
        ({}, "https://checks.example/1"),
    ],
)  # fmt: skip
def test_where_the_claim_was_made_and_the_check_are_both_kept(read_as, item, link):
    bundle = read_as(review(itemReviewed=claim_of(author=ANN) | item, reviewRating=RATED))
    links = {one.id: one.url for one in bundle.articles}
    claim, verdict = bundle.statements
    assert links[claim.appearances[0].article] == link
    assert links[verdict.appearances[0].article] == "https://checks.example/1"


def test_several_checks_of_a_page_are_all_taken_and_the_same_again_is_skipped(read_as):
    checks = [
        by(ANN, reviewRating=RATED),
        by(ANN, claimReviewed="Another one"),
        by(ANN, reviewRating=RATED),
    ]
    bundle = read_as([*checks, by(ANN, claimReviewed=["A third", "A fourth"])])
    assert len({one.id for one in bundle.statements}) == len(bundle.statements) == 5
    assert [one.where.rpartition(":")[2] for one in bundle.skipped] == ["3"]
    assert bundle.refused == ()
    # An id is made of the link and the claim: it does not hang on the others of the file.
    assert read_as([checks[1]]).statements[0].id == bundle.statements[2].id


@pytest.mark.parametrize(
    ("said", "date"),
    [("2019-03-16 14:22:00", "2019-03-16"), ({"@type": "Date", "@value": "2017-09-03"}, "2017-09-03"),
     (["3 мая 2017"], "2017-05-03"), (20170722, "2017-07-22"), ("0001-01-01T00:00:00Z", None), ("soon", None)],
)  # fmt: skip
def test_a_date_is_read_or_left_out_with_a_note(read_as, said, date):
    bundle = read_as(review(itemReviewed=claim_of(author=ANN, datePublished=said)))
    assert bundle.statements[0].said == date
    assert len(bundle.cleaned) == (date is None)


@pytest.mark.parametrize(
    ("named", "language"),
    [("uk", "uk"), ("uk-UA", "uk"), ({"@type": "Language", "name": "Ukrainian"}, "uk"),
     ({"@type": "Language", "alternateName": "uk", "name": "Українська"}, "uk"), ("en", "ru"), (None, "ru")],
)  # fmt: skip
def test_a_check_in_its_language_is_an_original(read_as, named, language):
    role = {"name": "Иван Лан", "jobTitle": "депутат"}
    check = by(
        role, claimReviewed="Мост закрыт", inLanguage=named, reviewRating={"alternateName": "Фейк"}
    )
    bundle = read_as(check)
    claim, verdict = bundle.statements
    assert claim.claim.original == verdict.claim.original == language
    assert bundle.articles[0].language == language
    assert bundle.speakers[0].role.by_language == {language: "депутат"}
    assert "«Мост закрыт»" in verdict.claim.in_language(language)


TOOLS = {
    "text": CLAIM, "claimant": "Ann Doe", "claimDate": "2023-09-11T00:00:00Z",
    "claimReview": [
        {"publisher": {"name": "Checks", "site": "checks.example"}, "url": "https://checks.example/1",
         "title": "Did it burn?", "reviewDate": "2023-09-14T00:00:00Z", "textualRating": "False", "languageCode": "en"},
        {"publisher": {"site": "others.example"}, "url": "https://others.example/1", "textualRating": "Brûlé", "languageCode": "fr"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("document", [{"claims": [TOOLS], "nextPageToken": "x"}, {"claims": [TOOLS, TOOLS]}, [TOOLS], TOOLS])  # fmt: skip
def test_an_answer_of_the_fact_check_tools_is_one_claim_with_its_checks(read_as, document):
    bundle = read_as(document)
    claim, *verdicts = bundle.statements
    assert (claim.speaker, claim.said) == ("ann-doe", "2023-09-11")
    assert [one.speaker for one in verdicts] == ["checks", "others-example"]
    assert {(one.kind, one.target) for one in bundle.relations} == {
        (RelationKind.DISPUTES, claim.id)
    }
    assert verdicts[1].claim.original == "fr"


def test_a_page_of_the_fact_check_tools_is_read(read_as):
    markup = {"claimReviewed": CLAIM, "claimAuthor": {"name": "Ann Doe"}, "claimDate": "2023",
              "claimAppearances": ["https://post.example/1"], "rating": {"textualRating": "False"}}  # fmt: skip
    page = {"pageUrl": "https://checks.example/1", "publishDate": "2023-09-14",
            "claimReviewAuthor": {"name": "Checks"}, "claimReviewMarkups": [markup]}  # fmt: skip
    bundle = read_as({"claimReviewMarkupPages": [page]})
    claim, verdict = bundle.statements
    assert (claim.speaker, claim.said, verdict.speaker) == ("ann-doe", "2023", "checks")


SCRIPT = json.dumps(by(ANN, reviewRating=RATED))


@pytest.mark.parametrize(
    "page",
    [
        f'<html><script type="application/ld+json">{SCRIPT}</script></html>',
        f"<!DOCTYPE html>\n<body><SCRIPT TYPE='application/ld+json; charset=utf-8'>{SCRIPT}</SCRIPT>",
        f'<script type="application/ld+json"><!-- {SCRIPT} --></script>',
        f'<script type="application/ld+json">//<![CDATA[\n{SCRIPT}\n//]]></script>',
        f'<script type="application/ld+json">{SCRIPT};</script>',
        f'<script type="application/ld+json">{SCRIPT.replace(chr(34), "&quot;")}</script>',
        f'<script type="application/ld+json">{SCRIPT.replace("burned ", "burned" + chr(10))}</script>',
        f'<?xml version="1.0" encoding="utf-8"?><html><script type="application/ld+json">{SCRIPT}</script></html>',
        f'<script>var x = "<b>"</script><script type="application/ld+json">[{SCRIPT}]</script>',
        f'<script type="application/ld+json">{{"@type":"WebSite"}}</script><script type="application/ld+json">{SCRIPT}</script>',
        f'<script type="application/ld+json">{{no json</script><script type="application/ld+json">{SCRIPT}</script>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.html", "a.json"])
def test_the_scripts_of_a_page_are_read(read_as, page, name):
    bundle = read_as(page, name)
    assert bundle.statements[0].claim.in_language("en") == CLAIM
    assert len(bundle.statements) == 2
    assert len(bundle.skipped) == ("{no json" in page)


def test_a_page_in_another_encoding_is_read(written):
    check = json.dumps(by(ANN, claimReviewed="Мост закрыт"), ensure_ascii=False)
    page = f'<meta charset="windows-1251"><script type="application/ld+json">{check}</script>'
    bundle = read(written("a.html", page.encode("cp1251")))
    assert bundle.statements[0].claim.in_language("ru") == "Мост закрыт"


def nested(depth: int) -> str:
    return '{"review":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html><p>Nothing here</p></html>", "holds no ClaimReview"),
        ("<", "holds no ClaimReview"),
        ("<html>" + "<div>" * 100_000, "holds no ClaimReview"),
        (f'<script type="application/ld+json">{nested(100_000)}</script>', "holds no ClaimReview"),
        (nested(100_000), "nested too deeply"),
        (nested(500), "nested too deeply"),
        ("{}", "holds no ClaimReview"),
        ('{"claims": []}', "holds no ClaimReview"),
        ('{"claims": [{"claimReview": []}]}', "holds no ClaimReview"),
        ("not json", "This is not JSON"),
    ],
)
def test_a_file_without_a_check_is_refused_with_a_sentence(read_as, text, said):
    with pytest.raises(InvalidFile, match=said):
        read_as(text)


def test_nodes_that_refer_to_one_another_do_not_go_round_for_ever(read_as):
    graph = [
        by({"@id": "#a"}, **{"@id": "#r"}),
        {"@id": "#a", "@type": "Role", "author": {"@id": "#b"}},
        {"@id": "#b", "@type": "Role", "author": {"@id": "#a"}, "review": {"@id": "#r"}},
    ]
    with pytest.raises(InvalidFile, match="nested too deeply"):
        read_as({"@graph": graph})


def test_tags_and_entities_are_taken_out_of_a_claim_and_signs_are_left(read_as):
    texts = [
        "<p>It <b>burned</b></p>",
        "5 &lt; 6 and 7 > 2",
        "&amp;quot;Burned&amp;quot;",
        "a<br/>b",
        "&lt;i&gt;x&lt;/i&gt;",
    ]
    claims = read_as([by(ANN, claimReviewed=one) for one in texts]).statements
    told = [one.claim.in_language("en") for one in claims]
    assert told == ["It burned", "5 < 6 and 7 > 2", '"Burned"', "a b", "x"]


def test_the_language_that_the_words_themselves_carry_is_theirs(read_as):
    words = {"@value": "Вода безпечна", "@language": "uk"}
    assert read_as(review(claimReviewed=words)).statements[0].claim.original == "uk"


def test_a_claim_of_the_tools_without_a_check_is_counted_and_said(read_as):
    checked = {
        "text": CLAIM,
        "claimReview": [{"url": "https://a.example/1", "textualRating": "No"}],
    }
    bundle = read_as(
        {"claims": [checked, {"text": "The mill stands"}, {"text": "", "claimReview": []}]}
    )
    assert [one.claim.in_language("en") for one in bundle.statements][:1] == [CLAIM]
    assert ["No check is given" in str(one) for one in bundle.skipped] == [True, True]
