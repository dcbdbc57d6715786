"""Products over HTTP."""

from flask import abort, jsonify, request
from shoplib import service

from catalog import products, search

app = service.create("catalog")


@app.get("/products/<sku>")
def product(sku: str):
    found = products.by_sku(sku)
    return jsonify(products.to_json(found)) if found else abort(404)


@app.get("/search")
def find():
    words = request.args.get("q", "")
    return jsonify([products.to_json(found) for found in search.search(words)])
