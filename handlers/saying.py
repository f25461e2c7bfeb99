"""Messages of plain lines."""

from knowledge.model import Action, Line, Message, Part, Section, Span


def say(*lines: str, actions: tuple[tuple[Action, ...], ...] = ()) -> Message:
    """A message of plain lines."""
    said: tuple[Line, ...] = tuple((Span(line),) for line in lines)
    return Message((Section(Part.ANSWER, said),), actions)
