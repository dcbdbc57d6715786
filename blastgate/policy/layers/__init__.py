"""Packs, files and floors as layers of one policy, the lowest first."""
