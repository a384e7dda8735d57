/**
 * How good a network is at points: from its outputs there (`forwardPoints`) to a few numbers.
 */

/**
 * Return the class that the outputs say at point i.
 * @param {string} output "tanh" (sign), "sigmoid" (½), "softmax" (the largest), "linear" (sign)
 * @param {Float32Array[]} units one array an output unit
 * @param {number} i
 * @returns {number}
 */
export function predictedClass(output, units, i) {
  if (output === "softmax") {
    let best = 0;
    units.forEach((unit, k) => {
      if (Number(unit[i]) > Number(units[best]?.[i])) best = k;
    });
    return best;
  }
  const value = Number(units[0]?.[i]);
  return value >= (output === "sigmoid" ? 0.5 : 0) ? 1 : 0;
}

/**
 * Return counts[actual][predicted].
 * @param {string} output
 * @param {Float32Array[]} units outputs at `rows`
 * @param {readonly (readonly number[])[]} rows [x, y, class]
 * @param {number} classes
 * @returns {number[][]}
 */
export function confusion(output, units, rows, classes) {
  const counts = Array.from({ length: classes }, () => new Array(classes).fill(0));
  rows.forEach((row, i) => {
    const line = counts[row[2] ?? 0];
    if (line) line[predictedClass(output, units, i)] += 1;
  });
  return counts;
}

/**
 * Return the share of points on the diagonal of a confusion matrix; NaN without points.
 * @param {number[][]} counts
 * @returns {number} 0 to 1
 */
export function accuracy(counts) {
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, line, i) => sum + (line[i] ?? 0), 0);
  return all ? right / all : NaN;
}

/**
 * Return R² = 1 − Σ(target − output)² / Σ(target − mean)²; NaN where the targets do not vary.
 * @param {Float32Array} outputs
 * @param {readonly (readonly number[])[]} rows [x, y, target]
 * @returns {number} 1 is perfect, 0 as good as the mean
 */
export function rSquared(outputs, rows) {
  const targets = rows.map((row) => row[2] ?? 0);
  const mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
  let left = 0;
  let all = 0;
  targets.forEach((target, i) => {
    left += (target - Number(outputs[i])) ** 2;
    all += (target - mean) ** 2;
  });
  return all > 0 ? 1 - left / all : NaN;
}
