"""What the shop sells."""

from dataclasses import dataclass

from shoplib.money import Money


@dataclass(frozen=True)
class Product:
    """One product; the weight is in grams."""

    sku: str
    name: str
    price: Money
    grams: int


ALL = (
    Product("mug", "Stoneware mug", Money(1450), 380),
    Product("pot", "Cast iron pot", Money(8900), 4200),
    Product("spoon", "Olive wood spoon", Money(790), 60),
)


def by_sku(sku: str) -> Product | None:
    """Find a product by its stock keeping unit."""
    return next((product for product in ALL if product.sku == sku), None)


def to_json(product: Product) -> dict[str, object]:
    """Turn a product into what clients read."""
    return {"sku": product.sku, "name": product.name, "cents": product.price.cents, "grams": product.grams}
