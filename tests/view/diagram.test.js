import assert from "node:assert/strict";
import { test } from "node:test";
import { layoutDiagram } from "../../src/neurarium/view/playground/diagram_layout.js";
import { linkAt, linkCurves, linkWidth } from "../../src/neurarium/view/playground/diagram_links.js";

const SIZES = [[702, 500], [1270, 860], [370, 430]];
const NETWORKS = [[1], [4, 2, 1], [8, 8, 8, 8, 8, 8, 1], [16, 16, 16, 16, 16, 16, 16, 16, 10]];

for (const [width, height] of SIZES) {
  for (const units of NETWORKS) {
    test(`${units.join("-")} in ${width}×${height}: nothing overlaps, nothing is outside`, () => {
      const layout = layoutDiagram({ width, height, features: 13, units });
      const columns = [{ x: layout.featureX, size: layout.featureSize, y: layout.featureY }, ...layout.columns];
      columns.forEach(({ x, size, y }, i) => {
        assert.ok(x - size / 2 >= 0 && x + size / 2 <= layout.width);
        y.forEach((centre, k) => {
          assert.ok(centre - size / 2 >= 0 && centre + size / 2 <= height, `unit ${k} at ${centre}`);
          if (k) assert.ok(centre - y[k - 1] >= size, `units ${k - 1} and ${k}`);
        });
        const before = columns[i - 1];
        if (before) assert.ok(x - size / 2 > before.x + before.size / 2 + 8, `column ${i}`);
      });
    });
  }
}

test("eight layers fit the middle of a 1280 px page without scrolling", () => {
  const layout = layoutDiagram({ width: 702, height: 500, features: 13, units: NETWORKS[3] });
  assert.equal(layout.width, 702);
});

test("every link has a curve that begins and ends at its units, and is found under the pointer", () => {
  const layout = layoutDiagram({ width: 702, height: 500, features: 13, units: [4, 2, 1] });
  const curves = linkCurves(layout, [2, 4, 2, 1], [0, 4]);
  assert.equal(curves.length, 2 * 4 + 4 * 2 + 2);
  assert.deepEqual(curves.map((c) => c.index), [0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 16, 17, 18, 19, 22, 23]);
  assert.equal(curves[1].y0, layout.featureY[4]);
  for (const curve of curves.filter((c) => c.layer === 2)) {
    assert.equal(linkAt(curves, (curve.x0 + curve.x1) / 2, (curve.y0 + curve.y1) / 2), curve);
    assert.equal(linkAt(curves, curve.x0 + 1, curve.y0), curve);
  }
  assert.equal(linkAt(curves, layout.columns[0].x - 60, 2), null);
});

test("a larger weight is a wider link, up to 5", () => {
  assert.ok(linkWidth(-2) > linkWidth(1));
  assert.equal(linkWidth(50), linkWidth(-5));
});
