"""Word vectors: a small table that tells which words mean alike, read with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt
from scipy import sparse

SIZE = 128
# The table was distilled from all-MiniLM-L6-v2 (classifier/data/NOTICE): each WordPiece token through that model,
# reduced to 128 dimensions, weighted down by how common it is, kept as whole numbers with one scale a row.
FILE = "vectors.npz"
LONGEST = 24  # characters of a word that are looked at; longer ones are addresses and hashes
REMEMBERED = 60_000  # words whose pieces are kept; feeds repeat themselves


@dataclass(frozen=True, slots=True)
class Vectors:
    """The table, and which row each piece of a word has."""

    table: npt.NDArray[np.float32]
    rows: dict[str, int]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def pieces(self, word: str) -> tuple[int, ...]:
        """Rows of the longest pieces that make up a word; none when it cannot be put together."""
        found = self.known.get(word)
        if found is None:
            found = self._split(word)
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[word] = found
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        out: list[int] = []
        for part in word.replace("-", " ").replace(".", " ").replace("'", " ").replace(",", " ").split():
            out += self._part(part[:LONGEST])
        return tuple(out)

    def _part(self, word: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                row = self.rows.get(("##" if start else "") + word[start:end])
                if row is not None:
                    out.append(row)
                    start = end
                    break
            else:
                return []
        return out

    def mean(self, texts: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
        """
        The mean vector of each text's words, of length one; zeros for a text without known words.

        Sums run text by text in a fixed order, so that a text has the same vector in every batch.
        """
        indptr: list[int] = [0]
        indices: list[int] = []
        for words in texts:
            for word in words:
                indices += self.pieces(word)
            indptr.append(len(indices))
        weights = np.ones(len(indices), dtype=np.float32)
        chosen = sparse.csr_matrix(
            (weights, np.array(indices, dtype=np.int32), indptr), shape=(len(texts), len(self.table))
        )
        sums = np.asarray(chosen @ self.table, dtype=np.float32)
        lengths = np.sqrt((sums.astype(np.float64) ** 2).sum(axis=1))
        lengths[lengths == 0] = 1
        means: npt.NDArray[np.float32] = (sums / lengths[:, None]).astype(np.float32)
        return means


@cache
def packaged() -> Vectors:
    """The table that comes with the product."""
    raw = files("classifier").joinpath("data").joinpath(FILE).read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as kept:
        table = kept["table"].astype(np.float32) * kept["scale"].astype(np.float32)[:, None]
        words = kept["words"].tobytes().decode("utf-8").split("\n")
    return Vectors(table, {word: row for row, word in enumerate(words)})
