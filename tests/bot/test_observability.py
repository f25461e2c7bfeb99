"""Log lines hold what happened and no secret."""

import io
import json
import logging

import httpx
import pytest

from bot import observability
from bot.observability import Counting, MeasuredDesk, Metrics
from knowledge.desk import Desk
from knowledge.domain import Question

pytestmark = pytest.mark.usefixtures("logging_as_before")

TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def written(form, *secrets: str):
    stream = io.StringIO()
    observability.set_up("debug", form, secrets, stream)
    return stream


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_written_wherever_it_stands(form):
    stream = written(form, "s3cret-word")
    log = logging.getLogger("somewhere")
    log.info("the word is s3cret-word")
    log.info("%s", {"url": f"https://api.telegram.org/bot{TOKEN}/getMe"})
    log.info("postgresql://me:pass-word@db/facts")
    log.error("failed", exc_info=ValueError("s3cret-word in an error"))
    said = stream.getvalue()
    assert "s3cret-word" not in said
    assert TOKEN not in said
    assert "pass-word" not in said
    assert "[secret]" in said
    assert "in an error" in said


def test_json_lines_are_json():
    stream = written("json")
    logging.getLogger("somewhere").warning("told to wait %d s", 3)
    line = json.loads(stream.getvalue())
    assert line["event"] == "told to wait 3 s"
    assert line["level"] == "warning"
    assert line["logger"] == "somewhere"


def test_libraries_that_tell_every_request_are_quiet():
    stream = written("text")
    logging.getLogger("httpx").info("HTTP Request: POST https://…")
    assert stream.getvalue() == ""


def test_telegram_library_failures_are_one_line():
    stream = written("text")
    library = logging.getLogger("telegram.ext.Updater")
    library.error("Error while getting updates", exc_info=ConnectionError("no route"))
    assert stream.getvalue().count("\n") == 1
    assert "no route" in stream.getvalue()


def test_what_is_below_the_level_is_not_written():
    stream = io.StringIO()
    observability.set_up("warning", "text", (), stream)
    logging.getLogger("somewhere").info("hello")
    assert stream.getvalue() == ""


def number(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"accordingto_{name}", labels)


def test_what_happens_is_counted():
    metrics = Metrics()
    metrics.update("taken", 2)
    metrics.handled(0.03)
    metrics.request(403)
    metrics.answered("choices", 0.004)
    assert number(metrics, "updates_total", result="taken") == 2
    assert number(metrics, "update_seconds_count") == 1
    assert number(metrics, "webhook_requests_total", status="403") == 1
    assert number(metrics, "outcomes_total", outcome="choices") == 1


def test_warnings_and_errors_in_the_log_are_counted():
    metrics = Metrics()
    log = logging.getLogger("bot.somewhere")
    counting = Counting(metrics)
    log.addHandler(counting)
    log.error("no")
    log.info("fine")
    log.removeHandler(counting)
    assert number(metrics, "problems_total", level="error", logger="bot") == 1


def test_they_are_shown_at_the_first_free_port(unused_port):
    first, second = Metrics(), Metrics()
    with first.shown_at(("127.0.0.1", unused_port)), second.shown_at(("127.0.0.1", unused_port)):
        for port in (unused_port, unused_port + 1):
            page = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
            assert "accordingto_waiting_updates" in page.text
    with first.shown_at(None), pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{unused_port}/metrics", trust_env=False)


def test_where_no_port_is_free_it_is_only_a_warning(unused_port, monkeypatch, caplog):
    monkeypatch.setattr("bot.observability.PORTS", 0)
    with Metrics().shown_at(("127.0.0.1", unused_port)):
        assert "cannot be shown" in caplog.text


def test_answers_are_counted_by_outcome(desk: Desk):
    metrics = Metrics()
    measured = MeasuredDesk(desk.store, desk.engine, clock=desk.clock)
    measured.measured_by(metrics)
    reply = measured.ask(Question("How many drones were shot down?"))
    assert number(metrics, "outcomes_total", outcome=reply.outcome.name) == 1
