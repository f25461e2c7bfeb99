"""Commands as they are called: what they print, where, and how they end."""

import json
import os
import sys

import pytest

from bot.cli import main

SHOT_DOWN = "How many drones were shot down on the night of December 14?"


@pytest.fixture(autouse=True)
def a_home_of_our_own(monkeypatch, tmp_path):
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("DATABASE_URL", "TELEGRAM_TOKEN", "WEBHOOK_URL"):
        monkeypatch.delenv(f"ACCORDINGTO_{name}", raising=False)
    monkeypatch.setenv("ACCORDINGTO_SEMANTIC", "off")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capfd):
    """Call the command; gives exit code, standard output and standard error."""

    def called(*arguments: object) -> tuple[int, str, str]:
        code = 0
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return called


def test_the_first_question_on_a_new_machine_is_answered(run):
    code, out, err = run("ask", SHOT_DOWN)
    assert code == 0, err
    assert "130" in out
    assert "Ministry of Defense" in out
    code, again, _ = run("ask", SHOT_DOWN)
    assert (code, again) == (0, out)


def test_an_answer_as_json_is_one_document_of_the_known_shape(run, filled):
    code, out, err = run("ask", SHOT_DOWN, "--json", "--database", filled)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert list(told) == [
        "question", "language", "outcome", "statements", "caveats", "conflicts", "missing",
        "text", "html", "ms",
    ]  # fmt: skip
    assert told["outcome"] == "answer"
    (first, *_) = told["statements"]
    assert list(first) == [
        "id", "incident", "score", "claim", "speaker", "attribution", "kind", "when", "caveats",
        "appearances",
    ]  # fmt: skip
    assert first["id"] == "mod-130-drones"
    assert first["when"] == "XXXX-12-14"
    assert {"party", "year"} <= set(told["caveats"])
    (appearance,) = first["appearances"]
    assert (appearance["paragraph"], appearance["quote"]) == (10, None)
    assert "<b>" in told["html"]
    assert "<b>" not in told["text"]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        ("all anonymous sources", "listing"),
        ("timeline", "listing"),
        ("how do I bake bread", "no_answer"),
        ("", "no_answer"),
        ("\udcff\udcfe", "no_answer"),
    ],
)
def test_every_outcome_is_told(run, filled, question, outcome):
    code, out, _ = run("ask", question, "--json", "--database", filled)
    assert code == 0
    assert json.loads(out)["outcome"] == outcome


def test_a_language_can_be_asked_for(run, filled):
    _, out, _ = run("ask", SHOT_DOWN, "--json", "--lang", "uk", "--database", filled)
    assert json.loads(out)["language"] == "uk"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "x", "--lang", "fr"),
        ("nonsense",),
        ("load",),
        ("ask", "x", "--nonsense"),
        ("export", "--format", "docx"),
    ],
)
def test_a_wrong_call_is_exit_code_2(run, arguments):
    assert run(*arguments)[0] == 2


