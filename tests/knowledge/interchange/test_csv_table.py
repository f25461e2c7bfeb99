"""Tables as people have them."""

import pytest

from knowledge.domain import Attribution, Bundle, InvalidFile, RelationKind
from knowledge.interchange import read

HEADER = ["id", "claim", "speaker", "quote", "said"]
ROW = ["r1", "Міст закрито", "Олена Орлова", "Міст закрито", "2024-05-01"]


def judged(bundle: Bundle) -> None:
    [statement], [speaker] = bundle.statements, bundle.speakers
    assert bundle.refused == ()
    assert statement.claim.by_language == {"uk": "Міст закрито"}
    assert speaker.name.by_language == {"uk": "Олена Орлова"}
    assert statement.said == "2024-05-01"
    assert bundle.articles[0].language == "uk"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", "#", "§", ":", "¦"])
def test_any_delimiter_is_told_by_the_header(written, mark):
    judged(read(written("a.csv", f"{mark.join(HEADER)}\n{mark.join(ROW)}\n")))


@pytest.mark.parametrize(
    ("before", "mark", "end"),
    [
        ("", ";", "\r\n"),
        ("\ufeff", ";", "\n"),
        ("sep=;\r\n", ";", "\r\n"),
        ("\n\n", ",", "\n"),
        ("", ";", ";\n"),  # a delimiter too many in each row
    ],
)
def test_what_spreadsheets_put_around_a_table(written, before, mark, end):
    text = before + mark.join(HEADER) + end.replace(";", "") + mark.join(ROW) + end
    judged(read(written("a.csv", text)))


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "koi8_u", "cp1125", "mac_cyrillic", "iso8859_5"],
)  # fmt: skip
def test_the_usual_encodings(written, encoding):
    text = f"{';'.join(HEADER)}\n{';'.join(ROW)}\n"
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + text.encode(encoding)
    elif encoding in {"cp1125", "mac_cyrillic"}:
        # Russian letters, which these share with their neighbours that are looked for.
        content = text.replace("Міст закрито", "Мост закрыт надолго и совсем").encode(encoding)
        bundle = read(written("a.csv", content))
        assert len(bundle.statements) == 1
        assert bundle.cleaned[0].reason.startswith("Read as ")
        return
    else:
        content = text.encode(encoding)
    bundle = read(written("a.csv", content))
    judged(bundle)
    assert bool(bundle.cleaned) is (not encoding.startswith("utf"))


def test_an_encoding_that_was_guessed_is_told(written):
    bundle = read(written("a.csv", "id,claim\na,Café fermé\n".encode("cp1252")))
    assert bundle.statements[0].claim.in_language("en") == "Café fermé"
    assert [one.reason for one in bundle.cleaned] == [
        "Read as cp1252; save it as UTF-8 to be sure."
    ]


def test_columns_that_are_not_known_are_told_and_ignored(written):
    bundle = read(written("a.csv", "Nr,ID,Editor's remark,Claim\n1,a,why,x\n2,b,,y\n"))
    assert [one.id for one in bundle.statements] == ["a", "b"]
    assert [one.reason for one in bundle.cleaned] == [
        'The column "Nr" is not known and was left aside.',
        'The column "Editor\'s remark" is not known and was left aside.',
    ]


def test_a_delimiter_within_an_unquoted_sentence_is_understood_where_that_is_sure(written):
    bundle = read(written("a.csv", "id,claim,speaker\na,x,Ann Doe, mayor\nb,x,Ann,mayor\n"))
    [statement] = bundle.statements
    assert bundle.speakers[0].role.in_language("en") == "mayor"
    assert [one.where[-2:] for one in bundle.cleaned] == [":2"]
    assert [one.where[-2:] for one in bundle.refused] == [":3"]
    assert statement.id == "a"


def test_figures_places_and_relations_stand_in_cells(written):
    text = (
        "id,claim,attribution,role,speaker,about,places,figures,relations\n"
        'a,x,,,,,,,\nb,y,unnamed,,,2024-05,"Kyiv\nthe port","12,000 drones\n2,5 km of road",'
        '"disputes a\nSUPPORTS: a"\nc,z,,,,,,,agrees a\nd,z,,,,,,[{,\n'
    )
    bundle = read(written("a.csv", text))
    first, second = bundle.statements
    assert (second.speaker, second.attribution) == (None, Attribution.UNNAMED)
    assert (second.about, second.places) == ("2024-05", ("kyiv", "the-port"))
    assert [(one.value, one.what.in_language("en")) for one in second.figures] == [
        (12_000, "drones"),
        (2.5, "km of road"),
    ]
    assert [(one.source, one.kind, one.target) for one in bundle.relations] == [
        ("b", RelationKind.DISPUTES, first.id),
        ("b", RelationKind.SUPPORTS, first.id),
    ]
    assert [one.reason[:22] for one in bundle.refused] == [
        '"kind": input should b',
        'The cell "figures" is ',
    ]


def test_a_table_without_the_needed_columns_names_what_it_has(written):
    with pytest.raises(
        InvalidFile, match=r'The column "text" is not known\. The column "claim" is m'
    ):
        read(written("a.csv", "id;text\n1;x\n"))
