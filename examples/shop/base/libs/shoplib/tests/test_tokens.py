import pytest
from shoplib import tokens

KEY = b"a key for tests"


def test_a_fresh_token_names_its_user():
    assert tokens.verify(tokens.issue("ada", KEY), KEY) == "ada"


def test_a_token_of_another_key_is_refused():
    with pytest.raises(tokens.BadToken):
        tokens.verify(tokens.issue("ada", b"another key"), KEY)


def test_a_token_expires():
    token = tokens.issue("ada", KEY, now=1_000)
    with pytest.raises(tokens.BadToken):
        tokens.verify(token, KEY, now=1_000 + tokens.LIFETIME)
