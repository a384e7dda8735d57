"""Pictures of a playground: one SVG with network, output map and loss curve."""

from neurarium.playground.picture.slide import playground_svg

__all__ = ["playground_svg"]
