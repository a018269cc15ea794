"""Pages are written by ``python -m cohesion_sim.documents [FOLDER]``, by default into ``docs/reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from cohesion_sim.documents.pages import write


def main(arguments: list[str]) -> int:
    """Write the pages and say which changed."""
    folder = Path(arguments[0]) if arguments else Path("docs/reference")
    changed = write(folder)
    print("\n".join(map(str, changed)) or "Nothing has changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
