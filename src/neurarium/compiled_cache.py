"""Keep compiled programs on disk, so that a second start compiles nothing it has seen.

JAX has one cache for the whole process. It is set up only where nobody has: not by its
configuration, not by JAX_COMPILATION_CACHE_DIR.
"""

from __future__ import annotations

import importlib.util
import logging
from functools import cache
from pathlib import Path

import jax
import platformdirs

MOST_BYTES = 256 * 2**20
"""The least recently used programs are deleted beyond this, where JAX can: it needs filelock."""
WORTH_KEEPING_S = 0.05
"""Programs that compile faster are not kept."""

_log = logging.getLogger(__name__)


@cache
def use_disk_cache() -> Path | None:
    """Set the cache up, once; returns its folder, None if it is off or somebody else's."""
    if getattr(jax.config, "jax_compilation_cache_dir", None) is not None:
        return None
    folder = Path(platformdirs.user_cache_dir("neurarium")) / "compiled"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _log.info("Compiled programs are not kept: %s", error)
        return None
    settings: dict[str, object] = {
        "jax_compilation_cache_dir": str(folder),
        "jax_persistent_cache_min_compile_time_secs": WORTH_KEEPING_S,
        "jax_persistent_cache_min_entry_size_bytes": 0,
    }
    if importlib.util.find_spec("filelock"):
        settings["jax_compilation_cache_max_size"] = MOST_BYTES
    for name, value in settings.items():
        jax.config.update(name, value)  # type: ignore[no-untyped-call]
    return folder
