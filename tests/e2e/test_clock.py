"""The clock of the machine jumps by more than a year, and back: nothing is forgotten for it."""

import sqlite3
from contextlib import closing

import pytest

from tests.e2e.client import reader, wait_for
from tests.e2e.process import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

SITE = """
import os
if "ACCORDINGTO_SUPERVISOR" in os.environ:
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    import bot.app, bot.worker
    def clock():
        return datetime.now(UTC) + timedelta(days=int(Path({days!r}).read_text()))
    bot.app.worker_of.__wrapped__.__kwdefaults__["clock"] = clock
    bot.worker.PRUNED_EVERY = 0.5
"""


def test_a_jump_of_400_days_and_back_forgets_nothing(operator, tmp_path):
    days = tmp_path / "days"
    days.write_text("0")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITE.format(days=str(days)))
    operator.settings |= {"PYTHONPATH": f"{folder}:{ROOT}", "ACCORDINGTO_SEMANTIC": "off"}
    running = operator.start().wait_until_polling()
    file = operator.home / "xdg_data_home" / "accordingto" / "accordingto.sqlite3"
    alice = reader(operator.driver, "Alice")
    for _ in range(3):
        alice.ask("How many drones were shot down?")

    def held() -> tuple[int, int]:
        with closing(sqlite3.connect(file, timeout=30)) as database:
            count = "SELECT (SELECT count(*) FROM question), (SELECT count(*) FROM delivery)"
            questions, deliveries = database.execute(count).fetchone()
            return questions, deliveries

    wait_for(lambda: "0 old rows are forgotten" in running.log, "a look", 60)
    wait_for(lambda: min(held()) >= 3, "every question and answer noted", 60)
    before = held()
    days.write_text("400")
    wait_for(lambda: "400 days after old rows were last forgotten" in running.log, "a doubt", 60)
    running.kill()
    running = operator.start().wait_until_polling()
    wait_for(lambda: "400 days after old rows were last forgotten" in running.log, "a doubt", 60)
    assert held() == before
    days.write_text("0")
    assert "130" in alice.ask("How many drones were shot down?").text
    looked = running.log.count("old rows are forgotten")
    wait_for(lambda: running.log.count("old rows are forgotten") > looked + 1, "a look", 60)
    assert min(held()) >= 3
    assert held()[0] >= before[0]
