"""Which data sets there are, here or elsewhere, as pages are told."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from neurarium.datasets import info, names, references
from neurarium.errors import DataError
from neurarium.lab.answers import NotHereError
from neurarium.lab.data_shelf import DataShelf
from neurarium.lab.downloads import Downloads
from neurarium.language import tr

_QUIET = {"progress": None, "waiting": False, "error": None}


class DataCatalogue:
    """Lists data sets and describes them."""

    def __init__(self, shelf: DataShelf, downloads: Downloads) -> None:
        self.shelf = shelf
        self.downloads = downloads

    def known(self, name: str) -> str:
        """Return `name` if there is such a data set; raises `NotHereError`. Never takes a path."""
        if name not in names():
            raise NotHereError(
                tr('There is no data set "{name}". There are: {all}.',
                   name=name[:80], all=", ".join(names()))
            )  # fmt: skip
        return name

    def listed(self) -> dict[str, Any]:
        """Return the answer of `GET /api/data`."""
        return {"datasets": [self._in_short(name) for name in names()]}

    def _in_short(self, name: str) -> dict[str, Any]:
        try:
            found = info(name)
        except DataError as error:  # a damaged set of one's own hides no other, and can be deleted
            return {"name": name, "title": name, "kind": "images", "task": "classification",
                    "input_shape": [], "n_train": 0, "n_test": 0, "classes": [], "features": [],
                    "target": "", "licence": "", "source": "", "bytes": 0, "own": True,
                    **_QUIET, "state": "failed", "error": str(error)}  # fmt: skip
        state = {"state": "here" if found.here else "absent", **_QUIET}
        coming = None if found.here else self.downloads.facts(name)
        return {
            "name": name,
            "title": found.title,
            "kind": found.kind,
            "task": found.task,
            "input_shape": list(found.input_shape),
            "n_train": found.n_train,
            "n_test": found.n_test,
            "classes": [asdict(one) for one in found.classes],
            "features": list(found.features),
            "target": found.target,
            "licence": found.licence,
            "source": found.source,
            "bytes": found.bytes,
            "own": found.own,
            **(coming or state),
        }

    def shown(self, name: str) -> dict[str, Any]:
        """Return the answer of `GET /api/data/{name}`; with figures where the data are here."""
        facts = self._in_short(self.known(name))
        if facts["state"] != "here":
            return facts
        facts["citation"] = info(name).citation
        facts["references"] = [asdict(one) for one in references(name)]
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
