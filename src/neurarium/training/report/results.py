"""The report's sections about how well it went: test, reference points, confusion, classes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, TypeGuard

from neurarium.language import tr
from neurarium.training.report.html import decimals, is_number, percent, row, section, table
from neurarium.training.report.pictures import worst_mistakes
from neurarium.training.runs import RunDirectory

_MOST_CLASSES = 20
_MOST_PAIRS = 12


def result_section(run: RunDirectory) -> str:
    """Return the test result beside published ones."""
    test = last_test(run)
    if test is None:
        return ""
    accuracy = test.get("accuracy")
    name = (run.facts.get("data") or {}).get("name")
    if not is_number(accuracy):
        told = tr("On the test data: loss {loss}.", loss=decimals(test.get("loss")))
        if is_number(test.get("mae")):
            told += " " + tr("Mean absolute error {mae}.", mae=decimals(test["mae"]))
        return section(tr("Test"), f"<p>{escape(told)}</p>")
    told = tr(
        "On data that it never saw: accuracy {accuracy}, loss {loss}.",
        accuracy=percent(accuracy),
        loss=decimals(test.get("loss")),
    )
    return section(tr("Test"), f"<p>{escape(told)}</p>", _beside(100 * accuracy, name, run.name))


def last_test(run: RunDirectory) -> dict[str, Any] | None:
    """Return the last test line, else what state.json says of it."""
    lines = run.lines("test")
    return lines[-1] if lines else run.state().test


def _beside(value: float, data_name: Any, run_name: str) -> str:
    """Return the run among the published results in per cent, best first."""
    from neurarium import datasets

    known = datasets.references(str(data_name)) if data_name else ()
    rows = [(r.value, r.title, r.source, False) for r in known if r.unit == "%"]
    if not rows:
        return ""
    rows.append((value, run_name, tr("this run"), True))
    rows.sort(key=lambda one: -one[0])
    lines = [
        row(
            (
                escape(title),
                f'<span class="track"><span class="bar{" mine" if mine else ""}" '
                f'style="width:{max(0.0, min(100.0, number)):.1f}%"></span></span>',
                f"{number:.2f} %",
                f'<span class="quiet">{escape(source)}</span>',
            ),
            "mine" if mine else "",
        )
        for number, title, source, mine in rows
    ]
    return table((tr("network"), "", tr("accuracy"), tr("source")), lines, "beside")


def confusion_section(run: RunDirectory) -> str:
    """Return the confusion matrix (many classes: the commonest mistakes) and each class's share."""
    test = last_test(run) or {}
    matrix = test.get("confusion")
    if not _is_matrix(matrix):
        return ""
    names = class_names(run, len(matrix))
    parts = []
    if len(matrix) <= _MOST_CLASSES:
        parts.append(
            f"<p class='quiet'>{escape(tr('Rows are true classes, columns answers.'))}</p>"
        )
        parts.append(_matrix(matrix, names))
    else:
        parts.append(f"<h3>{escape(tr('Most often confused'))}</h3>" + _pairs(matrix, names))
    parts.append(f"<h3>{escape(tr('Accuracy of each class'))}</h3>" + _per_class(matrix, names))
    return section(tr("Which classes are confused"), *parts)


def _is_matrix(matrix: Any) -> TypeGuard[list[list[int]]]:
    return (
        isinstance(matrix, list)
        and len(matrix) > 0
        and all(
            isinstance(line, list) and len(line) == len(matrix) and all(map(is_number, line))
            for line in matrix
        )
    )


def class_names(run: RunDirectory, count: int) -> list[str]:
    """Return the classes' names, numbers where the run tells none."""
    told = (run.facts.get("data") or {}).get("classes") or []
    names = [str(one.get("en", k)) if isinstance(one, dict) else str(one)
             for k, one in enumerate(told)]  # fmt: skip
    return names if len(names) == count else [str(k) for k in range(count)]


def _matrix(matrix: list[list[int]], names: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = [f"<tr><th></th>{head}</tr>"]
    for k, counts in enumerate(matrix):
        total = sum(counts) or 1
        cells = "".join(
            f'<td class="{"right" if k == j else "wrong"}" '
            f'style="--share:{_tint(count / total, k == j):.3f}">{count:g}</td>'
            for j, count in enumerate(counts)
        )
        lines.append(f'<tr><th scope="row">{escape(names[k])}</th>{cells}</tr>')
    return f'<div class="wide"><table class="matrix">{"".join(lines)}</table></div>'


def _tint(share: float, is_right: bool) -> float:
    """Return how strong a cell is coloured: mistakes are few, so they are raised."""
    return share if is_right else min(1.0, (share * 8) ** 0.7) if share > 0 else 0.0


def _pairs(matrix: list[list[int]], names: Sequence[str]) -> str:
    found = [
        (count, names[k], names[j])
        for k, counts in enumerate(matrix)
        for j, count in enumerate(counts)
        if k != j and count
    ]
    found.sort(key=lambda one: -one[0])
    rows = [row((escape(t), escape(a), f"{n:g}")) for n, t, a in found[:_MOST_PAIRS]]
    return table((tr("true class"), tr("answer"), tr("times")), rows)


def _per_class(matrix: list[list[int]], names: Sequence[str]) -> str:
    shares = [(counts[k] / (sum(counts) or 1), names[k]) for k, counts in enumerate(matrix)]
    rows = [
        row(
            (
                escape(name),
                f'<span class="track"><span class="bar" style="width:{100 * share:.1f}%"></span>'
                "</span>",
                percent(share),
            )
        )
        for share, name in shares
    ]
    return table((tr("class"), "", tr("right")), rows)


def mistakes_section(run: RunDirectory) -> str:
    """Return the gallery of the surest mistakes."""
    mistakes = worst_mistakes(run)
    if not mistakes:
        return ""
    names = class_names(run, len((run.facts.get("data") or {}).get("classes") or []))
    figures = []
    for one in mistakes:
        label, answer = (names[k] if k < len(names) else str(k) for k in (one.label, one.predicted))
        words = tr(
            "{label}, taken for {answer} ({percent})",
            label=label,
            answer=answer,
            percent=f"{100 * one.probability:.0f} %",
        )
        alt = tr("test image {index}", index=one.index)
        figures.append(
            f'<figure><img src="{one.uri}" alt="{escape(alt)}">'
            f"<figcaption>{escape(words)}</figcaption></figure>"
        )
    return section(tr("Its worst mistakes"), f'<div class="gallery">{"".join(figures)}</div>')
