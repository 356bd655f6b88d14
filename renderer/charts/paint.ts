/** Paints curves on a canvas, where a hundred thousand points cost what is seen of them. */
import type { Curve } from '../../core/figures/curves';
import type { Scene } from '../../core/figures/scene';
import { type Points, pointAt, xAt } from '../../core/figures/types';

const FADED = 0.18;
const RAW = 0.26;
const BAND = 0.16;
const DASH = [5, 4];
const DOT_RADIUS = 2.75;
/** Pixels from dot to dot; where they are closer, the line says it all. */
const LEAST_GAP = 7;

export interface Paint {
  scene: Scene;
  width: number;
  height: number;
  /** The label whose curves are emphasized; the others fade. */
  emphasis?: string | undefined;
  /** A color that canvases know. */
  colorOf(color: string): string;
}

export function paint(canvas: HTMLCanvasElement, { scene, width, height, emphasis, colorOf }: Paint): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const density = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  context.save();
  const { left, right, top, bottom } = scene.plot;
  context.beginPath();
  context.rect(left - 4, top - 4, right - left + 8, bottom - top + 8);
  context.clip();
  context.lineJoin = 'round';
  for (const curve of scene.curves) {
    const { series } = curve;
    const opacity = emphasis !== undefined && emphasis !== series.label ? FADED : 1;
    paintCurve(context, scene, curve, colorOf(series.color), opacity);
  }
  context.restore();
}

function paintCurve(
  context: CanvasRenderingContext2D,
  scene: Scene,
  curve: Curve,
  color: string,
  opacity: number,
): void {
  const { series, all, line, raw } = curve;
  context.strokeStyle = color;
  context.fillStyle = color;
  if (curve.band && series.band) {
    context.globalAlpha = BAND * opacity;
    paintBand(context, scene, curve);
  }
  if (raw) {
    context.globalAlpha = RAW * opacity;
    context.lineWidth = 1;
    paintLine(context, scene, series.points, raw);
  }
  context.globalAlpha = opacity;
  context.lineWidth = 2;
  context.setLineDash(series.dashed ? DASH : []);
  paintLine(context, scene, all, line);
  context.setLineDash([]);
  const { left, right } = scene.plot;
  if (series.dots && line.length * LEAST_GAP <= right - left) {
    for (const index of line) paintDot(context, scene, all, index);
  }
}

/** Values that are not finite leave a gap. */
function paintLine(
  context: CanvasRenderingContext2D,
  scene: Scene,
  points: Points,
  indices: readonly number[],
): void {
  context.beginPath();
  let isBroken = true;
  for (const index of indices) {
    const y = scene.y(points.y[index]!);
    if (!Number.isFinite(y)) {
      isBroken = true;
      continue;
    }
    const x = scene.x(xAt(points, index));
    if (isBroken) context.moveTo(x, y);
    else context.lineTo(x, y);
    isBroken = false;
  }
  context.stroke();
}

function paintBand(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { series: { band }, all, band: indices = [] }: Curve,
): void {
  if (!band) return;
  const { low, high } = band;
  const place = (index: number, values: Float64Array) =>
    context.lineTo(scene.x(xAt(all, index)), scene.y(values[index]!));
  context.beginPath();
  for (const index of indices) place(index, low);
  for (const index of indices.toReversed()) place(index, high);
  context.fill();
}

function paintDot(context: CanvasRenderingContext2D, scene: Scene, points: Points, index: number): void {
  const { x, y } = pointAt(points, index);
  if (!Number.isFinite(y)) return;
  context.beginPath();
  context.arc(scene.x(x), scene.y(y), DOT_RADIUS, 0, 2 * Math.PI);
  context.fill();
}
