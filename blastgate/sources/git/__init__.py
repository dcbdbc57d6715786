"""The one door to git: hardened processes, objects by id, names of commits."""
