/** Inserts nodes between the images of a batch and the network, for passes that come before the loss. */
import type { Builder } from '../ir/builder';
import { type Landmarks, type Program, sameValue, type Value } from '../ir/types';
import { rewrite } from './rewrite';

/** Entries are fed the same values as before, and landmarks stay; all other users get what `insert` returns. */
export function behindImages(
  program: Program,
  names: readonly ('trainImages' | 'evalImages')[],
  insert: (build: Builder, images: Value) => Value,
): Program {
  const inserted = new Map<string, Value>();
  const kept: { -readonly [Name in keyof Landmarks]: Landmarks[Name] } = {};
  const after = rewrite(program, (node, build) => {
    const name = names.find((candidate) => program.landmarks[candidate]?.node === node.name);
    if (!name) return undefined;
    const copy = build.add(node.operator, node.name, node.inputs, node.attributes, node.after);
    const images = copy.outputs[0] as Value;
    kept[name] = images;
    const value = insert(build, images);
    inserted.set(images.node, value);
    return [value];
  });
  const original = (value: Value): Value =>
    Object.values(kept).find((images) => {
      const replacement = images && inserted.get(images.node);
      return replacement && sameValue(replacement, value);
    }) ?? value;
  return {
    ...after,
    landmarks: { ...after.landmarks, ...kept },
    entries: after.entries.map((entry) => ({
      ...entry,
      inputs: Object.fromEntries(Object.entries(entry.inputs).map(([key, value]) => [key, original(value)])),
    })),
  };
}
