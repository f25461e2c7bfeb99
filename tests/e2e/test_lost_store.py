"""The database goes away under the bot, or becomes another one: said aloud, and nothing is made up."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.e2e.client import reader, wait_for
from tests.e2e.process import ROOT, Operator
from tests.e2e.test_hanging import by_webhook, free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]


def run(operator: Operator, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=operator.environment(),
        cwd=operator.home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def store_file(operator: Operator) -> Path:
    return operator.home / "xdg_data_home" / "accordingto" / "accordingto.sqlite3"


def set_schema(file: Path, schema: str) -> None:
    with closing(sqlite3.connect(file, timeout=30)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (schema,))


def test_a_file_that_is_deleted_is_said_aloud_and_not_made_anew(operator, command):
    metrics = f"127.0.0.1:{free_port()}"
    operator.settings["ACCORDINGTO_METRICS"] = metrics
    running, address = by_webhook(operator, workers=1)
    file, kept = store_file(operator), operator.home / "kept"
    shutil.move(file, kept)
    wait_for(lambda: "is gone: it was deleted or moved" in running.log, "an alarm", 20)
    with httpx.Client(trust_env=False, timeout=5) as http:
        ready = http.get(f"http://{address}/ready")
        assert (ready.status_code, ready.text) == (503, "the file of the database is gone\n")
        up = "accordingto_database_up 0.0"
        wait_for(lambda: up in http.get(f"http://{metrics}/metrics").text, "the metric", 10)
        alice = reader(operator.driver, "Alice")
        alice.say("How many drones were shot down?")
        time.sleep(2)
        assert operator.driver.waiting() == 1, "not acknowledged: Telegram keeps it"
        assert not file.exists()
        for arguments in (["status"], ["ask", "who?"], ["db", "upgrade"], ["backup"]):
            code, _, refused = command(*arguments)
            assert code == 1
            assert "is gone, though there was one" in refused
        assert not file.exists()
        shutil.move(kept, file)
        wait_for(alice.replies, "the answer", 60)
        wait_for(lambda: http.get(f"http://{address}/ready").status_code == 200, "ready", 20)
    assert running.stop() == 0
    file.unlink()
    again = operator.start()
    assert again.wait(60) == 1
    assert "is gone, though there was one" in again.log
    assert "accordingto db init" in again.log
    assert not file.exists()
    assert command("db", "init")[0] == 0
    assert command("db", "init")[0] == 1, "now it is there"
    operator.start()
    wait_for(lambda: ready_at(address) == 200, "a new start", 60)


def ready_at(address: str) -> int:
    try:
        with httpx.Client(trust_env=False, timeout=5) as http:
            return http.get(f"http://{address}/ready").status_code
    except httpx.HTTPError:
        return 0


def test_a_file_that_is_replaced_is_taken_up_by_new_workers(operator):
    operator.settings["ACCORDINGTO_SEMANTIC"] = "off"
    running = operator.start().wait_until_polling()
    file = store_file(operator)
    backup = operator.home / "copy.sqlite3"
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    (before,) = running.workers()
    os.replace(backup, file)  # noqa: PTH105  # what `mv` does
    for left in ("-wal", "-shm"):
        file.with_name(file.name + left).unlink(missing_ok=True)
    wait_for(lambda: "was replaced while it was in use" in running.log, "an alarm", 20)
    wait_for(lambda: running.workers() not in ([before], []), "a new worker", 30)
    alice = reader(operator.driver, "Alice")
    assert "130" in alice.ask("How many drones were shot down?", seconds=40).text


def test_a_schema_that_becomes_newer_stops_the_bot_with_a_sentence(operator):
    running, _ = by_webhook(operator, workers=2)
    file = store_file(operator)
    set_schema(file, "9999")
    assert running.wait(30) == 1
    assert "has schema 9999, made by a later release" in running.log
    assert "Traceback" not in running.log
    assert "and is started again" not in running.log
    again = operator.start()
    assert again.wait(60) == 1
    assert again.log.count("has schema 9999, made by a later release") <= 2 * 2


@pytest.mark.parametrize("schema", ["0002zz", "", "zz", "00000", "-1", "0002 ", "٠٠٠٢"])
def test_a_schema_that_nobody_made_is_a_sentence_in_every_command(operator, command, schema):
    set_schema(store_file(operator), schema)
    for arguments in (["status"], ["db", "upgrade"]):
        code, said, refused = command(*arguments)
        assert (code, said) == (1, "")
        assert "which no release of this program makes" in refused


def test_no_command_at_all_shows_a_traceback_then(operator, command):
    set_schema(store_file(operator), "0002zz")
    for arguments in (
        ["ask", "who?"],
        ["load", str(ROOT / "knowledge" / "curated")],
        ["export"],
        ["timeline"],
        ["speakers"],
        ["status", "--json"],
        ["backup"],
        ["db", "check"],
        ["dead-letters", "list"],
        ["dead-letters", "replay"],
    ):
        code, _, refused = command(*arguments)
        assert code == 1, arguments
        assert "which no release of this program makes" in refused, arguments
    assert command("db", "init")[0] == 1
    running = run(operator, "run")
    assert running.returncode == 1
    assert "Traceback" not in running.stderr
    assert "which no release of this program makes" in running.stderr
