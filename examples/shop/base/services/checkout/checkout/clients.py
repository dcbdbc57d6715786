"""The services that checkout asks."""

import os

import requests
from shoplib.money import Money

TIMEOUT = 3  # seconds


def product(sku: str) -> dict:
    """Ask the catalog for a product; its price is the one that counts."""
    return _get(f"{os.environ['CATALOG_URL']}/products/{sku}")


def shipping(grams: int) -> Money:
    """Ask for the price of shipping a weight."""
    return Money(_get(f"{os.environ['SHIPPING_URL']}/quote?grams={grams}")["cents"])


def _get(url: str) -> dict:
    answer = requests.get(url, timeout=TIMEOUT)
    answer.raise_for_status()
    return answer.json()
