import assert from "node:assert/strict";
import { test } from "node:test";
import { gradientHint, gradientShares } from "../../src/neurarium/view/playground/metrics_gradient.js";
import { momentText } from "../../src/neurarium/view/playground/timeline.js";
import { Player, speedFor } from "../../src/neurarium/view/playground/timeline_player.js";

test("playing shows the epoch that is due and stops at the end", () => {
  const player = new Player();
  assert.equal(player.due(0), null);
  player.play({ from: 100, to: 200, speed: 30, now_ms: 1000 });
  assert.equal(player.due(1000), 100);
  assert.equal(player.due(2000), 130);
  assert.equal(player.playing, true);
  assert.equal(player.due(60_000), 200);
  assert.equal(player.playing, false);
  assert.equal(player.due(61_000), null);
});

test("another speed goes on from where it is", () => {
  const player = new Player();
  player.play({ from: 0, to: 1000, speed: 10, now_ms: 0 });
  const here = player.due(1000) ?? 0;
  player.play({ from: here, to: 1000, speed: 100, now_ms: 1000 });
  assert.equal(player.due(2000), 110);
});

test("the speed that is offered plays everything in about ten seconds", () => {
  for (const epochs of [120, 1000, 25_000]) {
    const seconds = epochs / speedFor(epochs);
    assert.ok(seconds > 2 && seconds <= 12, `${epochs} epochs in ${seconds} s`);
  }
});

test("the text says where one is, and that one looks back", () => {
  assert.equal(momentText(120, 1000, true), "epoch 120 of 1,000, looking back");
  assert.equal(momentText(1200, 1200, false), "epoch 1,200");
});

test("a layer that gets a hundredth of the gradient still has a bar, half as long", () => {
  const shares = gradientShares([0.01, 1, NaN, 0]);
  assert.ok(Math.abs(shares[0] - 0.5) < 1e-9);
  assert.deepEqual(shares.slice(1), [1, 0, 0]);
});

test("vanishing, exploding and flat gradients are named, healthy ones are not", () => {
  assert.match(gradientHint([1e-5, 1e-3, 0.5], false), /Vanishing: the first layer gets 0\.002 %/);
  assert.match(gradientHint([5e4, 1, 1], false), /Exploding/);
  assert.match(gradientHint([0.1, 0.1], true), /Exploding/);
  assert.match(gradientHint([1e-5, 1e-4], false), /flat/);
  assert.match(gradientHint([NaN, NaN], false), /first update/);
  assert.equal(gradientHint([0.2, 0.4, 0.3], false), "");
});
