"""Encoders of sentences: a module each, with all that goes with its vectors; one setting chooses.

To add one: a module here with a function `profile()`, and `python -m knowledge.training --encoder
NAME --write` (with `--order` for what orders the candidates), which fits its weights.
"""

import importlib
from pathlib import Path

from knowledge.search.encoders.model2vec_folder import folder_profile
from knowledge.search.encoders.profile import EncoderMissing, EncoderProfile, Fitted, profile_of

__all__ = ["EncoderMissing", "EncoderProfile", "Fitted", "encoder_named", "profile_of"]


def encoder_named(name: str) -> EncoderProfile | None:
    """Give the profile that a setting names: a module here, `off`, or a model2vec folder.

    Raises:
        EncoderMissing: it is not there; the sentence says what to do.
    """
    if name == "off":
        return None
    if name.isidentifier():
        try:
            module = importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
        else:
            if hasattr(module, "profile"):
                made: EncoderProfile = module.profile()
                return made
    return folder_profile(Path(name))
