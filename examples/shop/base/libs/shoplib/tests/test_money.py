import pytest
from shoplib.money import Money


def test_adds_the_same_currency():
    assert Money(250) + Money(199) == Money(449)


def test_refuses_to_mix_currencies():
    with pytest.raises(ValueError, match="USD"):
        Money(1) + Money(1, "USD")


def test_prints_two_decimals():
    assert str(Money(1205)) == "12.05 EUR"
