"""The users' table."""

import os

import psycopg


def password_hash(user: str) -> str | None:
    """Return the stored hash of a user's password, or None for a stranger."""
    with psycopg.connect(host=os.environ["USERS_DB_HOST"], dbname="users") as connection:
        row = connection.execute("SELECT password_hash FROM users WHERE name = %s", [user]).fetchone()
    return row[0] if row else None
