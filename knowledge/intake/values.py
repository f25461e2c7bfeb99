"""The values in curated files: ids, texts, dates, wordings by language."""

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

from knowledge.dates import Edtf, NotEdtf

LANGUAGE = re.compile(r"[a-z]{2}")


def edtf(text: str) -> str:
    """The text if it is an EDTF date; raises ValueError with a sentence otherwise."""
    try:
        Edtf.parse(text)
    except NotEdtf as error:
        raise ValueError(str(error)) from error
    return text


def _worded(value: object) -> object:
    """A year stands in YAML as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


AnyId = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f]+$", max_length=200)]  # fmt: skip
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
]  # fmt: skip
Date = Annotated[str, BeforeValidator(_worded), AfterValidator(edtf)]
Party = Annotated[bool, Field(description="Whether the speaker is a party to the matter.")]


class Wording(RootModel[dict[str, Text]]):
    """A text by language; `original` names the language of the original, English if not given."""

    @model_validator(mode="after")
    def _languages(self) -> "Wording":
        codes = set(self.root) - {"original"}
        for code in sorted(codes):
            if not LANGUAGE.fullmatch(code):
                raise ValueError(f'"{code}" is no language code; use two letters, as en, ru, uk.')
        if not codes:
            raise ValueError("A wording needs a text in at least one language, as {en: …}.")
        original = self.root.get("original")
        if original is not None and original not in codes:
            raise ValueError(f'The original is said to be "{original}", which is not given.')
        return self


class Phrasings(RootModel[dict[str, list[Text]]]):
    """Texts by language, as many as you like."""

    @model_validator(mode="after")
    def _languages(self) -> "Phrasings":
        for code in self.root:
            if not LANGUAGE.fullmatch(code):
                raise ValueError(f'"{code}" is no language code; use two letters, as en, ru, uk.')
        return self
