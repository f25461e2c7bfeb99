"""Which outcome a question gets; the thresholds stand here, with their reasons, and nowhere else."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.answering.candidates import Candidate, Field


@dataclass(frozen=True, slots=True)
class Policy:
    """When to answer, to offer and to refuse; the same for every store and every file.

    Args:
        sure: chance from which one statement is the answer. Chosen on the held-out phrasings of
            the store and on the development stores so that of a hundred answerable questions
            at most four are answered wrongly.
        offered: chance from which statements are offered. Below it more than two of three
            offers would be made to questions that the store cannot answer.
        close: how far (in log odds) a candidate may lie behind the best and still be offered.
        most: options in one choice; a reader reads four, and four rows of buttons fit a phone.
        near: chance from which a statement counts as near in a refusal.
        gap_near: score of a gap question from which what it lacks is named.
    """

    sure: float = 0.38
    offered: float = 0.28
    close: float = 2.5
    most: int = 4
    near: float = 0.03
    gap_near: float = 0.35


POLICY = Policy()


class Verdict(StrEnum):
    """What to do with the candidates."""

    ANSWER = "answer"
    OFFER = "offer"
    REFUSE = "refuse"


def verdict(found: Field, chance: float, policy: Policy = POLICY) -> Verdict:
    """Decide by the chance that the best candidate is meant.

    A question in the very words of a curated one needs no weighing: a phrasing of the best
    statement is answered, a gap question is refused.
    """
    statement = bool(found.candidates) and found.candidates[0].asked
    if statement != found.gap_asked:
        return Verdict.ANSWER if statement else Verdict.REFUSE
    if chance >= policy.sure:
        return Verdict.ANSWER
    return Verdict.OFFER if chance >= policy.offered else Verdict.REFUSE


def options(found: Field, policy: Policy = POLICY) -> tuple[Candidate, ...]:
    """The candidates worth offering: the best and those close behind it."""
    known = [each for each in found.candidates if each.record]
    close = [each for each in known if known[0].worth - each.worth <= policy.close]
    # One option alone is no choice: the next best stands beside it, however far behind.
    return tuple(close[: policy.most] if len(close) > 1 else known[:2])


def gap_is_meant(found: Field, policy: Policy = POLICY) -> bool:
    """Whether a refusal names what the best gap question lacks."""
    return found.gap is not None and found.gap.score >= policy.gap_near
