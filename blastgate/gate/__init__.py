"""The gate on GitHub: from an event to live facts, a judgement, a plan, and what is written.

::

    event ─► targets ─► live facts, git objects ─► judge ─► Ruling ─► Plan ─► written, if the head still stands
"""
