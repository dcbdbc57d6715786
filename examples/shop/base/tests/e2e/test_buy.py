"""Buys a mug from the running shop; needs `docker compose up`."""

import json
import urllib.request


def test_a_mug_can_be_found():
    with urllib.request.urlopen("http://localhost:8002/search?q=mug", timeout=5) as answer:
        assert json.load(answer)[0]["sku"] == "mug"
