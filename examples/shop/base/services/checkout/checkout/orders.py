"""An order and what it costs."""

from dataclasses import dataclass

from shoplib.money import Money


@dataclass(frozen=True)
class Line:
    """A product, as the catalog tells it, and how many."""

    product: dict
    quantity: int


@dataclass(frozen=True)
class Order:
    """A placed order."""

    user: str
    lines: tuple[Line, ...]
    total: Money


def grams(lines: list[Line]) -> int:
    """Weigh the lines of an order."""
    return sum(line.product["grams"] * line.quantity for line in lines)


def place(user: str, lines: list[Line], shipping: Money) -> Order:
    """Add up an order."""
    total = shipping
    for line in lines:
        total += Money(line.product["cents"]).times(line.quantity)
    return Order(user, tuple(lines), total)
