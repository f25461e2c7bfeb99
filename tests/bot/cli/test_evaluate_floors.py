"""The answers of the shipped store and of a store on another topic keep their quality."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.app import desk_of
from bot.cli import app
from bot.settings import Settings
from knowledge.desk import Desk
from knowledge.domain import Question
from tests.knowledge.harbour import NOW

pytestmark = pytest.mark.timeout(600)  # hundreds of questions, on a machine that may be busy

GOLD = Path(__file__).parents[2] / "gold"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory) -> Iterator[Path]:
    """A home of our own, in which the shipped store is filled and encoded when first asked."""
    folder: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(folder / name.lower()))
        yield folder


@pytest.fixture(scope="module")
def desk(home) -> Iterator[Desk]:  # noqa: ARG001  # it stands there
    """The shipped store as readers meet it, with the encoder."""
    with desk_of(Settings(_env_file=None), clock=lambda: NOW) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "meant", "confused"),
    [
        ("Who confirmed that Ukraine was involved?", "western-agencies-confirm", "russia-denies-involvement"),
        ("Who denied being involved?", "russia-denies-involvement", "western-agencies-confirm"),
        ("How many drones were shot down on December 14?", "mod-130-drones", "dec15-21-drones"),
        ("How many drones attacked Moscow on December 15?", "dec15-21-drones", "mod-130-drones"),
        ("Were 130 drones shot down?", "mod-130-drones", "dec15-21-drones"),
        ("Were 21 drones launched at Moscow?", "dec15-21-drones", "mod-130-drones"),
        ("Did the campaign begin in 2022?", "campaign-began-2022", "podolyak-strikes-increase"),
        ("What did Podolyak say?", "podolyak-strikes-increase", "sobyanin-reassures"),
        ("What did Sobyanin confirm?", "sobyanin-confirms-interception", "podolyak-strikes-increase"),
        ("Did none of the drones reach Moscow?", "dec15-none-reached", "dec15-21-drones"),
        ("Did all of the drones reach Moscow?", "dec15-none-reached", "dec15-21-drones"),
        ("Что сказал Подоляк об ударах?", "podolyak-strikes-increase", "sobyanin-reassures"),
    ],
)  # fmt: skip
def test_alike_statements_are_not_confused(desk, question, meant, confused):
    ranked = [identity for identity, _ in desk.ask(Question(question)).ranked]
    assert ranked[0] == meant
    assert confused not in ranked[: ranked.index(meant)]


def test_a_place_of_which_there_is_nothing_is_not_answered_with_another(desk):
    reply = desk.ask(Question("How many drones were launched at Belgorod?"))
    assert reply.outcome.name == "no_answer"


def _measured(arguments: list[str]) -> dict[str, float]:
    done = CliRunner().invoke(app, ["eval", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.no_cover  # hundreds of questions: a tracer makes each take twice as long
def test_questions_written_from_the_claims_alone_keep_their_floors():
    found = _measured([str(GOLD / "claims.jsonl")])
    assert found["n"] == 382
    assert found["hit1"] >= 0.95
    assert found["answered_right"] >= 0.92
    assert found["answered_wrong"] <= 0.02
    assert found["abstain_recall"] >= 0.90


@pytest.mark.no_cover
def test_hard_questions_on_the_shipped_store_keep_their_floors():
    found = _measured([str(GOLD / "hundred.jsonl")])
    assert found["n"] == 140
    assert found["hit1"] >= 0.92
    assert found["answered_right"] >= 0.80
    assert found["answered_wrong"] <= 0.03
    assert found["must_say"] >= 0.95
    assert found["must_caveat"] >= 0.95


def test_a_store_that_nothing_was_fitted_on_keeps_its_floors(tmp_path):
    database = ["--database", f"sqlite:///{tmp_path}/ferry.db"]
    loaded = CliRunner().invoke(app, ["load", *database, str(GOLD / "ferry.statements.jsonl")])
    assert loaded.exit_code == 0, loaded.output
    found = _measured([*database, str(GOLD / "ferry.questions.jsonl")])
    assert found["n"] == 65
    assert found["hit1"] >= 0.62
    assert found["answered_wrong"] <= 0.15
    assert found["abstain_recall"] >= 0.50
