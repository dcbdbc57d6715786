"""The files that ``blastgate init`` offers, as text made from what was found; nothing is read or written here."""
