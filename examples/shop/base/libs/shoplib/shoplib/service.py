"""How a service starts: one application, one health check, JSON errors."""

from flask import Flask, jsonify

from shoplib.tokens import BadToken


def create(name: str) -> Flask:
    """Make the application that every service begins with."""
    app = Flask(name)

    @app.get("/health")
    def health():
        return jsonify(status="ok", service=name)

    @app.errorhandler(BadToken)
    def unauthorized(error: BadToken):
        return jsonify(error=str(error)), 401

    return app
