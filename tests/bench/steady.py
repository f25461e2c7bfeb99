"""A steady load with a clock that runs fast: memory, open files and the database's size over days.

    python -m tests.bench.steady [--minutes 40] [--speed 360] [--each-second 4]

At 360 a day takes four minutes. Questions are kept for three days, so that the database grows for
as long and then no more.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import worker as worker_module
from bot.app import telegram_application, worker_of
from bot.lifecycle import serve, stop_signals
from bot.settings import read_settings
from knowledge.interchange import shipped
from tests.bench.crashing import Asker
from tests.e2e.botserver import BotServer
from tests.e2e.client import reader, wait_for
from tests.e2e.loopback import Loopback
from tests.e2e.process import BotProcess, Operator

TOKEN = "7000000001:steady_test-token-AAAAAAAAAAAAAAAAAAAA"  # noqa: S105  # served on loopback only
KEPT_DAYS = 3
READERS = 8


def run_bot(speed: float) -> None:
    """The bot with a clock that runs so many times as fast; it prunes every hour of that clock."""
    began = datetime.now(UTC)

    def clock() -> datetime:
        return began + (datetime.now(UTC) - began) * speed

    worker_module.PRUNED_EVERY = 3600 / speed
    settings = read_settings()
    with worker_of(settings, clock=clock) as (desk, worker):
        application = telegram_application(settings, settings.bot_token(), desk, worker=worker)

        async def answer() -> None:
            stop = asyncio.Event()
            with stop_signals(stop):
                await serve(application, worker, settings, stop)

        asyncio.run(answer())


def line(running: BotProcess, home: Path, began: float, speed: float, asked: int) -> str:
    """What the bot takes up at this moment."""
    status = Path(f"/proc/{running.process.pid}/status").read_text(encoding="utf-8")
    fields = dict(row.split(":", 1) for row in status.splitlines())
    files = len(list(Path(f"/proc/{running.process.pid}/fd").iterdir()))
    database = sum(file.stat().st_size for file in home.glob("store.sqlite3*") if file.is_file())
    index = sum(f.stat().st_size for f in home.glob("store.sqlite3.index/**/*") if f.is_file())
    days = timedelta(seconds=(time.monotonic() - began) * speed) / timedelta(days=1)
    return (
        f"day {days:5.1f}  {asked:6} questions  memory {int(fields['VmRSS'].split()[0]) / 1024:5.0f} MB  "
        f"threads {int(fields['Threads']):3}  open files {files:3}  database {database / 1e6:5.1f} MB  "
        f"index {index / 1e6:4.1f} MB"
    )


def main() -> None:
    """Print a line twice a day of the fast clock."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--speed", type=float, default=360)
    parser.add_argument("--each-second", type=float, default=4)
    parser.add_argument("--bot", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.bot:
        run_bot(given.speed)
        return
    home = Path(tempfile.mkdtemp(prefix="steady-"))
    server = BotServer(TOKEN)
    driver = Loopback(server)
    settings = {
        "ACCORDINGTO_KEEP_DAYS": str(KEPT_DAYS),
        "ACCORDINGTO_LOG_LEVEL": "warning",
        "ACCORDINGTO_DATABASE_URL": f"sqlite:///{home}/store.sqlite3",
    }
    load = Operator(driver, home, settings, (sys.executable, "-m", "bot", "load"))
    load.command = (*load.command, str(Path("knowledge/curated").absolute()))
    command = (sys.executable, "-m", "tests.bench.steady", "--bot", "--speed", str(given.speed))
    operator = Operator(driver, home, settings, command)
    ended = threading.Event()
    try:
        assert load.start().wait(100) == 0
        running = operator.start().wait_until_polling()
        texts = [text for each in shipped().statements for _, text in each.phrasings]
        askers = [
            Asker(reader(driver, f"Reader {number}"), questions=texts[number::READERS])
            for number in range(READERS)
        ]
        pause = READERS / given.each_second
        threads = [threading.Thread(target=one.run, args=(ended, pause)) for one in askers]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        while time.monotonic() - began < given.minutes * 60:
            asked = sum(len(one.asked) for one in askers)
            print(line(running, home, began, given.speed, asked), flush=True)
            time.sleep(43_200 / given.speed)
        ended.set()
        for thread in threads:
            thread.join()
        wait_for(lambda: not driver.waiting(), "the last ones taken", 60)
        answered = sum(one.answered() for one in askers)
        print(f"{sum(len(one.asked) for one in askers)} questions, {answered} answers")
        print(f"log: {running.log[-500:] or 'nothing'}; mistakes: {driver.mistakes() or 'none'}")
    finally:
        ended.set()
        operator.close()
        server.stop()


if __name__ == "__main__":
    main()
