/**
 * The same training written as a browser program of ten years ago would be: an object for every
 * neuron and every link. Only for comparison.
 *
 * Reads one JSON line {sizes, x, targets, batchSize, rate}, answers "ready"; then for every line
 * with a number n trains n epochs and answers with the training loss.
 */

import { createInterface } from "node:readline";

class Link {
  constructor(from, to) {
    this.from = from;
    this.to = to;
    this.weight = Math.random() - 0.5;
    this.slopeSum = 0;
  }
}

class Neuron {
  constructor() {
    this.incoming = [];
    this.outgoing = [];
    this.bias = 0.1;
    this.output = 0;
    this.slope = 0;
    this.slopeSum = 0;
  }

  fire() {
    let total = this.bias;
    for (const link of this.incoming) total += link.weight * link.from.output;
    this.output = Math.tanh(total);
  }

  learn(outputSlope) {
    this.slope = outputSlope * (1 - this.output * this.output);
    this.slopeSum += this.slope;
    for (const link of this.incoming) link.slopeSum += this.slope * link.from.output;
  }

  step(scale) {
    this.bias -= scale * this.slopeSum;
    this.slopeSum = 0;
    for (const link of this.incoming) {
      link.weight -= scale * link.slopeSum;
      link.slopeSum = 0;
    }
  }
}

function build(sizes) {
  const layers = sizes.map((count) => Array.from({ length: count }, () => new Neuron()));
  for (let index = 1; index < layers.length; index += 1) {
    for (const to of layers[index]) {
      for (const from of layers[index - 1]) {
        const link = new Link(from, to);
        to.incoming.push(link);
        from.outgoing.push(link);
      }
    }
  }
  return layers;
}

function forward(layers, inputs) {
  layers[0].forEach((neuron, index) => {
    neuron.output = inputs[index];
  });
  for (let index = 1; index < layers.length; index += 1) for (const neuron of layers[index]) neuron.fire();
  return layers[layers.length - 1][0].output;
}

function backward(layers, outputSlope) {
  layers[layers.length - 1][0].learn(outputSlope);
  for (let index = layers.length - 2; index >= 1; index -= 1) {
    for (const neuron of layers[index]) {
      let slope = 0;
      for (const link of neuron.outgoing) slope += link.weight * link.to.slope;
      neuron.learn(slope);
    }
  }
}

function epoch(layers, { x, targets, batchSize, rate }) {
  let loss = 0;
  let held = 0;
  for (let index = 0; index < x.length; index += 1) {
    const error = forward(layers, x[index]) - targets[index];
    loss += 0.5 * error * error;
    backward(layers, error);
    held += 1;
    if (held === batchSize || index === x.length - 1) {
      for (const layer of layers.slice(1)) for (const neuron of layer) neuron.step(rate / held);
      held = 0;
    }
  }
  return loss / x.length;
}

let task = null;
let layers = [];
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (typeof message === "number") {
    let loss = 0;
    for (let count = 0; count < message; count += 1) loss = epoch(layers, task);
    console.log(loss);
  } else {
    task = message;
    layers = build(task.sizes);
    console.log("ready");
  }
}
