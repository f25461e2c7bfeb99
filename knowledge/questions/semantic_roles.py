"""Who did what to whom: the order of actors around the words for an attack or a claim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A Slavic ending tells subject from object where the order does not.
_SIDES: dict[str, str] = {}
_COUNTRY_FORMS = {
    "russia": (
        "russia russian russians  kremlin россия россии россией россию российский"
        " российская российские российских росія росії росією росію російський російська російські"
        " російських рф"
    ),
    "ukraine": (
        "ukraine ukrainian ukrainians kyiv kiev украина украины украине"
        " украиной украину украинский украинская украинские украинских украинцы україна україни"
        " україні україною україну український українська українські українських київ киев зсу всу"
    ),
}
for _side, _forms in _COUNTRY_FORMS.items():
    _SIDES.update(dict.fromkeys(_forms.split(), _side))
_ACCUSATIVE = frozenset({"россию", "росію", "украину", "україну"})
_DOING = re.compile(
    r"^(?:attack|strike|struck|hit|bomb|raid|shell|launch|fire|target|invad|assault|send|sent|accus"
    r"|атак|удар|бомб|обстрел|обстріл|напал|напад|запус|направ|наносит|нанос|обвин|звинува|вдар|завда)"
)
_OBJECT_AFTER = frozenset(
    {"on", "against", "at", "over", "toward", "towards", "по", "на", "против", "проти", "into"}
)
_AGENT_AFTER = frozenset({"by", "from", "со", "з", "из", "від", "от"})


@dataclass(frozen=True, slots=True)
class SemanticRoles:
    """One side that does something to another."""

    agent: str
    patient: str

    @property
    def reversed(self) -> "SemanticRoles":
        """The same the other way round."""
        return SemanticRoles(self.patient, self.agent)


def roles_in(words: Sequence[str]) -> SemanticRoles | None:
    """Who acts on whom in folded words, or None where the words do not tell."""
    doing = [at for at, word in enumerate(words) if _DOING.match(word)]
    sides = [(at, _SIDES[word]) for at, word in enumerate(words) if word in _SIDES]
    if not doing or len({side for _, side in sides}) < 2:  # noqa: PLR2004 - it takes two sides
        return None
    patient = next(
        (
            side
            for at, side in sides
            if words[at] in _ACCUSATIVE or _led_by(words, at, _OBJECT_AFTER)
        ),
        None,
    )
    agent = next((side for at, side in sides if _led_by(words, at, _AGENT_AFTER)), None)
    if patient is None and agent is None:
        before = [side for at, side in sides if at < doing[0]]
        after = [side for at, side in sides if at > doing[0]]
        agent = before[-1] if before and after else sides[0][1]
    other = {"russia": "ukraine", "ukraine": "russia"}
    if agent is None and patient is not None:
        agent = other[patient]
    if patient is None and agent is not None:
        patient = other[agent]
    if agent is None or patient is None or agent == patient:
        return None
    return SemanticRoles(agent, patient)


def _led_by(words: Sequence[str], at: int, leads: frozenset[str]) -> bool:
    """Whether one of the two words before (an article or adjective between) is such a lead."""
    return any(word in leads for word in words[max(0, at - 2) : at])
