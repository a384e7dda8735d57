import assert from "node:assert/strict";
import { test } from "node:test";
import { choiceProblem, fileProblem, previewDots, readUpload } from "../../src/neurarium/view/playground/csv_dialog_model.js";
import { dataPictures, dotPaths } from "../../src/neurarium/view/playground/data_pictures.js";
import { scaleFormulas, scaleSentences } from "../../src/neurarium/view/playground/data_scale.js";
import {
  customData, farEnough, MAX_POINTS, newClassName, rowsProblem, toPercent, toPlane, withoutNear, withPoint,
} from "../../src/neurarium/view/playground/point_brush_model.js";

const ANSWER = {
  upload: "u1",
  columns: [{ name: "length", numeric: true, problem: null }, { name: "width", numeric: true, problem: null }, { name: "kind", numeric: false, problem: null }],
  guess: { x: 0, y: 1, target: 2, task: "classification" },
  preview: [["5,1", "3.5", "setosa"], ["7.0", "3.2", "versicolor"], ["?", "1", "setosa"]],
  rows: 150,
};

test("a file over 5 MB is refused with its size, an empty one as well", () => {
  assert.equal(fileProblem({ name: "a.csv", size: 5_000_000 }), null);
  assert.match(fileProblem({ name: "big.csv", size: 200_000_000 }) ?? "", /big\.csv.*200 MB.*5 MB/);
  assert.match(fileProblem({ name: "a.csv", size: 0 }) ?? "", /empty/);
});

test("the server's answer becomes columns, a guess and a count", () => {
  const upload = readUpload(ANSWER);
  assert.equal(upload.count, 150);
  assert.deepEqual(upload.columns.map((column) => column.numeric), [true, true, false]);
  assert.deepEqual(upload.guess, { x: 0, y: 1, target: 2, task: "classification" });
});

test("columns that cannot go together are refused before they are sent", () => {
  const upload = readUpload(ANSWER);
  assert.equal(choiceProblem(upload, upload.guess), null);
  assert.match(choiceProblem(upload, { ...upload.guess, y: 0 }) ?? "", /“length” stands for both axes/);
  assert.match(choiceProblem(upload, { ...upload.guess, target: 1 }) ?? "", /“width” is an axis and the target/);
  assert.match(choiceProblem(upload, { ...upload.guess, y: 2, target: 1 }) ?? "", /“kind” is not a column of numbers/);
  assert.match(choiceProblem(upload, { ...upload.guess, task: "regression" }) ?? "", /“kind”/);
});

test("the preview's dots fill the picture; rows without numbers are left out", () => {
  const upload = readUpload(ANSWER);
  const dots = previewDots(upload, upload.guess);
  assert.deepEqual(dots, [{ x: 0, y: 1, target: 0 }, { x: 1, y: 0, target: 1 }]);
});

test("how data lie on the plane is said only where they were scaled", () => {
  const plain = { name: "x", offset: 0, unit: 1 };
  assert.deepEqual(scaleSentences({ x_axis: plain, y_axis: plain, target_axis: null }), []);
  const [sentence] = scaleSentences({ x_axis: { name: "sepal length (cm)", offset: 5.843, unit: 2.3 }, y_axis: plain, target_axis: null });
  assert.equal(sentence, "Across: 1 unit = 2.3 of sepal length (cm), 0 is 5.84.");
});

test("the scaling's formula gives the column's value from the map's", () => {
  const plain = { name: "y", offset: 0, unit: 1 };
  const formulas = (x_axis, target_axis = null) => scaleFormulas({ x_axis, y_axis: plain, target_axis });
  assert.deepEqual(formulas({ name: "length", offset: 5.843, unit: 2.3 }), ["2.3·x₁ + 5.84 = length"]);
  assert.deepEqual(formulas({ name: "height", offset: -2, unit: 1 }), ["x₁ − 2 = height"]);
  assert.deepEqual(formulas(plain, { name: "price", offset: 0, unit: 100 }), ["100·target = price"]);
  assert.deepEqual(formulas(plain), []);
});

test("places on the map are places on the plane, up is up", () => {
  assert.deepEqual(toPlane({ x: 0, y: 0, width: 200, height: 200 }), { x: -6, y: 6 });
  assert.deepEqual(toPlane({ x: 150, y: 100, width: 200, height: 200 }), { x: 3, y: 0 });
  assert.deepEqual(toPercent({ x: 3, y: 6 }), { left: 75, top: 0 });
});

test("points are added inside the plane, up to 5,000, and erased nearby", () => {
  assert.deepEqual(withPoint([], { x: 9, y: -1.23456, target: 1 }), [[6, -1.235, 1]]);
  const full = Array.from({ length: MAX_POINTS }, () => /** @type {[number, number, number]} */ ([0, 0, 0]));
  assert.equal(withPoint(full, { x: 1, y: 1, target: 0 }).length, MAX_POINTS);
  assert.deepEqual(withoutNear([[0, 0, 0], [0.3, 0.3, 1], [2, 2, 0]], { x: 0, y: 0 }), [[2, 2, 0]]);
  assert.equal(farEnough(null, { x: 0, y: 0 }), true);
  assert.equal(farEnough({ x: 0, y: 0 }, { x: 0.1, y: 0.1 }), false);
});

test("drawn points can be learned from once two classes have two each", () => {
  const classes = ["a", "b", "c"];
  assert.match(rowsProblem([], classes) ?? "", /two classes/);
  assert.match(rowsProblem([[0, 0, 0], [1, 1, 0], [2, 2, 1]], classes) ?? "", /two classes/);
  assert.equal(rowsProblem([[0, 0, 0], [1, 1, 0], [2, 2, 2], [3, 3, 2]], classes), null);
  assert.match(rowsProblem([[0, 0, 0.5]], []) ?? "", /at least 4/);
});

test("drawn points keep the axes of the file that they were added to", () => {
  const axis = { name: "length", offset: 5, unit: 2 };
  const data = customData([[0, 0, 1]], ["a", "b"], { x_axis: axis, y_axis: axis, target_axis: null });
  assert.equal(data.name, "custom");
  assert.equal(data.custom.x_axis, axis);
  assert.deepEqual(data.custom.classes, ["a", "b"]);
});

test("a new class gets a name that no other has", () => {
  assert.equal(newClassName(["−1", "+1"]), "3");
  assert.equal(newClassName(["1", "3"]), "4");
});

test("every data set has its own picture inside the frame", () => {
  const pictures = dataPictures();
  assert.equal(new Set(pictures.map((picture) => picture.name)).size, 11);
  const seen = new Set();
  for (const { name, dots } of pictures) {
    assert.ok(dots.length >= 50, name);
    assert.ok(dots.every(([x, y]) => Math.abs(x) <= 6 && Math.abs(y) <= 6), name);
    seen.add(JSON.stringify(dots));
  }
  assert.equal(seen.size, 11);
});

test("a picture's paths have up above, one for each colour", () => {
  const paths = dotPaths([[-6, 6, 0], [6, -6, 1], [0, 0, 1]], (target) => (target ? "blue" : "orange"), 40);
  assert.deepEqual(paths, [{ colour: "orange", path: "M0.0 0.0h0" }, { colour: "blue", path: "M40.0 40.0h0M20.0 20.0h0" }]);
});