@pytest.mark.parametrize("command", ["ask", "chat", "run", "load", "export", "check", "eval"])
def test_every_command_has_help(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "--database" in out


def test_help_comes_without_a_command(run):
    assert "ask" in "".join(run()[1:])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "x", "--database", "mysql://here/there"), "mysql"),
        (("ask", "x", "--database", "/no/url"), "sqlite:///"),
        (("ask", "x", "--database", "sqlite:////no/such/folder/x.db"), "/no/such/folder"),
        (("run",), "@BotFather"),
        (("load", "nowhere.jsonl"), "nowhere.jsonl"),
        (("load", "nowhere.docx"), "--format"),
        (("eval", "nowhere.jsonl"), "nowhere.jsonl"),
        (("check", "nowhere.yaml"), "nowhere.yaml"),
        (("timeline", "--png", "/no/such/folder/x.png"), "/no/such/folder/x.png"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_on_standard_error(run, arguments, words):
    code, out, err = run(*arguments)
    assert code == 1
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_a_setting_that_cannot_be_used_is_a_sentence(run, monkeypatch):
    monkeypatch.setenv("ACCORDINGTO_LOG_LEVEL", "loud")
    code, _, err = run("ask", "x")
    assert code == 1
    assert "ACCORDINGTO_LOG_LEVEL" in err


def test_a_placeholder_for_a_token_is_refused(run, monkeypatch):
    monkeypatch.setenv("ACCORDINGTO_TELEGRAM_TOKEN", "changeme")
    code, _, err = run("run")
    assert code == 1
    assert "placeholder" in err


def test_a_webhook_without_its_secret_is_refused(run, monkeypatch):
    monkeypatch.setenv("ACCORDINGTO_TELEGRAM_TOKEN", "123456:ABC")
    monkeypatch.setenv("ACCORDINGTO_WEBHOOK_URL", "https://bot.example.org/hook")
    code, _, err = run("run")
    assert code == 1
    assert "ACCORDINGTO_WEBHOOK_SECRET" in err


def test_several_workers_without_a_webhook_are_refused(run, monkeypatch):
    monkeypatch.setenv("ACCORDINGTO_TELEGRAM_TOKEN", f"123456:{'A' * 35}")
    monkeypatch.setenv("ACCORDINGTO_WORKERS", "2")
    code, _, err = run("run")
    assert code == 1
    assert "Several workers need a webhook" in err


def test_a_folder_that_cannot_be_made_is_a_sentence(run, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    code, _, err = run("ask", "x")
    assert code == 1
    assert "--database" in err
    assert err.count("\n") == 1


STATEMENTS = (
    '{"id": "b-1", "claim": "The bank holds its rate at 5 percent", "speaker": "Ann Doe, governor"}\n'
    '{"id": "b-2", "claim": "The bridge will open in May", "speaker": null}\n'
)


def test_loading_twice_changes_nothing_and_a_named_database_holds_only_what_was_loaded(
    run, tmp_path
):
    file = tmp_path / "town.jsonl"
    file.write_text(STATEMENTS, "utf-8")
    url = f"sqlite:///{tmp_path / 'town.db'}"
    _, dry, _ = run("load", file, "--dry-run", "--database", url)
    assert "nothing was stored" in dry
    code, out, err = run("load", file, "--json", "--database", url)
    assert code == 0, err
    assert json.loads(out)["changed"] == 0
    code, out, _ = run("load", file, "--json", "--database", url)
    report = json.loads(out)
    assert (code, report["created"], report["changed"], report["refused"]) == (0, 0, 0, [])
    _, out, _ = run("ask", "Who holds the rate of the bank?", "--json", "--database", url)
    assert json.loads(out)["statements"][0]["id"] == "b-1"
    _, out, _ = run("status", "--json", "--database", url)
    assert json.loads(out)["statements"] == 2


def test_lines_that_are_refused_are_named_and_the_others_loaded(run, tmp_path):
    file = tmp_path / "town.jsonl"
    file.write_text(STATEMENTS + '{"id": "b-3"}\nnonsense\n', "utf-8")
    code, out, err = run("load", file, "--database", f"sqlite:///{tmp_path / 'town.db'}")
    assert code == 1
    assert "refused 2" in out
    assert "town.jsonl:3" in err
    assert "town.jsonl:4" in err


def test_an_export_loaded_elsewhere_exports_the_same(run, tmp_path, filled):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    assert run("export", first, "--database", filled)[0] == 0
    url = f"sqlite:///{tmp_path / 'copy.db'}"
    code, _, err = run("load", first, "--database", url)
    assert code == 0, err
    run("export", second, "--database", url)
    assert first.read_text("utf-8") == second.read_text("utf-8")


def test_an_export_goes_to_the_screen_where_no_path_is_given(run, filled):
    code, out, _ = run("export", "--format", "jsonl", "--database", filled)
    assert code == 0
    assert "mod-130-drones" in {json.loads(line).get("id") for line in out.splitlines()}


def test_the_shipped_files_are_all_right(run):
    code, out, _ = run("check")
    assert code == 0
    assert "28 statements" in out
    assert json.loads(run("check", "--json")[1])["faults"] == []


def test_a_fault_in_a_curated_file_is_named_with_its_line(run, tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text("article:\n  id: a\n  nonsense: true\n", "utf-8")
    code, _, err = run("check", file)
    assert code == 1
    assert "wrong.yaml:" in err
    code, out, _ = run("check", file, "--json")
    assert code == 1
    assert json.loads(out)["faults"]


def test_a_changed_quotation_is_found(run, tmp_path):
    (tmp_path / "texts").mkdir()
    code, _, err = run("check", "--articles", tmp_path / "texts")
    assert code == 1
    assert err


def test_the_schema_is_json_schema(run):
    code, out, _ = run("schema")
    assert code == 0
    assert "$defs" in json.loads(out)


def test_the_database_is_brought_up_and_checked(run, tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    code, _, err = run("db", "check", "--database", url)
    assert code == 1
    assert "db upgrade" in err
    assert run("db", "upgrade", "--database", url)[0] == 0
    assert "sound" in run("db", "check", "--database", url)[1]


def test_the_status_is_told_in_words(run, filled):
    code, out, _ = run("status", "--database", filled)
    assert code == 0
    assert "28" in out


GOLD = (
    f'{{"id": "q1", "question": "{SHOT_DOWN}", "lang": "en", "style": "plain",'
    ' "expect": ["mod-130-drones"], "must_say": [["130"]], "must_caveat": ["party"]}\n'
    '{"id": "q2", "question": "how do I bake bread", "lang": "en", "abstain": true}\n'
)


def test_answers_are_measured_and_written_down(run, tmp_path, filled):
    gold, details = tmp_path / "gold.jsonl", tmp_path / "details.jsonl"
    gold.write_text(GOLD, "utf-8")
    code, out, err = run("eval", gold, "--json", "--details", details, "--database", filled)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["n"], told["hit1"], told["answered_right"], told["abstain_recall"]) == (2, 1, 1, 1)
    assert set(told["by_style"]) == {"plain"}
    assert set(told["by_lang"]) == {"en"}
    first = json.loads(details.read_text("utf-8").splitlines()[0])
    assert list(first) == [
        "id",
        "outcome",
        "ranked",
        "statements",
        "caveats",
        "conflicts",
        "text",
        "ms",
    ]
    assert first["ranked"][0] == "mod-130-drones"
    code, table, _ = run("eval", gold, "--database", filled)
    assert code == 0
    assert "abstain_recall" in table


def test_two_runs_are_compared_without_asking(run, tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(GOLD, "utf-8")
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    line = {"id": "q1", "outcome": "no_answer", "ranked": ["x"]}
    before.write_text(json.dumps(line) + "\n", "utf-8")
    line |= {"outcome": "answer", "ranked": ["mod-130-drones"], "statements": ["mod-130-drones"]}
    after.write_text(json.dumps(line) + "\n", "utf-8")
    code, out, _ = run("eval", gold, "--compare", before, after)
    assert code == 0
    assert "refused" in out
    told = json.loads(run("eval", gold, "--compare", before, after, "--json")[1])
    assert told["before"]["hit1"] == 0
    assert told["after"]["hit1"] == 1
    assert told["changed"][0]["after"] == "right"


def test_a_conversation_can_be_piped_in(run, filled, monkeypatch, tmp_path):
    lines = [
        SHOT_DOWN, "1", "", "/incidents", "/language uk", "/frobnicate", "/incident nothing", "99",
        "/quit", "never read",
    ]  # fmt: skip
    script = tmp_path / "lines.txt"
    script.write_text("\n".join(lines), "utf-8")
    with script.open(encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        code, out, err = run("chat", "--database", filled)
    assert code == 0, err
    assert "Ask me" in out
    assert "130" in out
    assert "українською" in out
    assert "/frobnicate" in out
    assert "never read" not in out


def test_a_conversation_ends_with_its_input(run, filled, monkeypatch, tmp_path):
    (tmp_path / "none.txt").write_text("", "utf-8")
    with (tmp_path / "none.txt").open(encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        assert run("chat", "--database", filled)[0] == 0


ARTICLE = (
    "Bank keeps its rate\n\n"
    "The governor of the bank, Ann Doe, said that the rate would stay at five percent until May.\n\n"
    "“We hold,” the ministry said in a statement on Friday.\n"
)


def test_the_statements_of_an_article_are_proposed_with_their_places(run, tmp_path, filled):
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, "utf-8")
    code, out, err = run("extract", file, "--json", "--database", filled)
    assert code == 0, err
    told = json.loads(out)
    assert list(told["article"]) == ["title", "publisher", "author", "published", "language"]
    found = told["statements"]
    assert list(found[0]) == [
        "claim", "source", "cue", "content", "parts", "quoted", "quote", "speaker", "role",
        "speaker_kind", "attribution", "kind", "said", "about", "figures", "places", "paragraph",
        "confidence",
    ]  # fmt: skip
    for one in found:
        for part in ("source", "cue", "content"):
            if one[part]:
                assert ARTICLE[one[part]["start"] : one[part]["end"]] == one[part]["text"]
    code, table, _ = run("extract", file, "--database", filled)
    assert code == 0
    assert "said" in table


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<html><body><article><p>{ARTICLE * 3}</p></article></body></html>"),
        ("a.md", ARTICLE),
    ],
)
def test_articles_of_other_kinds_are_read_too(run, tmp_path, filled, name, content):
    file = tmp_path / name
    file.write_text(content, "utf-8")
    assert run("extract", file, "--database", filled)[0] == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.txt", b"\x00\x01\x02"),
        ("a.pdf", b"none"),
        ("a.docx", b"PK"),
        ("b.txt", None),
    ],
)
def test_what_is_no_article_is_refused_by_its_name(run, tmp_path, filled, name, content):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, out, err = run("extract", file, "--database", filled)
    assert (code, out) == (1, "")
    assert name in err


def test_an_article_in_an_older_encoding_is_read(run, tmp_path, filled):
    file = tmp_path / "old.txt"
    file.write_bytes(ARTICLE.encode("cp1252"))
    assert run("extract", file, "--database", filled)[0] == 0


def test_a_conversation_at_a_terminal_says_how_to_go_on(run, filled, monkeypatch):
    keyboard, screen = os.openpty()
    os.write(keyboard, b"/help\n\n/quit\n")
    with os.fdopen(screen, "r", encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        code, out, _ = run("chat", "--database", filled)
    os.close(keyboard)
    assert code == 0
    assert "number of a choice" in out
    assert "/incidents" in out
