"""A policy on one page."""
