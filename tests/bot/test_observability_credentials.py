"""No password, token or secret reaches a log, in whatever form it is given and written."""

import io
import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot import observability
from bot.cli.upkeep import telegram_state
from bot.settings import Settings, store_location
from knowledge.domain import StoreProblem
from knowledge.domain.credentials import file_passwords, passwords_in, without_passwords
from knowledge.storage import Store
from knowledge.storage.database import Database
from tests.postgres import Cluster, NoServer, cluster

WORD = "gr8-Sesame+word"
HARD = "p@ss/w?rd &=%'\"ї"
ENCODED = quote(HARD, safe="")
LOWERED = "p%40ss%2fw%3frd%20%26%3d%25%27%22%d1%97"
TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
SECRET = "hook-secret_of-this-run"  # opens nothing

ADDRESSES = [
    (f"postgresql://me:{WORD}@127.0.0.1:1/facts", WORD),
    (f"postgresql+psycopg://me:{WORD}@127.0.0.1:1/facts", WORD),
    (f"postgresql://me:{ENCODED}@127.0.0.1:1/facts", HARD),
    (f"postgresql://127.0.0.1:1/facts?user=me&password={WORD}", WORD),
    (f"postgresql://127.0.0.1:1/facts?password={ENCODED}&user=me", HARD),
    (f"postgresql://me@127.0.0.1:1/facts?password={LOWERED}", HARD),
    (f"postgresql://me:other@127.0.0.1:1/facts?password={WORD}", WORD),
    (f"postgresql://127.0.0.1:1/facts?sslpassword={WORD}", WORD),
    (f"postgresql:///facts?host=127.0.0.1&port=1&password={WORD}", WORD),
    (f"postgresql://me:{WORD}@/facts?host=127.0.0.1&port=1", WORD),
    ("postgresql://me:wo/rd-1234@127.0.0.1:1/facts", "wo/rd-1234"),
    ("postgresql://me:wo?rd-1234@127.0.0.1:1/facts", "wo?rd-1234"),
    ("postgresql://me:wo[rd-1234@127.0.0.1:1/facts", "wo[rd-1234"),
    (f"host=127.0.0.1 port=1 dbname=facts user=me password={WORD}", WORD),
    (f"host=127.0.0.1 password = '{WORD} with blanks' dbname=facts", f"{WORD} with blanks"),
    (r"host=127.0.0.1 password='it\'s \\ mine' dbname=facts", "it's \\ mine"),
    (f"mysql://me:{WORD}@127.0.0.1:1/facts", WORD),
    (f"POSTGRESQL://me:{WORD}@127.0.0.1:1/facts", WORD),
]


pytestmark = pytest.mark.usefixtures("logging_as_before")


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith("PG")]:
        monkeypatch.delenv(name)


def settings(**values: str) -> Settings:
    return Settings(_env_file=None, telegram_token=TOKEN, webhook_secret=SECRET, **values)  # type: ignore[arg-type]


def listening(form: str, address: str) -> io.StringIO:
    """A log as `run` sets it up, at its most talkative, of the libraries too."""
    stream, set_so = io.StringIO(), settings(database_url=address)
    where = store_location(None, set_so)
    observability.set_up("debug", form, (*set_so.secrets(), *where.secrets()), stream)  # type: ignore[arg-type]
    for name in observability.QUIET:
        logging.getLogger(name).setLevel(logging.DEBUG)
    return stream


def lowered(quoted: str) -> str:
    """The same with the other spelling of escapes, which programs write as well."""
    return re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quoted)


def written_forms(secret: str) -> list[str]:
    """A secret as programs write it."""
    return [
        secret,
        quote(secret, safe=""),
        lowered(quote(secret, safe="")),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        str(secret.encode())[2:-1],
    ]


def holds(text: str, secret: str) -> list[str]:
    """The forms of a secret in which it stands in a text, in that of a JSON line too."""
    forms = written_forms(secret)
    forms += [json.dumps(one, ensure_ascii=False)[1:-1] for one in forms]
    return [one for one in forms if one in text]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(("address", "password"), ADDRESSES)
def test_no_password_is_logged_whatever_the_form_of_the_address(
    form: str, address: str, password: str
):
    stream = listening(form, address)
    log = logging.getLogger("somewhere")
    log.info("the address is %s", address)
    log.info("%r", {"address": address, "password": password})
    log.error("failed", exc_info=SQLAlchemyError(f"could not connect: {address}"))
    for one in written_forms(password):
        log.debug("it is %s", one)
    with suppress(StoreProblem):
        database = Database(address)
        log.info("%s %r %r %s", database.url, database.url, database.engine, database.name)
        with closing(Store(address)) as store:  # nobody listens there
            store.revisions.newest()
    assert "somewhere" in stream.getvalue()
    assert holds(stream.getvalue(), password) == []
    if form == "json":
        for line in stream.getvalue().splitlines():
            json.loads(line)


