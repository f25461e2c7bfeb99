"""Answers are kept while nothing changes, and not a moment longer."""

from dataclasses import replace

from knowledge.answering.snapshot import ANSWERS_KEPT, AnswerCache
from knowledge.domain import Language, Message, NoAnswer, Question, Reply, Turn


def reply(text: str, language: Language | None = None) -> Reply:
    message = Message(())
    return Reply(Question(text, language), Language.EN, NoAnswer(()), message, (), (), 1.0)


def test_the_same_question_gets_the_same_reply_until_something_changes():
    recent = AnswerCache()
    assert recent.reply(Question("who?"), 1) is None
    said = reply("who?")
    recent.keep(said, 1)
    assert recent.reply(Question("who?"), 1) is said
    assert recent.reply(Question("who?", turns=(Turn("what?", ("x",)),)), 1) is said
    assert recent.reply(Question("who?", Language.RU), 1) is None
    assert recent.reply(Question("who?"), 2) is None
    assert recent.reply(Question("who?"), 1) is None


def test_a_reply_that_was_made_before_a_change_is_not_kept_after_it():
    recent = AnswerCache()
    recent.reply(Question("who?"), 2)
    recent.keep(reply("who?"), 1)
    assert recent.reply(Question("who?"), 2) is None


def test_what_nobody_asks_again_goes_first():
    recent = AnswerCache()
    recent.reply(Question(""), 1)
    asked = [reply(str(number)) for number in range(ANSWERS_KEPT)]
    for one in asked:
        recent.keep(one, 1)
    assert recent.reply(asked[0].question, 1) is asked[0]
    recent.keep(replace(asked[0], question=Question("one more")), 1)
    assert recent.reply(asked[0].question, 1) is asked[0]
    assert recent.reply(asked[1].question, 1) is None
