"""What the page refuses is said in the reader's language; what the model refuses keeps its English detail."""

from __future__ import annotations

from collections.abc import Iterable

from cohesion_sim.errors import UserError, nearest
from cohesion_sim.strings import LANGUAGES, text

HEADER = "x-language"
"""Header in which a page says its language."""


class RefusedError(UserError):
    """Something that the page refuses, with its sentence in each language."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__(words["en"])
        self.words = words


def refused(key: str, **filled: object) -> RefusedError:
    """Return the error that a text of the section ``refused`` describes."""
    return RefusedError({language: text(f"refused.{key}", language, **filled) for language in LANGUAGES})


def no_such(what: str, name: str, known: Iterable[str], where: str = "") -> RefusedError:
    """Return the error for a name that is not among those known; ``what`` is a text of the section ``refused``."""
    choices = list(known)
    shown = f"{where}.{name}" if where else name
    near = nearest(name, choices)
    return RefusedError({
        language: text(
            "refused.no_such_near" if near else "refused.no_such",
            language, name=shown, what=text(f"refused.{what}", language), right=near or ", ".join(choices),
        )
        for language in LANGUAGES
    })  # fmt: skip


def said(error: UserError, language: str) -> str:
    """Return an error in a language, as far as it has words in it."""
    if isinstance(error, RefusedError):
        return error.words[language]
    return text("refused.by_the_model", language, detail=error)


def spoken(language: str) -> str:
    """Return a language that there are words in."""
    return language if language in LANGUAGES else LANGUAGES[0]
