"""What a statement must have to be stored at all, in whatever state."""

from knowledge.model.statement import Statement
from knowledge.model.terms import Attribution, State
from knowledge.wording import Wording


def unsound(statement: Statement) -> tuple[str, ...]:
    """What keeps a statement out of the store, as sentences; empty for a sound one.

    The rule is the product's promise: a claim is always somebody's, or an article's own, and
    stands in an article that can be named.
    """
    said = []
    if not any(text.strip() for text in statement.claim.all()):
        said.append(Wording("The statement has no claim; give it one sentence."))
    if not statement.appearances:
        said.append(Wording("The statement stands in no article; give it at least one appearance."))
    narrated = [one.attribution is Attribution.NARRATOR for one in statement.appearances]
    if statement.speaker is None and not all(narrated):
        said.append(
            Wording(
                'The statement has no speaker and is not the narrator\'s; name the speaker or set the attribution to "narrator".'
            )
        )
    if statement.speaker is not None and narrated and all(narrated):
        said.append(
            Wording(
                'The statement has a speaker, yet its attribution is "narrator"; take the speaker away or say how the article identifies it.'
            )
        )
    if (statement.state is State.MERGED) != (statement.merged_into is not None):
        said.append(
            Wording(
                'A statement in state "merged" names the one that took its place, no other does.'
            )
        )
    return tuple(said)
