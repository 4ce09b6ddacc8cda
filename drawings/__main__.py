"""`python -m drawings` draws what is missing or looks otherwise than its file, into `cards/media/`.

A file that looks the same stays as it is, byte for byte: another release of the libraries may smooth an edge in another
way, and learners need not be sent the same picture again.
"""

from __future__ import annotations

from drawings.media import MEDIA, SAME, difference, names, png
from drawings.sheet import Misdrawn


def main() -> None:
    """Write what has to be written, and tell its names and sizes."""
    MEDIA.mkdir(exist_ok=True)
    for name in names():
        try:
            raw = png(name)
        except Misdrawn as fault:
            raise SystemExit(f"{name}: {fault}") from None
        path = MEDIA / f"{name}.png"
        if not path.exists() or difference(path.read_bytes(), raw) > SAME:
            path.write_bytes(raw)
            print(f"{path.name}: {len(raw)} bytes")


if __name__ == "__main__":
    main()
