"""Frozen facts and judgements; nothing here reads or writes anything.

Plain dataclasses, because the hook pays for every import; :mod:`blastgate.model.codec` turns them into JSON and back.
"""
