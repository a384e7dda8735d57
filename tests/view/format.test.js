import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatInteger, formatLoss, formatNumber, formatPercent, unitFormula,
} from "../../src/neurarium/view/core/format.js";
import { t, useCatalogue } from "../../src/neurarium/view/core/language.js";

const network = {
  features: ["x", "y"], sizes: [2, 2, 1], activations: ["tanh"], output: "linear",
};

test("numbers have a true minus and no needless zeros", () => {
  assert.equal(formatNumber(-1.2), "−1.2");
  assert.equal(formatNumber(0.31), "0.31");
  assert.equal(formatNumber(3), "3");
  assert.equal(formatNumber(0.00003), "3.0e−5");
  assert.equal(formatNumber(NaN), "–");
  assert.equal(formatNumber(-Infinity), "−∞");
  assert.equal(formatInteger(1234567), "1,234,567");
  assert.equal(formatLoss(0.0214), "0.021");
  assert.equal(formatLoss(0.000041), "4.1e−5");
  assert.equal(formatLoss(0), "0.000");
  assert.equal(formatPercent(0.984), "98.4 %");
});

test("a unit's formula reads like mathematics", () => {
  const parameters = [0.31, -1.2, 2, 1, 0.1, 0, -0.5, 0.25, -3];
  assert.equal(unitFormula(network, parameters, { layer: 0, unit: 0 }), "tanh(0.31·x₁ − 1.2·x₂ + 0.1)");
  assert.equal(unitFormula(network, parameters, { layer: 1, unit: 0 }), "−0.5·h₁ + 0.25·h₂ − 3");
});

test("a translated text may move its values", () => {
  useCatalogue({ "Epoch {epoch} of {last}": "{last}, davon Epoche {epoch}" });
  assert.equal(t("Epoch {epoch} of {last}", { epoch: 3, last: 9 }), "9, davon Epoche 3");
  useCatalogue(null);
  assert.equal(t("Epoch {epoch} of {last}", { epoch: 3, last: 9 }), "Epoch 3 of 9");
});
