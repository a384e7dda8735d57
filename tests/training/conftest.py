"""Keras on JAX, the default, for all tests of training that choose no other library."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "jax")
