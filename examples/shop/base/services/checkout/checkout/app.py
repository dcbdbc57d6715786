"""Turn a basket into an order."""

import os

from flask import jsonify, request
from shoplib import service, tokens

from checkout import clients, orders

app = service.create("checkout")


@app.post("/orders")
def order():
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    user = tokens.verify(token, os.environ["TOKEN_KEY"].encode())
    lines = [orders.Line(clients.product(item["sku"]), item["quantity"]) for item in request.get_json()["items"]]
    placed = orders.place(user, lines, clients.shipping(orders.grams(lines)))
    return jsonify(user=placed.user, total=str(placed.total)), 201
