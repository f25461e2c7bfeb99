"""What readers say is wrong with an answer, in words, on its way to those who keep the store."""

import json
from collections.abc import Sequence

from knowledge.answering.compose.spans import cut, filled, quoted, section, strong
from knowledge.model import Action, Delivery, Draft, Language, Line, Message, Part, Span
from knowledge.store import Store
from knowledge.wording import words_in

BATCH = "feedback"
OPEN = "feedback"
"""A state of its own, so that no reviewer meets it as a draft."""

LONGEST = 1000
"""Characters of a reader's words that are kept."""


def keep(store: Store, delivery: Delivery | None, words: str, question: str) -> int:
    """Keep what a reader wrote, with the answer and the versions that it is about.

    Args:
        store: keeps it.
        delivery: the answer, or None where it is not known any more.
        words: the reader's; nothing is kept of who they are, nor of when in the day they wrote.
        question: that was answered, or empty.

    Returns:
        Its number.
    """
    content = {
        "words": words[:LONGEST],
        "asked": question[:LONGEST],
        "statements": [list(each) for each in delivery.statements] if delivery else [],
    }
    kept = json.dumps(content, ensure_ascii=False)
    return store.add_drafts(BATCH, [kept], state=OPEN, by_day=True)[0]


def letter(store: Store, draft: Draft, language: Language) -> Message:
    """For those who keep the store: the words, the question, the statements as they were told.

    Args:
        store: of the statements.
        draft: as `keep` made it.
        language: of the reader of this letter.
    """
    words = words_in(language)
    content = json.loads(draft.content)
    ids: Sequence[tuple[str, int]] = [(each[0], each[1]) for each in content["statements"]]
    now = {each.statement.id: each.statement for each in store.records([one for one, _ in ids])}
    lines: list[Line] = [(Span(quoted(content["words"], language)),)]
    if content["asked"]:
        asked = quoted(cut(content["asked"], 200), language)
        lines.append(filled(words.say("Asked: {question}"), question=asked))
    for identity, version in ids[:5]:
        told = words.say("{id}, version {version}", id=identity, version=version)
        current = now.get(identity)
        if current is not None and current.version != version:
            told = words.say(
                "{id}, version {version}, now {now}",
                id=identity,
                version=version,
                now=current.version,
            )
        lines.append((Span(f"• {told}"),))
    heading = strong(words.say("A reader says that an answer is wrong:"))
    rows = tuple(
        (Action("choose", identity, words.say("Show {id}", id=cut(identity, 40))),)
        for identity, _ in ids[:3]
        if identity in now
    )
    return Message(section(Part.ANSWER, (heading,), *lines), rows)
