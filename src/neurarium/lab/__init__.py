"""The lab: the web application in which a playground is watched and changed.

`neurarium.lab.server.serve` opens it. docs/server.md says how its parts work together.
"""
