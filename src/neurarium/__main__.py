"""`python -m neurarium` is `neurarium`."""

from __future__ import annotations

from neurarium.cli import main

if __name__ == "__main__":
    main()
