"""A picture or sound has other content under the same name.

Anki does not replace a file that it has. Where the name begins with `_` the old file stays for ever; otherwise the new
one comes under another name, and only on cards whose note changed, too.

Cure: give the file a name of its own, as `build` does by adding a part of its hash.

If it must be: Before you import, delete the old file from Anki's media folder (*Tools › Check Media › View Files*).
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for names whose hash is another one."""
    changed = tuple(name for name, sha in pair.new.media.items() if pair.old.media.get(name, sha) != sha)
    if changed:
        yield Found("files have other content under their old names", changed)
