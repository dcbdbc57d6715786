"""Frozen facts and judgements; nothing here reads or writes anything.

Named tuples, cheap to declare (:mod:`blastgate.model.named`), because the hook pays for every import;
:mod:`blastgate.model.codec` turns them into JSON and back.
"""
