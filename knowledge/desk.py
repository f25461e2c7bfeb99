"""The desk: the one door to everything that a reader, a chat or a curator can ask for."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from knowledge.answering.answerer import Answerer
from knowledge.answering.browsing import Browser
from knowledge.answering.dialogue import carried_by
from knowledge.answering.presentation import Presenter
from knowledge.answering.snapshot import IndexSync, RecordCache
from knowledge.domain import (
    INLINE,
    Concluded,
    Delivery,
    Language,
    Message,
    NotFound,
    Posting,
    Question,
    Record,
    RememberedQuestion,
    Reply,
    Role,
    Turn,
)
from knowledge.search.engine import Engine
from knowledge.storage import Store
from knowledge.storage.question_log import inline_number

if TYPE_CHECKING:
    from knowledge.curation import Curation, Posted
    from knowledge.sandbox import Sandbox
    from knowledge.subscriptions import ChatDesk

KEPT = 10_000
"""Answers whose questions are remembered."""

SECONDS = 3600.0
"""For how long: a conversation goes on within that."""


class RecentQuestions:
    """The words of questions by the message that answered them; safe to use from many threads.

    Another worker, or one that was started since, does not have them: a conversation then goes on
    from what was told alone.

    Args:
        clock: gives seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._texts: OrderedDict[tuple[int, int], tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, chat: int, message: int, text: str) -> None:
        """Remember what a message of ours in a chat answers."""
        with self._lock:
            self._texts.pop((chat, message), None)
            self._texts[chat, message] = (self.clock(), text)
            oldest = self.clock() - SECONDS
            while len(self._texts) > KEPT or next(iter(self._texts.values()))[0] < oldest:
                self._texts.popitem(last=False)

    def forget(self, chat: int) -> None:
        """No longer remember what was asked in a chat."""
        with self._lock:
            for key in [key for key in self._texts if key[0] == chat]:
                del self._texts[key]

    def with_texts(self, chat: int, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """The turns of a chat with the words of those that are still remembered."""
        oldest = self.clock() - SECONDS
        told = []
        with self._lock:
            for turn in turns:
                kept = self._texts.get((chat, turn.message)) if turn.message is not None else None
                known = kept is not None and kept[0] >= oldest
                told.append(replace(turn, text=kept[1]) if kept and known else turn)
        return tuple(told)


_LANGUAGE = "language"
_PRESSED = "press "
_TWICE = 1.5
"""Seconds within which a second press of a button is the same press."""

_TRIED = (
    "How many people were hurt in the fire at the harbour on 3 May, according to the mayor?",
    "Wie viele Menschen wurden gestern am Hafen verletzt?",
    "The fire at the harbour was put out within an hour. Nobody was hurt, the mayor said. Is it so?",
)
"""Of a kind each that looks things up: a question, one in a language of others, a message."""

REMEMBERED = 1000
"""Answers whose time is remembered, for reports."""


class Desk:
    """Everything that a reader can ask for; safe to use from many threads.

    `browse` opens pages, `curation` is for those who keep the store, `chats` for what chats choose.

    Args:
        store: of the statements.
        engine: the search, filled and kept in step here.
        clock: gives the present moment, aware.
        zone: of the operator, in which a day begins; without it, that of the clock.
        owners: numeric Telegram ids of those who may do everything.
        keep_days: for which questions and deliveries are kept, as readers are told.
        sandbox: reads the articles and uploads of curators; one of its own where none is given.

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
        zone: tzinfo | None = None,
        owners: frozenset[int] = frozenset(),
        keep_days: int = 90,
        sandbox: "Sandbox | None" = None,
    ) -> None:
        self.store = store
        self.keep_days = keep_days
        self._sandbox = sandbox
        self.clock = clock if zone is None else lambda: clock().astimezone(zone)
        self._owners = owners
        self.elapsed: deque[float] = deque(maxlen=REMEMBERED)
        self.engine = engine
        self._recent = RecentQuestions()
        self._standing = IndexSync(store, engine)
        self._shelf = RecordCache(store)
        self._showcase = Presenter(self._shelf, lambda: self.clock().date())
        self._answerer = Answerer(store, engine, self._shelf, self._showcase)
        self.browse = Browser(
            store=store,
            engine=engine,
            sync=self._standing,
            cache=self._shelf,
            presenter=self._showcase,
            answerer=self._answerer,
            fresh=self._fresh,
        )
        self.deadline: float | None = None

    @cached_property
    def curation(self) -> "Curation":
        """What curators can do."""
        # Reading articles takes a second to import, for which no reader need wait.
        from knowledge.curation import Curation  # noqa: PLC0415 - see above

        def tell(record: Record, language: Language) -> Message:
            return self._answerer.one(record, language).message

        return Curation(
            self.store,
            ask=self.ask,
            again=self.again,
            standing=self.standing,
            show=self.show,
            tell=tell,
            clock=self.clock,
            owners=self._owners,
            sandbox=self._sandbox,
            meaning=self.engine.meaning,
            same_question=profile.same_question if (profile := self.engine.profile) else 1.0,
        )

    @cached_property
    def chats(self) -> "ChatDesk":
        """What chats choose, follow and are told."""
        from knowledge.subscriptions import ChatDesk  # noqa: PLC0415 - as above

        return ChatDesk(
            self.store,
            ask=self.ask,
            show=self._showcase.by_ids,
            clock=self.clock,
            zone=str(self.clock().tzinfo),
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

    def _fresh(self, revision: int | None = None) -> None:
        """Nothing is answered from what was read before the store's last revision.

        Args:
            revision: the last one, where it was read just now.
        """
        self._shelf.as_of(self._standing.catch_up(revision))

    def warm_up(self) -> None:
        """Do once what the first questions would wait for: models, words and statements are loaded."""
        self._fresh()
        library = self._standing.library
        self._shelf.read_ahead(library.places)
        for text in _TRIED:
            self._answerer.answer(Question(text), library)
        for language in Language:
            for text in library.examples_in(language)[:1] or _TRIED[:1]:
                self._answerer.answer(Question(text, language), library)

    def ask(self, question: Question, revision: int | None = None) -> Reply:
        """Answer a question; no text makes it raise.

        Args:
            question: as it was asked.
            revision: the store's last one, where `before_asking` has just read it.

        Raises:
            TimeoutError: it took longer than the deadline.
        """
        self._fresh(revision)
        reply = self._answerer.answer(question, self._standing.library, self.deadline)
        self.elapsed.append(reply.elapsed)
        return reply

    def show(self, statement_id: str, language: Language) -> Reply:
        """The full answer about one statement: a choice that was pressed, a deep link.

        Raises:
            NotFound: the store holds no such statement.
        """
        record = self.browse.record(statement_id)
        return self._answerer.one(record, language)

    def again(self, delivery: Delivery, language: Language) -> Reply | None:
        """What a message told, as it is now; None where nothing of it is left."""
        self._fresh()
        page = self.browse.again(delivery, language)
        return page or self._answerer.again(delivery, self._standing.library, language)

    def retold(self, chat: int, message: int) -> Reply | None:
        """What a message of ours in a chat told, as it is now; None where that is not known."""
        delivery = self.store.deliveries.get(chat, message)
        if delivery is None:
            return None
        return self.again(delivery, Language.known(delivery.language) or Language.EN)

    def pressed_lately(self, button: str) -> bool:
        """Whether what this button says was done a moment ago: fingers press twice.

        Args:
            button: a digest of who pressed what, and where.
        """
        ago = self.store.allowances.ago(_PRESSED + button)
        return ago is not None and ago < _TWICE

    def note_press(self, button: str) -> None:
        """Keep that what a button says is done."""
        self.store.allowances.touch(_PRESSED + button)

    def standing(self, ids: Sequence[str]) -> list[Record]:
        """These statements as they are now, withdrawn ones too, with such relations as stand."""
        self._fresh()
        return self._showcase.standing(ids)

    def drawn(self) -> int:
        """A number for a question that is about to be answered."""
        return self.store.questions.drawn()

    def remember(self, reply: Reply, number: int | None = None) -> int:
        """Keep a question with its outcome, not with whose it was; gives its number.

        Args:
            reply: to it.
            number: that was drawn for it already.
        """
        question = self._noted(reply, number)
        self.store.questions.keep(question)
        return question.number

    def _noted(self, reply: Reply, number: int | None = None) -> RememberedQuestion:
        score = reply.ranked[0][1] if reply.ranked else 0.0
        return self.store.questions.noted(
            reply.question.text, reply.language.value, reply.outcome.name, score, number
        )

    def feedback(self, question_id: int, helpful: bool) -> str:
        """Keep whether an answer was what was asked; gives the question. Raises NotFound."""
        self.store.questions.judge(question_id, helpful)
        return self.store.questions.get(question_id).text

    def delivered(
        self,
        chat: int,
        messages: Sequence[int],
        reply: Reply,
        asked: int | None = None,
    ) -> None:
        """Keep which statements, in which version, an answer of ours carries, not what was asked.

        Args:
            chat: where the answer stands.
            messages: ids of the messages that hold it, in order.
            reply: what they tell.
            asked: the message that held the question.
        """
        self.store.deliveries.keep(self.concluded(chat, messages, reply, asked=asked).delivery)

    def concluded(
        self,
        chat: int,
        messages: Sequence[int],
        reply: Reply,
        *,
        asked: int | None = None,
        number: int | None = None,
    ) -> Concluded:
        """What is to be kept of an answer that stands in its chat, by whoever ends its update.

        Args:
            chat: where the answer stands.
            messages: ids of the messages that hold it, in order.
            reply: what they tell.
            asked: the message that held the question.
            number: of the question; None: it is not remembered.
        """
        message, *further = messages
        if reply.question.text:
            self._recent.keep(chat, message, reply.question.text)
        delivery = Delivery(
            chat,
            message,
            tuple(carried_by(reply)),
            self.store.now(),
            language=reply.language.value,
            shape=reply.shape,
            asked=asked,
            further=tuple(further),
        )
        return Concluded(None if number is None else self._noted(reply, number), delivery)

    def conclude(self, concluded: Concluded) -> None:
        """Keep what is left of an answer."""
        self.store.conclusions.keep(concluded)

    def parts_of(self, chat: int, message: int) -> tuple[int, ...]:
        """Ids of all messages of the answer that a message is of; its own where nothing is known."""
        delivery = self.store.deliveries.get(chat, message)
        return delivery.messages if delivery else (message,)

    def sent_inline(self, identity: str, result: str, language: Language) -> None:
        """Keep what a message tells that somebody sent inline.

        Args:
            identity: Telegram's id of the message, by which alone it can be changed.
            result: the id of the statement that was chosen; of several statements nothing is kept.
            language: of the message.
        """
        with suppress(NotFound):
            reply = self.show(result, language)
            self.store.deliveries.remember(
                INLINE,
                inline_number(identity),
                carried_by(reply),
                language=language.value,
                shape=reply.shape,
                inline=identity,
            )

    def put_right(self, posted: "Posted", messages: Sequence[int]) -> None:
        """Keep what an answer tells since it was put right, and the messages that hold it now."""
        if posted.carried is None:
            return
        message, *further = messages
        self.store.deliveries.put_right(posted.chat, message, posted.carried, further)

    def told_in(self, chat: int, message: int) -> tuple[str, ...]:
        """Ids of the statements that a message of ours carries."""
        delivery = self.store.deliveries.get(chat, message)
        return tuple(identity for identity, _ in delivery.statements) if delivery else ()

    def answer_to(self, chat: int, asked: int) -> int | None:
        """Our latest message that answers a message of the chat, or None."""
        delivery = self.store.deliveries.answering(chat, asked)
        return delivery.message if delivery else None

    def turns(self, chat: int, message: int) -> tuple[Turn, ...]:
        """What a message of ours in a chat told, and to which question, if that was a moment ago."""
        return self._recent.with_texts(chat, self.store.deliveries.turns(chat, message=message))

    def told_as(self, chat: int, message: int) -> Language | None:
        """The language in which a message of ours was told."""
        delivery = self.store.deliveries.get(chat, message)
        return Language.known(delivery.language) if delivery else None

    def ids_beginning(self, beginning: str) -> list[str]:
        """Ids of statements, incidents and speakers that begin with this text."""
        return self.store.statements.ids_beginning(beginning)

    def language_of(self, chat: int) -> Language | None:
        """The language that a chat has chosen, or None."""
        return Language.known(self.store.chats.preference(chat, _LANGUAGE))

    def before_asking(
        self, chat: int, *, message: int | None = None, instead: int | None = None
    ) -> tuple[Language | None, tuple[Turn, ...], int | None]:
        """The language that a chat has chosen, its conversation so far, and the store's last revision.

        All of it in one reading; the revision is None where a replica answers questions.

        Args:
            chat: where a question is asked.
            message: of ours, that is replied to: the conversation is about it alone.
            instead: the chat's message whose question was edited.
        """
        of_chat = self.store.chats.before_asking(chat, message=message, instead=instead)
        chosen, turns, revision = of_chat
        known = revision if self.store.asked is self.store.database else None
        return Language.known(chosen), self._recent.with_texts(chat, turns), known

    def set_language(self, chat: int, language: Language) -> None:
        """Keep the language that a chat chooses."""
        self.store.chats.set_preference(chat, _LANGUAGE, language.value)

    def forget(self, reader: int) -> None:
        """Forget all that is kept of a reader; what they did for the store stays in its history."""
        self._recent.forget(reader)
        self.store.erasure.forget(reader, keeps=self.curation.access.role(reader) is not None)

    def status(self) -> Mapping[str, Any]:
        """Numbers for the operator: the store's counts, the search's size and revision."""
        return {
            **self.store.records.counts(),
            "indexed": len(self.engine),
            "revision": self.store.revisions.newest(),
            "indexed_revision": self.engine.revision,
        }

    def lag(self) -> int:
        """How many revisions the search is behind the store."""
        return max(0, self.store.revisions.newest() - self.engine.revision)
