"""Many small networks trained at once, to be compared."""

from neurarium.playground.variants.variants import MAX_VARIANTS, Variants

__all__ = ["MAX_VARIANTS", "Variants"]
