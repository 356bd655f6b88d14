import type { SceneEdge, SceneNode } from './sceneTypes';

/** Whether plain data has the same keys and identical values. */
function samePlain(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = b as Record<string, unknown>;
  return left.length === Object.keys(b).length && left.every(([key, value]) => right[key] === value);
}

/** The next scene's nodes or edges. Those that did not change keep their identity, so React does not draw them again. */
export function carryOver<T extends SceneNode | SceneEdge>(previous: readonly T[], next: readonly T[]): T[] {
  const before = new Map(previous.map((one) => [one.id, one]));
  return next.map((one) => {
    const old = before.get(one.id);
    if (!old || old.type !== one.type) return one;
    const data = samePlain(old.data as object, one.data as object) ? old.data : one.data;
    const merged = { ...one, data, ...(old.selected !== undefined && { selected: old.selected }) } as T;
    return sameItem(old, merged) ? old : merged;
  });
}

function sameItem(a: SceneNode | SceneEdge, b: SceneNode | SceneEdge): boolean {
  const flat = (item: SceneNode | SceneEdge) => {
    const { position, measured, handles, ...rest } = item as SceneNode;
    return {
      ...rest,
      ports: handles?.length,
      x: position?.x,
      y: position?.y,
      w: measured?.width,
      h: measured?.height,
    };
  };
  return samePlain(flat(a), flat(b));
}
