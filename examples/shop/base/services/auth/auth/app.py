"""Log in with a password, get a session token."""

import os

from flask import jsonify, request
from shoplib import service, tokens

from auth import passwords, users

app = service.create("auth")


def key() -> bytes:
    value = os.environ.get("TOKEN_KEY")
    if not value:
        raise RuntimeError("token key is missing")
    return value.encode()


@app.post("/login")
def login():
    form = request.get_json()
    stored = users.password_hash(form["user"])
    if stored is None or not passwords.matches(form["password"], stored):
        return jsonify(error="wrong user or password"), 401
    return jsonify(token=tokens.issue(form["user"], key()))


@app.get("/whoami")
def whoami():
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return jsonify(user=tokens.verify(token, key()))
