"""A class agrees on a word instead of a number: everybody who gives the word meets the same luck.

    seed = first 31 bits of SHA-256(word/name)        word and name in small letters, spaces around them dropped

A name behind the word gives each student a seed of her own that her teacher can find again. 31 bits leave room for the
replicates that follow, whose seeds are counted on from it.
"""

from __future__ import annotations

import hashlib
import unicodedata

from cohesion_sim.errors import UserError

MASK = 0x7FFFFFFF
MOST = 100
"""Most letters of a word or a name."""


def class_seed(word: str, name: str = "") -> int:
    """Return the seed that a word stands for, or that of one student under this word.

    Parameters
    ----------
    word
        What the class agreed on, such as ``"blue-heron"``; capitals and spaces around it do not matter.
    name
        Whose seed it is; empty for the seed of the whole class. On the command line: ``seed=blue-heron/ana``.

    Returns
    -------
    int
        0 to 2³¹ − 1, the same on every machine.

    Raises
    ------
    UserError
        If the word is empty or too long.
    """
    if not isinstance(word, str) or not isinstance(name, str) or not word.strip():
        raise UserError(f"class seed: the word is {word!r}; it must be a word in quotes, such as 'blue-heron'")
    if max(len(word), len(name)) > MOST:
        raise UserError(f"class seed: a word or a name of more than {MOST} letters; choose a shorter one")
    said = "/".join(plain(part) for part in (word, name) if part.strip())
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:4], "big") & MASK


def plain(word: str) -> str:
    """Return a word in small letters, its accents in one form, without spaces around it."""
    return unicodedata.normalize("NFC", word.strip().casefold())
