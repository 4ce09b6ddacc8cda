"""Which requests are answered: those of the page itself, in a browser on this machine that was given the address.

Any page on the web can make a browser ask 127.0.0.1. So the host, the origin and the secret in the path must all be
ours. Does not know what is answered.
"""

from __future__ import annotations

import hmac

from ankibuilder.preview.request import Request


def refusal(request: Request, host: str, secret: str) -> int:
    """Give the status that refuses a request; 0 where it may be answered. `host` is `127.0.0.1:<port>`."""
    headers = request.headers
    if headers.get("host") != host:
        return 421  # another name may be anybody's that leads here (DNS rebinding)
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return 403
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403
    if not request.path.startswith("/") or not hmac.compare_digest(_secret(request.path), secret):
        return 404
    return 0 if request.method == "GET" else 405


def _secret(path: str) -> str:
    return path.split("/", 2)[1]


def beyond(path: str, secret: str) -> str:
    """Give what stands behind the secret in a path."""
    return path.removeprefix(f"/{secret}")
