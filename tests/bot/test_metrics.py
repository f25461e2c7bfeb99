"""Numbers for Prometheus."""

import logging

import httpx
import pytest

from bot.metrics import Counting, MeasuredDesk, Metrics
from knowledge.desk import Desk
from knowledge.domain import Question


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
    monkeypatch.setattr("bot.metrics.PORTS", 0)
    with Metrics().shown_at(("127.0.0.1", unused_port)):
        assert "cannot be shown" in caplog.text


def test_answers_are_counted_by_outcome(desk: Desk):
    metrics = Metrics()
    measured = MeasuredDesk(desk._store, desk._engine, clock=desk._clock)
    measured.measured_by(metrics)
    reply = measured.ask(Question("How many drones were shot down?"))
    assert number(metrics, "outcomes_total", outcome=reply.outcome.name) == 1
