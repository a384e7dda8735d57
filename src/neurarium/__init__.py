"""neurarium: a planetarium for neural networks.

Importing this package loads no heavy library: rooms are imported when they are used.
"""

__version__ = "0.1.0"
