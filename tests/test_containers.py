"""The containers and the alerts: bounded, pinned, reachable for whom they should be, and startable.

There is no container engine here: what the files say is read, and what the bot gets of it is tried
against a PostgreSQL that asks for the password.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from bot.cli import main
from bot.observability import GIVEN_UP, Metrics
from tests.postgres import GIVEN, NoServer, cluster

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DIGEST = re.compile(r"[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}")
PASSWORDS = (
    "plain",
    "p@ss/word",
    "a:b@c/d?e#f[g]",
    "100%20 %zz%",
    "+ and space ",
    "'single' \"double\" \\back",
    "$HOME ${x} `x`",
    "ключ-їжак-😀",
    "&a=b;c=d",
    "host=elsewhere user=x",
)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_has_bounds_and_no_more_rights_than_it_needs(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert 0 < service["pids_limit"] <= 512
    assert service.get("read_only") or service.get("user") == "postgres"


def test_images_are_named_by_digest():
    foreign = [one["image"] for one in SERVICES.values() if one["image"] != "accordingto"]
    foreign += re.findall(r"^ARG PYTHON_IMAGE=(\S+)$", dockerfile(), re.MULTILINE)
    assert len(foreign) == 2
    for image in foreign:
        default = re.sub(r"^\$\{[A-Z_]+:-(.*)\}$", r"\1", image)
        assert DIGEST.fullmatch(default), image
    assert set(re.findall(r"^FROM (\S+)", dockerfile(), re.MULTILINE)) == {"${PYTHON_IMAGE}"}


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8")


def test_the_database_and_the_metrics_are_reached_from_inside_only():
    networks = COMPOSE["networks"]
    assert networks["inside"]["internal"]
    assert networks["metrics"] == {"name": "accordingto-metrics", "internal": True}
    assert SERVICES["database"]["networks"] == ["inside"]
    assert "metrics" in SERVICES["bot"]["networks"]
    assert SERVICES["bot"]["environment"]["ACCORDINGTO_METRICS"] == "0.0.0.0:9464"  # of its network
    published = [port for one in SERVICES.values() for port in one.get("ports", [])]
    assert published == ["127.0.0.1:8080:8080"]


@pytest.fixture(scope="module")
def asking_for_passwords() -> Iterator[str]:
    """The folder of a server that lets nobody in as accordingto without the password."""
    try:
        with cluster() as running:
            if running.is_given:
                pytest.skip(f"{GIVEN} names a server whose rules are not ours to change")
            with psycopg.connect(running.admin, autocommit=True) as admin:
                admin.execute("CREATE ROLE accordingto LOGIN")
                row = admin.execute("SHOW hba_file").fetchone()
                rules = Path(row[0] if row else "")
                rules.write_text(
                    "local all accordingto scram-sha-256\n" + rules.read_text("utf-8"), "utf-8"
                )
                admin.execute("SELECT pg_reload_conf()")
            yield running.admin
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.mark.postgres
@pytest.mark.parametrize("password", PASSWORDS)
def test_any_password_works_as_the_compose_file_hands_it_over(
    asking_for_passwords, password, monkeypatch, capsys, tmp_path
):
    given = SERVICES["bot"]["environment"]
    assert given["PGPASSWORD"] == SERVICES["database"]["environment"]["POSTGRES_PASSWORD"]
    assert given["PGPASSWORD"] == "${POSTGRES_PASSWORD:?set it}"
    with psycopg.connect(asking_for_passwords, autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS accordingto")
        admin.execute("CREATE DATABASE accordingto OWNER accordingto")
        secret = psycopg.sql.Literal(password)
        admin.execute(psycopg.sql.SQL("ALTER ROLE accordingto PASSWORD {}").format(secret))
    folder = asking_for_passwords.partition("host=")[2]
    address = given["ACCORDINGTO_DATABASE_URL"].replace("@database/", "@/") + f"?host={folder}"
    monkeypatch.setenv("ACCORDINGTO_DATABASE_URL", address)
    monkeypatch.setenv("ACCORDINGTO_SEMANTIC", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PGPASSWORD", f"{password}, but wrong")
    assert ended(["db", "upgrade"]) == 1
    refused = capsys.readouterr().err
    assert password == PASSWORDS[0] or password not in refused
    monkeypatch.setenv("PGPASSWORD", password)
    assert ended(["db", "upgrade"]) == 0
    capsys.readouterr()
    if password != PASSWORDS[-1]:
        assert ended(["db", "check"]) == 0
        return
    assert ended(["load", str(ROOT / "knowledge" / "curated")]) == 0
    capsys.readouterr()
    assert ended(["ask", "How many drones were shot down on December 14?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "answer"


def ended(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(end.value.code or 0)


def test_alerts_ask_for_numbers_that_there_are():
    told = yaml.safe_load((ROOT / "alerts.yaml").read_text("utf-8"))
    alerts = {rule["alert"]: rule for group in told["groups"] for rule in group["rules"]}
    there = {
        f"{family.name}{'_total' if family.type == 'counter' else ''}"
        for family in Metrics().registry.collect()
    }
    asked = {
        name for rule in alerts.values() for name in re.findall(r"accordingto_\w+", rule["expr"])
    }
    assert asked <= there
    wanted = {"waiting_updates", "given_up_total", "telegram_heard_seconds", "dead_letters"}
    assert {f"accordingto_{name}" for name in wanted} <= asked
    assert all(
        rule["annotations"]["summary"] and rule["annotations"]["do"] for rule in alerts.values()
    )


def test_what_was_never_given_up_is_told_as_none():
    """An increase from nothing to 1 is none for Prometheus: the first one would raise no alert."""
    registry = Metrics().registry
    for what in GIVEN_UP:
        assert registry.get_sample_value("accordingto_given_up_total", {"what": what}) == 0
