"""Session tokens: who is logged in, until when, signed."""

import base64
import hashlib
import hmac
import json
import time

LIFETIME = 15 * 60  # seconds


class BadToken(Exception):
    """The token is not one of ours, or not valid any more."""


def issue(user: str, key: bytes, now: float | None = None) -> str:
    """Sign a token for a user who has just proved who they are."""
    issued = int(time.time() if now is None else now)
    body = _encode(json.dumps({"sub": user, "exp": issued + LIFETIME}).encode())
    return f"{body}.{_sign(body, key)}"


def verify(token: str, key: bytes, now: float | None = None) -> str:
    """Return the user of a valid token. Raises BadToken."""
    body, _, signature = token.partition(".")
    if not hmac.compare_digest(signature, _sign(body, key)):
        raise BadToken("the signature does not match")
    claims = json.loads(base64.urlsafe_b64decode(body))
    if claims["exp"] <= (time.time() if now is None else now):
        raise BadToken("the token has expired")
    return str(claims["sub"])


def _sign(body: str, key: bytes) -> str:
    return _encode(hmac.new(key, body.encode(), hashlib.sha256).digest())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()
