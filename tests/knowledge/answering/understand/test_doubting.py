"""What a question doubts."""

import pytest

from knowledge.answering.understand.doubting import doubted


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("does anybody dispute the loss of 31 boats?", "the loss of 31 boats?"),
        ("Who else disputes the harbour master's words", "the harbour master's words"),
        ("has anyone questioned the warning", "the warning"),
        ("how reliable are the town's numbers", "the town's numbers"),
        ("can we trust the harbour master", "the harbour master"),
        ("is the town council's tally disputed?", "the town council's tally"),
        ("does anyone dispute the figure of 31?", "31"),
        ("who contests the 31 figure", "31"),
        ("кто оспаривает слова Ли?", "слова Ли?"),
        ("оспаривает ли кто-нибудь цифру 31", "31"),
        ("можно ли верить совету города", "совету города"),
        ("насколько достоверно число 31?", "31"),
        ("хто оспорює слова Лі?", "слова Лі?"),
        ("чи можна вірити міській раді", "міській раді"),
        ("наскільки точні дані ради", "дані ради"),
        ("who denies the loss?", None),
        ("how many boats are disputed", None),
        ("is it true that 31 boats sank?", None),
        ("", None),
    ],
)
def test_what_is_doubted_is_told(question, what):
    assert doubted(question) == what
