from catalog.search import search


def test_finds_by_one_word():
    assert [product.sku for product in search("mug")] == ["mug"]


def test_needs_every_word():
    assert search("iron spoon") == []
