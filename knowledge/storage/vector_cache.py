"""Sentence vectors, kept because making one costs milliseconds."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from knowledge.storage.database import Database
from knowledge.storage.record_rows import table_of
from knowledge.storage.tables import VectorRow

VECTORS = table_of(VectorRow)
CHUNK = 5_000


class VectorCache:
    """Vectors by model and by a hash of the text, as an engine of search keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, model: str, keys: Sequence[str]) -> dict[str, bytes]:
        """Those of the keys that are kept for this model."""
        found: dict[str, bytes] = {}
        with self._database.reading() as connection:
            for start in range(0, len(keys), CHUNK):
                chosen = VECTORS.c.key.in_(keys[start : start + CHUNK])
                query = select(VECTORS.c.key, VECTORS.c.vector)
                rows = connection.execute(query.where(VECTORS.c.model == model, chosen))
                found |= {row.key: bytes(row.vector) for row in rows}
        return found

    def keep(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep these; one that is kept already stays."""
        if not vectors:
            return
        adding = self._database.insert(VECTORS).on_conflict_do_nothing()
        rows = [{"model": model, "key": key, "vector": vector} for key, vector in vectors.items()]
        with self._database.writing() as connection:
            connection.execute(adding, rows)
