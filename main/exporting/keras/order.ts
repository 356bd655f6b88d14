/**
 * Where a layer's weights are in model.weights.h5. Keras addresses them by class and number, `conv2d_7`, counted in the
 * order of `model.layers`, which it computes when it loads: by distance from the output, then by when a depth-first search
 * from the output meets them (keras/src/ops/function.py, `map_graph`; saving_lib.py, `_save_container_state`;
 * utils/naming.py, `to_snake_case`).
 */
import type { KerasLayer } from './layers';

/** `layers/conv2d_7` by the layer's name. */
export function weightPaths(layers: readonly KerasLayer[], outputId: string): Map<string, string> {
  const used = new Map<string, number>();
  return new Map(
    modelOrder(layers, outputId).map(({ name, className }) => {
      const base = snakeCase(className);
      const number = used.get(base) ?? 0;
      used.set(base, number + 1);
      return [name, `layers/${base}${number > 0 ? `_${number}` : ''}`];
    }),
  );
}

/** @param layers inputs before what they feed. */
export function modelOrder(layers: readonly KerasLayer[], outputId: string): KerasLayer[] {
  const depths = new Map<string, number>([[outputId, 0]]);
  for (const { name, inputs } of [...layers].reverse()) {
    const depth = depths.get(name);
    if (depth === undefined) continue;
    for (const input of inputs) depths.set(input, Math.max(depths.get(input) ?? 0, depth + 1));
  }
  const met = traversal(layers, outputId);
  return layers
    .filter(({ name }) => depths.has(name))
    .sort((a, b) => depths.get(b.name)! - depths.get(a.name)! || met.get(a.name)! - met.get(b.name)!);
}

/** When a depth-first search from the output, inputs in their order, first meets each layer. */
function traversal(layers: readonly KerasLayer[], outputId: string): Map<string, number> {
  const inputsOf = new Map(layers.map(({ name, inputs }) => [name, inputs]));
  const met = new Map<string, number>();
  const pending = [outputId];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (met.has(name)) continue;
    met.set(name, met.size);
    pending.push(...(inputsOf.get(name) ?? []).toReversed());
  }
  return met;
}

export function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
