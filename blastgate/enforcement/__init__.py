"""What follows on GitHub: a pure plan, and the only writer that carries one out."""
