"""The one door: questions, pages, and what is remembered of them."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from knowledge.answering.answerer import Answerer
from knowledge.answering.browsing import Browsing
from knowledge.answering.index_sync import IndexSync
from knowledge.answering.presentation import Presenter
from knowledge.answering.recent_questions import RecentQuestions
from knowledge.answering.record_cache import RecordCache
from knowledge.domain import (
    Answer,
    Answers,
    Delivery,
    Language,
    Message,
    Posting,
    Question,
    Record,
    Reply,
    Role,
    Turn,
)
from knowledge.search.engine import Engine
from knowledge.storage import Store

if TYPE_CHECKING:
    from knowledge.curation import Curation, Posted
    from knowledge.subscriptions import ChatDesk

_LANGUAGE = "language"

REMEMBERED = 1000
"""Answers whose time is remembered, for reports."""


class Desk(Browsing):
    """Everything that a reader can ask for; safe to use from many threads.

    Args:
        store: of the statements.
        engine: the search, filled and kept in step here.
        clock: gives the present moment, aware.
        owners: numeric Telegram ids of those who may do everything.
        keep_days: for which questions and deliveries are kept, as readers are told.

    Attributes:
        deadline: seconds that a question may take, waiting for its turn included; None: as many as
            it takes.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        *,
        clock: Callable[[], datetime],
        owners: frozenset[int] = frozenset(),
        keep_days: int = 90,
    ) -> None:
        self._store = store
        self.keep_days = keep_days
        self._clock = clock
        self._owners = owners
        self.elapsed: deque[float] = deque(maxlen=REMEMBERED)
        self._engine = engine
        self._recent = RecentQuestions()
        self._standing = IndexSync(store, engine)
        self._shelf = RecordCache(store)
        self._showcase = Presenter(self._shelf, lambda: clock().date())
        self._kept = {}
        self._answerer = Answerer(store, engine, self._shelf, self._showcase)
        self.deadline: float | None = None

    @cached_property
    def curation(self) -> "Curation":
        """What curators can do."""
        # Reading articles takes a second to import, for which no reader need wait.
        from knowledge.curation import Curation  # noqa: PLC0415 - see above

        def tell(record: Record, language: Language) -> Message:
            return self._answerer.one(record, language).message

        return Curation(
            self._store,
            ask=self.ask,
            again=self.again,
            show=self.show,
            tell=tell,
            clock=self._clock,
            owners=self._owners,
            meaning=self._engine.meaning,
        )

    @cached_property
    def chats(self) -> "ChatDesk":
        """What chats choose, follow and are told."""
        from knowledge.subscriptions import ChatDesk  # noqa: PLC0415 - as above

        return ChatDesk(
            self._store,
            ask=self.ask,
            show=self._showcase.by_ids,
            clock=self._clock,
            zone=str(self._clock().tzinfo),
            elapsed=self.elapsed,
        )

    def letter(self, posting: Posting) -> "Posted | None":
        """What a posting of the outbox says by now; None where nothing is left to be told."""
        if not self.chats.writes(posting):
            return self.curation.corrections.letter(posting)
        if self.chats.is_for_keepers(posting) and not self._keeps(posting.chat):
            return None
        from knowledge.curation import Posted  # noqa: PLC0415 - as above

        message = self.chats.letter(posting)
        return None if message is None else Posted(posting.chat, message)

    def _keeps(self, chat: int) -> bool:
        """Whether a chat may read what is for those who keep the store; of a group, its members say."""
        return chat < 0 or self.curation.access.may(chat, Role.REVIEWER)

    def refresh(self) -> None:
        """Take up what changed in the store; at the first time, everything."""
        self._standing.refresh()

    def warm_up(self) -> None:
        """Do once what the first question would wait for: models and words are loaded."""
        self._answerer.answer(Question("Who said so?", Language.EN), self._library)

    def ask(self, question: Question) -> Reply:
        """Answer a question; no text makes it raise.

        Raises:
            TimeoutError: it took longer than the deadline.
        """
        self._fresh()
        reply = self._answerer.answer(question, self._library, self.deadline)
        self.elapsed.append(reply.elapsed)
        return reply

    def show(self, statement_id: str, language: Language) -> Reply:
        """The full answer about one statement: a choice that was pressed, a deep link.

        Raises:
            NotFound: the store holds no such statement.
        """
        record = self._record(statement_id)
        return self._answerer.one(record, language)

    def again(self, delivery: Delivery, language: Language) -> Reply | None:
        """What a message told, as it is now; None where nothing of it is left."""
        self._fresh()
        return self._answerer.again(delivery, self._library, language)

    def remember(self, reply: Reply) -> int:
        """Keep a question with its outcome, not with whose it was; gives its number."""
        score = reply.ranked[0][1] if reply.ranked else 0.0
        return self._store.remember_question(
            reply.question.text, reply.language.value, reply.outcome.name, score
        )

    def feedback(self, question_id: int, helpful: bool) -> str:
        """Keep whether an answer was what was asked; gives the question. Raises NotFound."""
        self._store.remember_feedback(question_id, helpful)
        return self._store.question(question_id).text

    def delivered(
        self,
        chat: int,
        message: int,
        reply: Reply,
        asked: int | None = None,
    ) -> None:
        """Keep which statements, in which version, a message of ours carries, not what was asked.

        Args:
            chat: where the message stands.
            message: its id there.
            reply: what the message tells.
            asked: the message that held the question.
        """
        others = reply.outcome.others if isinstance(reply.outcome, Answer | Answers) else ()
        told = [each.record.statement for each in (*reply.shown, *others)]
        carried = [(each.id, each.version) for each in told]
        if reply.question.text:
            self._recent.keep(chat, message, reply.question.text)
        self._store.remember_delivery(
            chat,
            message,
            carried,
            asked=asked,
            language=reply.language.value,
            shape=reply.shape,
        )

    def told_in(self, chat: int, message: int) -> tuple[str, ...]:
        """Ids of the statements that a message of ours carries."""
        delivery = self._store.delivery(chat, message)
        return tuple(identity for identity, _ in delivery.statements) if delivery else ()

    def answer_to(self, chat: int, asked: int) -> int | None:
        """Our latest message that answers a message of the chat, or None."""
        delivery = self._store.delivery_answering(chat, asked)
        return delivery.message if delivery else None

    def turns(self, chat: int, message: int) -> tuple[Turn, ...]:
        """What a message of ours in a chat told, and to which question, if that was a moment ago."""
        return self._recent.with_texts(chat, self._store.turns(chat, message=message))

    def told_as(self, chat: int, message: int) -> Language | None:
        """The language in which a message of ours was told."""
        delivery = self._store.delivery(chat, message)
        return Language.known(delivery.language) if delivery else None

    def ids_beginning(self, beginning: str) -> list[str]:
        """Ids of statements, incidents and speakers that begin with this text."""
        return self._store.ids_beginning(beginning)

    def language_of(self, chat: int) -> Language | None:
        """The language that a chat has chosen, or None."""
        return Language.known(self._store.preference(chat, _LANGUAGE))

    def before_asking(
        self, chat: int, *, message: int | None = None, instead: int | None = None
    ) -> tuple[Language | None, tuple[Turn, ...]]:
        """The language that a chat has chosen, and its conversation so far, in one reading.

        Args:
            chat: where a question is asked.
            message: of ours, that is replied to: the conversation is about it alone.
            instead: the chat's message whose question was edited.
        """
        chosen, turns = self._store.before_asking(chat, message=message, instead=instead)
        return Language.known(chosen), self._recent.with_texts(chat, turns)

    def set_language(self, chat: int, language: Language) -> None:
        """Keep the language that a chat chooses."""
        self._store.set_preference(chat, _LANGUAGE, language.value)

    def forget(self, reader: int) -> None:
        """Forget all that is kept of a reader; what they did for the store stays in its history."""
        self._recent.forget(reader)
        self._store.forget(reader, keeps=self.curation.access.role(reader) is not None)

    def status(self) -> Mapping[str, Any]:
        """Numbers for the operator: the store's counts, the search's size and revision."""
        return {
            **self._store.counts(),
            "indexed": len(self._engine),
            "revision": self._store.revision(),
            "indexed_revision": self._engine.revision,
        }

    def lag(self) -> int:
        """How many revisions the search is behind the store."""
        return max(0, self._store.revision() - self._engine.revision)
