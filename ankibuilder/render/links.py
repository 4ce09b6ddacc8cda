"""Which addresses a link may lead to: the public web by https, and letters. Does not know where links stand."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

# A letter may bring its subject, in words that end no line; nothing else that a program for letters would act on.
_LETTER = re.compile(r"mailto:[^\s<>\"?]+@[^\s<>\"?]+(?:\?subject=(?:[A-Za-z0-9._~-]|%20)+)?")
# Browsers take a backslash for a slash, and leave out line ends and tabs: what they see must be what we judged.
_NEVER = re.compile(r"[\x00-\x20\x7f\\<>\"]")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+([^\W_](?:[\w-]*[^\W_])?)\.?")
# Names that lead to the learner's own machine or network, and never to the public web.
_PRIVATE = frozenset(
    "local localhost localdomain internal intranet private corp lan home arpa test invalid onion".split()
)
_LOOPBACK = ("nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com")


@lru_cache(10_000)
def safe_link(address: str) -> bool:
    """Tell whether a link leads out to the public web: nothing on the learner's own machine or network."""
    if _LETTER.fullmatch(address):
        return True
    if _NEVER.search(address):
        return False
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and parts.username is None and port in (None, 443) and _public(host)


def _public(host: str) -> bool:
    """Tell whether a host is a name of the public web, in letters that browsers leave as they are."""
    named = _HOST.fullmatch(host)
    if named is None or unicodedata.normalize("NFKC", host) != host:
        return False
    bare = host.rstrip(".")
    if any(bare == name or bare.endswith(f".{name}") for name in _LOOPBACK):
        return False
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        # What ends in a number is an address of the old internet to browsers, in hexadecimal too.
        return not re.fullmatch(r"\d+|0[xX][0-9a-fA-F]*", named[1]) and named[1] not in _PRIVATE
    return False
