/** Shapes that tell classes apart without colour: circle, square, triangle, diamond, … */

/**
 * Add a class's shape around (x, y) to the path.
 * @param {CanvasRenderingContext2D} context
 * @param {number} kind class number
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function traceShape(context, kind, x, y, radius) {
  const shape = SHAPES[Math.round(kind) % SHAPES.length];
  if (!shape) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  shape.forEach(([dx = 0, dy = 0], i) => {
    if (i) context.lineTo(x + dx * radius, y + dy * radius);
    else context.moveTo(x + dx * radius, y + dy * radius);
  });
  context.closePath();
}

/**
 * Return a class's shape around (0, 0) as an SVG path.
 * @param {number} kind class number
 * @param {number} radius
 * @returns {string}
 */
export function shapePath(kind, radius) {
  const shape = SHAPES[kind % SHAPES.length];
  if (!shape) return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  return `M${shape.map((corner) => corner.map((value) => (value * radius).toFixed(2)).join(" ")).join("L")}z`;
}

/** Corners in units of the radius; null is the circle. @type {readonly (number[][] | null)[]} */
const SHAPES = [
  null,
  [[-0.95, -0.95], [0.95, -0.95], [0.95, 0.95], [-0.95, 0.95]],
  [[0, -1.25], [1.15, 0.85], [-1.15, 0.85]],
  [[0, -1.35], [1.35, 0], [0, 1.35], [-1.35, 0]],
  [[-1.15, -0.85], [1.15, -0.85], [0, 1.25]],
  [[-0.45, -1.3], [0.45, -1.3], [0.45, -0.45], [1.3, -0.45], [1.3, 0.45], [0.45, 0.45], [0.45, 1.3], [-0.45, 1.3], [-0.45, 0.45], [-1.3, 0.45], [-1.3, -0.45], [-0.45, -0.45]],
  [[0, -1.25], [1.2, -0.4], [0.75, 1], [-0.75, 1], [-1.2, -0.4]],
  [[-1.35, -0.6], [1.35, -0.6], [1.35, 0.6], [-1.35, 0.6]],
  [[-0.6, -1.35], [0.6, -1.35], [0.6, 1.35], [-0.6, 1.35]],
  [[0.6, -1.1], [1.25, 0], [0.6, 1.1], [-0.6, 1.1], [-1.25, 0], [-0.6, -1.1]],
]; // prettier-ignore
