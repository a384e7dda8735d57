"""Which data sets there are, here or elsewhere, as pages are told."""

from __future__ import annotations

from typing import Any

from neurarium.datasets import names
from neurarium.datasets.catalogue import ENTRIES
from neurarium.datasets.places import found
from neurarium.lab.answers import NotHereError
from neurarium.lab.data_shelf import DataShelf
from neurarium.language import tr


class DataCatalogue:
    """Lists data sets and describes them."""

    def __init__(self, shelf: DataShelf) -> None:
        self.shelf = shelf

    def known(self, name: str) -> str:
        """Return `name` if there is such a data set; raises `NotHereError`. Never takes a path."""
        if name not in names():
            raise NotHereError(
                tr('There is no data set "{name}". There are: {all}.',
                   name=name, all=", ".join(names()))
            )  # fmt: skip
        return name

    def listed(self) -> dict[str, Any]:
        """Return the answer of `GET /api/data`."""
        return {"datasets": [self._in_short(name) for name in names()]}

    def _in_short(self, name: str) -> dict[str, Any]:
        entry = ENTRIES[name]
        return {
            "name": name,
            "title": entry.title,
            "kind": entry.kind,
            "task": entry.task,
            "input_shape": list(entry.input_shape),
            "n_train": entry.n_train,
            "n_test": entry.n_test,
            "classes": [{"en": c.en, "ko": c.ko} for c in entry.classes],
            "features": list(entry.features),
            "licence": entry.licence,
            "source": entry.source,
            "state": "here" if not entry.files or found(entry) else "absent",
            "bytes": entry.bytes,
            "progress": None,
            "error": None,
            "own": False,
        }

    def shown(self, name: str) -> dict[str, Any]:
        """Return the answer of `GET /api/data/{name}`; figures where the data are here."""
        facts = {**self._in_short(name), "citation": ENTRIES[name].citation, "references": []}
        if facts["state"] != "here":
            return facts
        shelved = self.shelf.get(name)
        data = shelved.data
        return {
            **facts,
            "title": data.title,
            "n_train": len(data.x_train),
            "n_test": len(data.x_test),
            "notes": list(data.notes),
            **shelved.figures,
        }
