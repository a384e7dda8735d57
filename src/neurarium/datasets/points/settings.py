"""Which points are learned from: names, seeds, noise, and points of one's own."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from neurarium.language import tr

DataName = Literal[
    "circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss",
    "moons", "rings", "pinwheel", "checkerboard", "digits", "formula", "custom",
]  # fmt: skip

MAX_POINTS = 5000
MAX_CLASSES = 10
PLANE = 6.0
"""The map shows the square from −PLANE to PLANE on both axes."""

Finite = Annotated[float, Field(allow_inf_nan=False)]
Place = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
"""A coordinate or target: far beyond the plane, but its powers stay within single precision."""
Seed = Annotated[str, Field(min_length=1, max_length=64)]


class Frozen(BaseModel):
    """A value that never changes and refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AxisScale(Frozen):
    """How one column of somebody's data was laid on the plane: plane = (value − offset) / unit."""

    name: str = Field(max_length=80)
    offset: Finite = 0.0
    unit: Annotated[Finite, Field(gt=0)] = 1.0


X_AXIS = AxisScale(name="x")
Y_AXIS = AxisScale(name="y")
"""The plane's own axes: nothing was scaled."""


class CustomPoints(Frozen):
    """Points of one's own, already on the plane.

    `rows` are (x, y, target): the class number from 0 for classification, the (scaled)
    target for regression. `classes` names the classes (two at least), empty for regression.
    `note` is a sentence on what was done to the data on the way here, if anything was.
    """

    rows: tuple[tuple[Place, Place, Place], ...] = Field(max_length=MAX_POINTS)
    classes: tuple[Annotated[str, Field(max_length=40)], ...] = Field(default=(), max_length=10)
    x_axis: AxisScale = X_AXIS
    y_axis: AxisScale = Y_AXIS
    target_axis: AxisScale | None = None
    note: str = Field(default="", max_length=400)

    @model_validator(mode="after")
    def _classes_exist(self) -> Self:
        if len(self.classes) == 1:
            raise ValueError(
                tr('there is one class, "{name}": at least two are needed to tell apart',
                   name=self.classes[0])
            )  # fmt: skip
        if self.classes:
            count = len(self.classes)
            for index, row in enumerate(self.rows):
                if row[2] != int(row[2]) or not 0 <= row[2] < count:
                    raise ValueError(
                        tr("point {index}: class {value} is not one of 0 to {last}",
                           index=index + 1, value=row[2], last=count - 1)
                    )  # fmt: skip
        return self


class DataConfig(Frozen):
    """Which points are learned from.

    `noise` is in percent, 0 to 80: a slider offers up to 50, a link may say up to 80, as in
    TensorFlow Playground. `samples` None means the data set's own number (500 for
    classification, 1,200 for regression, all points of one's own).
    `seed` feeds the random stream that draws and shuffles the points. `classes` is the number of
    rings or pinwheel arms, `formula` ("" means y > 2*sin(x)) and `custom` belong to the data sets
    of their names; all three are kept, unused, while another data set is chosen.

    What noise ν = noise / 100 means, for a point at (x, y):

    - circle, xor, reg-plane, reg-gauss, checkerboard, formula: the point stays and gets the
      label of another place, up to ν × the data set's reach (5 or 6) away on either axis;
    - spiral: it moves by up to ν on either axis; gauss: the clouds' variance grows from 0.5 to 4;
    - moons, rings, pinwheel, digits: it moves by a normal step of standard deviation
      2ν on either axis and keeps its target.
    """

    name: DataName = "circle"
    seed: Seed = "0.5"
    noise: Annotated[Finite, Field(ge=0, le=80)] = 0.0
    train_percent: int = Field(default=50, ge=10, le=90)
    samples: int | None = Field(default=None, ge=10, le=MAX_POINTS)
    classes: int = Field(default=3, ge=2, le=MAX_CLASSES)
    formula: str = Field(default="", max_length=200)
    custom: CustomPoints | None = None
