"""An update that ends or hangs every worker is set aside; nothing beside it is, and readers go on."""

import json
from pathlib import Path

import pytest

from tests.e2e.client import reader, wait_for
from tests.e2e.process import ROOT, Operator

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

POISON = "Poisonous question of the curator"

ENDS = {
    "ends the process": "os._exit(139)",
    "crashes it": "os.kill(os.getpid(), 11)",
    "holds the interpreter": "re.fullmatch('(a|a)*', 'a' * 60 + 'b')",
}

SITE = """
import os, re
import bot.heartbeat, bot.supervisor
bot.heartbeat.HUNG = bot.supervisor.HUNG = 6.0
if "ACCORDINGTO_SUPERVISOR" in os.environ:
    from knowledge.desk import Desk
    asked = Desk.ask
    def ask(self, question, *rest, **more):
        if "oisonous" in question.text:
            with open({begun!r}, "a") as file:
                file.write("begun\\n")
            {end}
        return asked(self, question, *rest, **more)
    Desk.ask = ask
"""


def poisoned(operator: Operator, home: Path, end: str) -> Path:
    """Let the bot have a fault that one question meets; gives where each time is noted."""
    begun = home / "begun"
    folder = home / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITE.format(begun=str(begun), end=end))
    operator.settings |= {"PYTHONPATH": f"{folder}:{ROOT}", "ACCORDINGTO_SEMANTIC": "off"}
    return begun


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_every_worker_is_set_aside_and_the_others_are_answered(
    operator, command, tmp_path, end
):
    begun = poisoned(operator, tmp_path, ENDS[end])
    carol = reader(operator.driver, "Carol")
    operator.settings["ACCORDINGTO_CURATORS"] = str(carol.person)
    running = operator.start().wait_until_polling()
    askers = [reader(operator.driver, f"Reader {number}") for number in range(8)]
    for one in askers[:4]:
        one.say("How many drones were shot down?")
    asked = carol.say(POISON)
    for one in askers[4:]:
        one.say("How many drones were shot down?")
    for one in askers:
        wait_for(one.replies, "an answer", 60)
    told = carol.answer_to(asked, 90)
    assert "I have set it aside" in told.text
    assert begun.read_text().count("begun") == 2
    # Twice where the first end fell between an answer and the note that it was sent.
    assert {len(one.replies()) for one in askers} <= {1, 2}
    assert "is set aside; `accordingto dead-letters` shows it" in running.log
    later = carol.ask("How many drones were shot down?")
    assert "130" in later.text
    running.stop()
    assert json.loads(command("status", "--json")[1])["dead_letters"] == 1
    (letter,) = json.loads(command("dead-letters", "list", "--json")[1])
    assert POISON in letter["raw"]
    assert letter["deaths"] == 2
    # Once the fault is mended, it is answered.
    (tmp_path / "site" / "sitecustomize.py").unlink()
    assert command("dead-letters", "replay")[1] == "1 are begun once more.\n"
    before = len(carol.replies())
    operator.start().wait_until_polling()
    wait_for(lambda: len(carol.replies()) > before, "the answer", 30)
    assert command("dead-letters", "list")[1] == "0 set aside.\n"
