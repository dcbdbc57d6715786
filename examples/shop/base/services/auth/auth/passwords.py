"""Salted password hashes."""

import hashlib
import hmac
import secrets

ROUNDS = 600_000


def hash_password(password: str) -> str:
    """Return ``salt$hash`` in hex, to be stored."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_stretch(password, salt).hex()}"


def matches(password: str, stored: str) -> bool:
    """Tell whether a password belongs to a stored hash."""
    salt, _, expected = stored.partition("$")
    return hmac.compare_digest(_stretch(password, bytes.fromhex(salt)).hex(), expected)


def _stretch(password: str, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
