"""What the Markdown formats share: the parts of a document, and how it is cut to the size a place allows."""
