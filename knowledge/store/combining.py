"""Small writes of many threads, put into one transaction: a commit costs far more than a row."""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Begin = Callable[[], AbstractContextManager[Connection]]


class _Piece:
    """One thread's work, and what came of it."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        self.work = work
        self.done = False
        self.result: Any = None
        self.problem: BaseException | None = None


class Combining:
    """Does what waits while a transaction is under way together in the next one.

    Args:
        begin: begins a transaction.
    """

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._turn = Lock()
        self._waiting: deque[_Piece] = deque()

    def do(self, work: Callable[[Connection], T]) -> T:
        """Have a piece of work done and committed; gives its result, raises what it raised.

        It may be done a second time, alone, where another piece of the transaction failed.
        """
        mine = _Piece(work)
        self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                pieces = [self._waiting.popleft() for _ in range(len(self._waiting))]
                self._run(pieces)
        if mine.problem is not None:
            raise mine.problem
        result: T = mine.result
        return result

    def _run(self, pieces: list[_Piece]) -> None:
        try:
            with self._begin() as connection:
                for piece in pieces:
                    piece.result = piece.work(connection)
        except Exception as problem:  # noqa: BLE001  # handed to the thread whose work it is
            if len(pieces) == 1:
                pieces[0].problem = problem
            else:
                for piece in pieces:
                    self._run([piece])
        for piece in pieces:
            piece.done = True
