"""Encoders of sentences: a module each, with all that goes with its vectors, or a folder with a model2vec model.

One setting chooses. To add one: a module here with a function `profile()`, and `python -m knowledge.training --encoder
NAME --write` (with `--order` for what orders the candidates), which fits its weights.
"""

import importlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoders.profile import EncoderMissing, EncoderProfile
from knowledge.search.encoders.use import for_encoder

__all__ = ["EncoderMissing", "FolderEncoder", "encoder_named"]


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
    return EncoderProfile(FolderEncoder(Path(name)), prepare=for_encoder)


class FolderEncoder:
    """A model2vec model (static vectors distilled from a sentence encoder) in a folder.

    Raises:
        EncoderMissing: the package is not installed or the folder does not hold a model.
    """

    def __init__(self, folder: Path) -> None:
        try:
            model = importlib.import_module("model2vec").StaticModel.from_pretrained(str(folder))
        except (ImportError, OSError, ValueError) as problem:
            raise EncoderMissing(
                f"No model2vec model can be loaded from {folder}: {problem}."
                " Install model2vec and name a folder with a model, or switch the search by meaning off."
            ) from problem
        self._model = model
        self.name = f"model2vec-{folder.name}"
        self.dimensions = int(model.dim)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row of length 1 (or 0, for a text of unknown words) a text."""
        vectors = np.asarray(self._model.encode(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-9)
        return unit
