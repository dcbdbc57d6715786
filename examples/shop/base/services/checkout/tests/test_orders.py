from checkout.orders import Line, place
from shoplib.money import Money

MUG = {"sku": "mug", "cents": 1450, "grams": 380}


def test_an_order_costs_its_lines_and_the_shipping():
    assert place("ada", [Line(MUG, 2)], Money(490)).total == Money(3390)
