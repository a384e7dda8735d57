"""Readers of published file layouts. Each trusts nothing that a file says about itself."""
