"""Long words may break where a syllable of English or French probably ends, so that narrow columns stay legible."""

from __future__ import annotations

import re

VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæ")
SOFT = "\N{SOFT HYPHEN}"
LONG, LEAST = 9, 4
"""Letters of a word that may break, and letters that stay together at either end."""


def breakable(said: str) -> str:
    """Return words with a soft hyphen in each long one."""
    return re.sub(rf"[^\W\d_]{{{LONG},}}", lambda found: broken(found[0]), said)


def broken(word: str) -> str:
    """Return a word with a soft hyphen at the end of the syllable nearest to its middle, if it has one."""
    ends = [k for k in range(LEAST, len(word) - LEAST + 1) if ends_syllable(word.lower(), k)]
    if not ends:
        return word
    place = min(ends, key=lambda k: abs(2 * k - len(word)))
    return word[:place] + SOFT + word[place:]


def ends_syllable(word: str, k: int) -> bool:
    """Return whether a syllable ends before letter k: after a vowel, or between two consonants, before one."""
    if word[k] in VOWELS or k + 1 >= len(word) or word[k + 1] not in VOWELS:
        return False
    return word[k - 1] in VOWELS or word[k - 2] in VOWELS
