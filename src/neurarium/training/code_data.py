"""The part of a script that loads, scales and divides the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]
_IN_KERAS = ("mnist", "fashion_mnist", "cifar10", "cifar100", "california_housing")
_IN_SKLEARN = ("iris", "wine", "breast_cancer")


def data_imports(facts: Facts) -> list[str]:
    """Return the imports that `data_lines` needs, besides Keras and NumPy."""
    data, lines = facts["data"], []
    bundled = data["name"] == "digits" or data["name"] in _IN_SKLEARN
    if not bundled and data["name"] not in _IN_KERAS:
        lines.append("import neurarium  # reads one's own data")
    if bundled:
        lines.append(f"from sklearn.datasets import load_{data['name']}")
    if bundled or data["n_validation"] or facts["config"].get("limit"):
        lines.append("from sklearn.model_selection import train_test_split")
    return lines


def data_lines(facts: Facts) -> list[str]:
    """Return the lines from loading to `x_train, y_train, x_validation, …, x_test, y_test`."""
    data = facts["data"]
    lines = [*_loaded(facts), *_divided(facts), *_scaled(data)]
    wanted = facts["model"].get("input_shape") or data["input_shape"]
    if list(wanted) != list(data["input_shape"]):
        shape = ", ".join(map(str, wanted))
        lines += [f"x_{part} = x_{part}.reshape(-1, {shape})" for part in _parts(data)]
    return lines


def _parts(data: Facts) -> list[str]:
    return ["train", *(["validation"] if data["n_validation"] else []), "test"]


def _loaded(facts: Facts) -> list[str]:
    data = facts["data"]
    name = data["name"]
    pair = "(x_train, y_train), (x_test, y_test)"
    if name in _IN_KERAS:
        return [f"{pair} = keras.datasets.{name}.load_data()"]
    if name == "digits":
        return [
            "digits = load_digits()",
            "x, y = digits.images * (255 / 16), digits.target",
            *_tested("x, y"),
        ]
    if name in _IN_SKLEARN:
        return [f"x, y = load_{name}(return_X_y=True)", *_tested("x, y")]
    source = facts["config"]["data"]
    return [
        f"own = neurarium.load({source!r})",
        "x_train, y_train, x_test, y_test = own.x_train, own.y_train, own.x_test, own.y_test",
    ]


def _tested(arrays: str) -> list[str]:
    return [
        "x_train, x_test, y_train, y_test = train_test_split(",
        f"    {arrays}, test_size=0.2, stratify=y, random_state=42",
        ")",
    ]


def _divided(facts: Facts) -> list[str]:
    """Keep a part for validation; take fewer examples where the run did."""
    data, config = facts["data"], facts["config"]
    kept = data["n_validation"]
    if not kept and not config.get("limit"):
        return []
    stratify = "    stratify=y_train,\n" if data["task"] == "classification" else ""
    if kept and not config.get("limit"):
        sizes = f"    test_size={config['validation']:g},\n"
    elif kept:
        sizes = f"    train_size={data['n_train']},\n    test_size={kept},\n"
    else:
        sizes = f"    train_size={data['n_train']},\n"
    names = "x_train, x_validation, y_train, y_validation" if kept else "x_train, _, y_train, _"
    text = (
        f"{names} = train_test_split(\n    x_train,\n    y_train,\n"
        f"{sizes}{stratify}    random_state={config['seed']},\n)"
    )
    return text.split("\n")


def _scaled(data: Facts) -> list[str]:
    if data["kind"] == "images":
        return [f'x_{part} = x_{part}.astype("float32") / 255  # 0..255 → 0..1' if part == "train"
                else f'x_{part} = x_{part}.astype("float32") / 255'
                for part in _parts(data)]  # fmt: skip
    return [
        "mean, deviation = x_train.mean(axis=0), x_train.std(axis=0)",
        "deviation = np.where(deviation > 0, deviation, 1)",
        *(f"x_{part} = (x_{part} - mean) / deviation" for part in _parts(data)),
    ]
