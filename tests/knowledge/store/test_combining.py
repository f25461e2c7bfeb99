"""Writes of many threads go into one transaction, and one that fails harms no other."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import create_engine, text

from knowledge.store.combining import Combining


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'some.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY)"))
    yield engine
    engine.dispose()


def numbers(engine) -> list[int]:
    with engine.begin() as connection:
        return list(connection.execute(text("SELECT n FROM number ORDER BY n")).scalars())


def test_what_waits_goes_together_and_each_gets_its_own_result(engine):
    begun: list[int] = []
    gate = Event()

    @contextmanager
    def begin():
        begun.append(1)
        with engine.begin() as connection:
            yield connection

    combining = Combining(begin)

    def add(n: int) -> int:
        def work(connection) -> int:
            gate.wait(0.2)
            connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": n})
            return n * 10

        return combining.do(work)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(add, range(20))) == [n * 10 for n in range(20)]
    assert numbers(engine) == list(range(20))
    assert len(begun) < 20


def test_a_failure_is_raised_where_it_belongs_and_the_others_are_kept(engine):
    combining = Combining(engine.begin)
    inside, gate = Event(), Event()

    def hold(_connection) -> None:
        inside.set()
        gate.wait(5)

    def add(n: int) -> None:
        combining.do(
            lambda connection: connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": n})
        )

    def fail() -> None:
        combining.do(lambda connection: connection.execute(text("SELECT nothing FROM nowhere")))

    with ThreadPoolExecutor(4) as pool:
        holding = pool.submit(combining.do, hold)
        inside.wait(5)
        waiting = [pool.submit(add, 1), pool.submit(fail), pool.submit(add, 2)]
        while len(combining._waiting) < 3:
            pass
        gate.set()
        holding.result(5)
        assert waiting[1].exception(5) is not None
        assert waiting[0].exception(5) is None
        assert waiting[2].exception(5) is None
    assert numbers(engine) == [1, 2]
