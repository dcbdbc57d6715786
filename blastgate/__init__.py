"""blastgate: judge a change by its blast radius.

Start reading in :mod:`blastgate.pipeline`, which names the steps in order.
"""

__version__ = "0.1.0"
