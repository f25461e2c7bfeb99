"""The bot as an operator runs it: a process of its own, started, watched, stopped and killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, ClassVar, Self
from urllib.parse import urlsplit

from tests.e2e.client import Driver, wait_for
from tests.e2e.template import Forked, Template

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "bot")
COMMAND = (*PROGRAM, "run")
START = 100.0
STOP = 30.0
FOLDERS = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")

UNBUFFERED = {"PYTHONUNBUFFERED": "1"}


@dataclass
class BotProcess:
    """A running bot; its standard output and error go to one file."""

    process: subprocess.Popen[bytes] | Forked
    driver: Driver
    log_file: Path

    @property
    def log(self) -> str:
        """Everything that it printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def wait_until_polling(self, seconds: float = START) -> Self:
        """Wait until it asks for updates.

        Raises:
            AssertionError: it ended, or does not ask in time; the message holds the end of its log.
        """
        try:
            wait_for(lambda: self.driver.polling() or self.ended, "the bot polling", seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log[-3000:]}") from error
        if self.ended:
            raise AssertionError(f"the bot ended: {self.process.returncode}\n{self.log[-3000:]}")
        return self

    def wait_until_answering(self, workers: int, seconds: float = START) -> Self:
        """Wait until so many workers take updates: one that starts is given longer to hang."""
        wait_for(lambda: self.log.count("answering as @") >= workers, f"{workers} workers", seconds)
        return self

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def wait(self, seconds: float = STOP) -> int:
        """Its exit code, once it has ended by itself."""
        return self.process.wait(seconds)

    def terminate(self) -> None:
        """Ask it to end, as `systemctl stop` does."""
        self.process.send_signal(signal.SIGTERM)

    def stop(self, seconds: float = STOP) -> int:
        """Ask it to end and give its exit code.

        Raises:
            AssertionError: it did not end in time; it is killed then.
        """
        self.terminate()
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"SIGTERM had no effect:\n{self.log[-3000:]}") from None

    def workers(self) -> list[int]:
        """The processes that it has started."""
        pid = self.process.pid
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
        except OSError:  # it has ended
            return []
        return [int(one) for one in children.split()]

    def kill(self) -> None:
        """End it and its workers without a word (kill -9)."""
        workers = self.workers()
        self.process.kill()
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        self.process.wait(STOP)


@dataclass
class Operator:
    """Somebody who runs the bot for one server, always with the same home.

    Args:
        driver: the server that the bot is to talk to.
        home: a folder for its data, settings and logs.
        settings: more environment, such as `ACCORDINGTO_CURATORS`.
        command: what is run.
        measured: whether it counts for the coverage, which costs a second or two a start: for what
            nobody else covers.
    """

    template: ClassVar[Template | None] = None
    """Forks bots that are not measured; without one each is executed anew."""

    driver: Driver
    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    command: Sequence[str] = COMMAND
    measured: bool = False
    started: list[BotProcess] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """What the bot's process sees: nothing of ours but the path, and coverage's own if measured."""
        kept = ("PATH", "COVERAGE_") if self.measured else ("PATH",)
        return {
            **{name: value for name, value in os.environ.items() if name.startswith(kept)},
            **{name: str(self.home / name.lower()) for name in FOLDERS},
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            **UNBUFFERED,
            "ACCORDINGTO_LOG_LEVEL": "debug",
            "ACCORDINGTO_TELEGRAM_TOKEN": self.driver.token,
            "ACCORDINGTO_TELEGRAM_BASE_URL": self.driver.base_url,
            "ACCORDINGTO_TELEGRAM_BASE_FILE_URL": self.driver.base_file_url,
            **self.settings,
        }

    def start(self) -> BotProcess:
        """Start the bot; the process is there, but may not be ready yet."""
        log_file = self.home / f"bot-{len(self.started)}.log"
        for name in FOLDERS:
            (self.home / name.lower()).mkdir(parents=True, exist_ok=True)
        with log_file.open("wb") as log:
            process = self._begin(log)
        self.driver.follow(log_file)
        running = BotProcess(process, self.driver, log_file)
        self.started.append(running)
        return running

    def _begin(self, log: BinaryIO) -> subprocess.Popen[bytes] | Forked:
        if self.template and not self.measured and tuple(self.command[:3]) == PROGRAM:
            arguments = self.command[3:]
            return self.template.start(arguments, self.home, self.environment(), log.fileno())
        return subprocess.Popen(
            self.command,
            cwd=self.home,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def secrets(self) -> list[str]:
        """What must not stand in any log: the token, its key, the secret and the password."""
        password = urlsplit(self.settings.get("ACCORDINGTO_DATABASE_URL", "")).password
        secret = self.settings.get("ACCORDINGTO_WEBHOOK_SECRET")
        token = self.driver.token
        return [one for one in (token, token.partition(":")[2], secret, password) if one]

    def close(self) -> None:
        """End whatever is still running.

        Raises:
            AssertionError: a log holds a secret; logs are at their most talkative here.
        """
        for running in self.started:
            if not running.ended:
                try:
                    running.stop()
                except AssertionError:
                    running.kill()
        for running in self.started:
            for secret in self.secrets():
                assert secret not in running.log, f"a secret stands in {running.log_file}"
