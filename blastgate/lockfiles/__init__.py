"""Lockfiles at base and head: which packages moved, and which packages thereby bring something else."""
