"""One file per manifest kind: a manifest's text to the components and edges it claims, each with its line."""
