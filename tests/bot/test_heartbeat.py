"""A page of memory that outlives its writer."""

import asyncio
import os
import time

import pytest

from bot import heartbeat as module
from bot.heartbeat import BEGUN, HEARTBEAT, Heartbeat, WorkerState


def test_what_one_process_notes_another_one_reads(monkeypatch):
    supervisor = Heartbeat()
    monkeypatch.setenv(HEARTBEAT, str(supervisor.descriptor))
    if not (child := os.fork()):
        worker = Heartbeat.given()
        worker.name = "жінка/7"
        for number in (0, 1, 2**40):
            worker.begin(number)
        worker.end(1)
        worker.refused()
        os._exit(0)
    os.waitpid(child, 0)
    assert supervisor.name == "жінка/7"
    assert supervisor.begun() == {0, 2**40}
    assert supervisor.state is WorkerState.REFUSED
    supervisor.close()


def test_silence_is_counted_from_the_last_beat_or_a_later_moment():
    heartbeat = Heartbeat()
    time.sleep(0.05)
    later = time.monotonic()
    assert heartbeat.silence(0) >= 0.05
    assert heartbeat.silence(later) <= time.monotonic() - later


def test_more_updates_than_there_are_places_are_not_noted_and_do_no_harm():
    heartbeat = Heartbeat()
    for number in range(BEGUN + 5):
        heartbeat.begin(number)
    heartbeat.begin(3)
    for number in range(BEGUN + 5):
        heartbeat.end(number)
    assert heartbeat.begun() == frozenset()
    heartbeat.begin(9)
    assert heartbeat.begun() == {9}


def test_it_beats_while_the_start_takes_its_time(monkeypatch):
    monkeypatch.setattr(module, "EVERY", 0.02)
    heartbeat = Heartbeat()
    with heartbeat.starting():
        begun, deadline = time.monotonic(), time.monotonic() + 60
        time.sleep(0.05)
        while heartbeat.silence(0) >= time.monotonic() - begun:
            assert time.monotonic() < deadline, "no beat"
            time.sleep(0.01)
    assert heartbeat.state is WorkerState.STARTING


@pytest.mark.anyio
async def test_the_event_loop_beats_until_it_ends(monkeypatch):
    monkeypatch.setattr(module, "EVERY", 0.02)
    heartbeat = Heartbeat()
    running = asyncio.create_task(heartbeat.run())
    await asyncio.sleep(0.05)
    assert heartbeat.state is WorkerState.READY
    begun = time.monotonic()
    async with asyncio.timeout(60):
        while heartbeat.silence(0) >= time.monotonic() - begun:  # noqa: ASYNC110  # nothing tells of a beat
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