@pytest.mark.parametrize(("address", "password"), ADDRESSES)
def test_no_password_is_shown(address: str, password: str):
    where = store_location(address, settings())
    assert password in passwords_in(address)
    for shown in (where.shown, repr(where), str(where.index), without_passwords(address)):
        assert holds(shown, password) == []
    assert "facts" in where.shown
    with suppress(StoreProblem):
        database = Database(address)
        shown = f"{database.name} {database.url!r} {database.url} {database.engine!r}"
        assert holds(shown, password) == []
    with pytest.raises(StoreProblem) as failed, closing(Store(address)) as store:
        store.revisions.newest()
    assert holds(str(failed.value), password) == []
    assert holds(repr(settings(database_url=address)), password) == []
    assert holds(str(settings(database_url=address).model_dump()), password) == []


def test_addresses_without_a_password_are_shown_as_they_are():
    for address in (
        "sqlite:////srv/pass=1/facts.db",
        "postgresql://me@db/facts?sslmode=require",
        "postgresql://db:5432/facts",
        "dbname=facts host=db",
    ):
        assert without_passwords(address) == address
        assert passwords_in(address) == frozenset()


def test_what_libpq_takes_from_the_environment_is_hidden_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    own, named, given = tmp_path / ".pgpass", tmp_path / "named", tmp_path / "given"
    own.write_text("# a word\n*:*:*:me:word-of-home\nbroken line\n")
    named.write_text(r"db:5432:facts:me:wo\:rd-named" + "\n")
    given.write_text("db:5432:facts:me:word-given\n")
    monkeypatch.setenv("PGPASSWORD", "word-of-env")
    known = settings(database_url=f"postgresql://db/facts?passfile={given}").secrets()
    assert {"word-of-env", "word-of-home", "word-given"} <= set(known)
    monkeypatch.setenv("PGPASSFILE", str(named))
    assert "wo:rd-named" in settings().secrets()
    assert file_passwords(f"host=db passfile={given}") == {"word-given"}
    assert file_passwords("postgresql://db/facts?passfile=/nowhere") == frozenset()
    assert str(given) not in without_passwords(f"postgresql://db/facts?passfile={given}")


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    try:
        with cluster() as running:
            yield running
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.mark.postgres
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_server_that_refuses_is_told_of_without_the_password(server: Cluster, form: str):
    mark = "&" if "?" in server.admin else "?"
    wrong = server.admin.replace("/postgres?", "/no_such_database?")
    for address in (f"{server.admin}{mark}password={ENCODED}", f"{wrong}{mark}password={ENCODED}"):
        stream = listening(form, address)
        try:
            with closing(Store(address)) as store:
                assert "password" not in store.name
                store.revisions.newest()
        except StoreProblem:
            logging.getLogger("somewhere").exception("the database cannot be used")
        assert holds(stream.getvalue(), HARD) == []
    assert "no_such_database" in stream.getvalue(), "the real failure is told"


@pytest.mark.parametrize("form", ["text", "json"])
def test_neither_the_token_nor_the_webhook_secret_is_logged_in_any_form(form: str):
    stream = listening(form, "")
    log = logging.getLogger("somewhere")
    for secret in (TOKEN, SECRET, TOKEN.partition(":")[2]):
        for one in written_forms(secret):
            log.info("https://api.telegram.org/bot%s/getMe?secret_token=%s", one, one)
            request = httpx.Request("POST", f"https://api.telegram.org/bot{one}/getMe")
            response = httpx.Response(404, request=request)
            try:
                response.raise_for_status()
            except httpx.HTTPStatusError:
                log.exception("refused")
    with suppress(httpx.HTTPError), httpx.Client(trust_env=False) as client:
        client.post(f"http://127.0.0.1:1/bot{TOKEN}/setWebhook", json={"secret_token": SECRET})
    assert "127.0.0.1" in stream.getvalue(), "the libraries were at their most talkative"
    for secret in (TOKEN, SECRET, TOKEN.partition(":")[2]):
        assert holds(stream.getvalue(), secret) == []


def test_what_looks_like_a_secret_is_hidden_though_nobody_told_of_it():
    nothing = observability.spelled(())
    for line in (
        f"password={WORD}",
        f"PGPASSWORD={WORD} psql",
        f"{{'password': '{WORD}'}}",
        f'{{"password": "{WORD}"}}',
        f'{{\\"sslpassword\\": \\"{WORD}\\"}}',
        f"postgresql://me:{WORD}@db/facts",
        f"?user=me&password={WORD}&x=1",
    ):
        assert WORD not in observability.redacted(line, nothing), line
    said = '{"event": "password=", "level": "info"}'
    assert json.loads(observability.redacted(said, nothing)) == {
        "event": "password=",
        "level": "info",
    }


def test_a_refused_token_is_not_told_by_status():
    wrong = settings(telegram_base_url="http://127.0.0.1:1/bot")
    told = telegram_state(wrong)
    assert "does not answer" in told["telegram"]
    assert holds(str(told), TOKEN) == []
