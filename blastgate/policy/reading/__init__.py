"""From the text of a policy file to nodes that are checked: each mistake at its own place."""
