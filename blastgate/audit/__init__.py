"""Holes in workflows: one file per check, each with its manual page as docstring. Pure: workflows in, findings out."""
