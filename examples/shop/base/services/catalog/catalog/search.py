"""Search by words of the name."""

from catalog.products import ALL, Product


def search(query: str) -> list[Product]:
    """Find the products whose name holds every word of the query."""
    words = query.lower().split()
    return [product for product in ALL if all(word in product.name.lower() for word in words)]
