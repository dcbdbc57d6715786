"""One file per lockfile kind: bytes to the packages pinned, what each needs, and who asks for them."""
