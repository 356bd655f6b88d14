/**
 * Names that Keras and TensorFlow take for a model and its layers. A model's name becomes a name scope of `predict`, which
 * TensorFlow checks against `[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*`; Keras allows no slash, and graphs no backslash.
 */

/** HDF5 stores a layer's name in an attribute, and people read it in a summary. */
const LONGEST = 200;
const GOOD = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** `My first network` becomes `My_first_network`, `Réseau/2` becomes `Reseau_2`; `fallback` if nothing is left. */
export function kerasName(text: string, fallback: string): string {
  if (GOOD.test(text) && text.length <= LONGEST) return text;
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
  return plain === '' ? fallback : plain;
}

/** A different name for each text; good names are kept. */
export function kerasNames(texts: readonly string[], fallback: string): Map<string, string> {
  const good = texts.filter((text) => kerasName(text, fallback) === text);
  const taken = new Set(good);
  const names = new Map(good.map((text) => [text, text]));
  for (const text of texts) {
    if (names.has(text)) continue;
    const base = kerasName(text, fallback);
    let name = base;
    for (let number = 1; taken.has(name); number += 1) name = `${base}_${number}`;
    taken.add(name);
    names.set(text, name);
  }
  return names;
}

/** The model's name in Keras; the user's own is in the file's metadata. */
export const modelName = (name: string): string => kerasName(name, 'model');
