"""Write vectors.json: what the Python side computes, for the browser's side to be held against.

    python tests/view/make_vectors.py

One network an activation and one an output, random weights, every feature, and the outputs of
every layer at a few points.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from neurarium.playground.activations import ACTIVATIONS
from neurarium.playground.evaluate import forward
from neurarium.playground.features import FEATURES
from neurarium.playground.network import Network

OUTPUTS = {"tanh": 1, "sigmoid": 1, "softmax": 4, "linear": 1}


def cases() -> list[dict[str, object]]:
    """Return the cases: a network, its parameters, points, and activations[layer][unit][point]."""
    random = np.random.default_rng(7)
    names = list(ACTIVATIONS)
    found = []
    for index, output in enumerate([*OUTPUTS, "tanh", "softmax"]):
        hidden = [names[(2 * index + k) % len(names)] for k in range(2 if index < 5 else 0)]
        features = tuple(FEATURES) if index % 2 else ("x", "y", "xTimesY")
        sizes = (len(features), *([5, 3][: len(hidden)]), OUTPUTS[output])
        network = Network(features, sizes, tuple(hidden), output)
        vector = random.uniform(-0.7, 0.7, network.size).astype(np.float32)
        xy = random.uniform(-6, 6, (7, 2))
        layers = forward(network, vector.astype(np.float64), xy)
        found.append(
            {
                "network": {
                    "features": features,
                    "sizes": sizes,
                    "activations": hidden,
                    "output": output,
                },
                "parameters": [float(value) for value in vector],
                "points": xy.tolist(),
                "activations": [layer.T.tolist() for layer in layers],
            }
        )
    return found


if __name__ == "__main__":
    target = Path(__file__).with_name("vectors.json")
    target.write_text(json.dumps(cases()) + "\n", encoding="utf-8")
