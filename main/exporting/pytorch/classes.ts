/** Classes for the groups: those that differ only in numbers share one, and the numbers become its arguments. */
import { uniqueName } from '../../../core/graph/ids';
import { type Item, inputOf, isChain, outputOf, type Scope } from './scopes';
import { type Argument, isModule, python, type Value } from './step';

export interface BlockClass {
  name: string;
  /** Any of its blocks: all have the same structure. */
  scope: Scope;
  parameters: readonly { name: string; at: number }[];
  /** Python for the number at each place. */
  expressions: readonly string[];
  /** Whether the number at a place is the usual one in all blocks. */
  omitted: readonly boolean[];
}

/** All numbers of a scope in order. */
export function placesOf(scope: Scope): Argument[] {
  return scope.items.flatMap(({ step, scope: inner }) => {
    if (inner) return placesOf(inner);
    return step && isModule(step.does) ? step.does.arguments : [];
  });
}

export function classesOf(root: Scope, reserved: readonly string[]): ReadonlyMap<string, BlockClass> {
  const found = new Map<string, Scope[]>();
  const collect = (scope: Scope) => {
    for (const { scope: inner } of scope.items) if (inner) collect(inner);
    if (scope === root || isChain(scope)) return;
    const key = structureOf(scope);
    found.set(key, [...(found.get(key) ?? []), scope]);
  };
  collect(root);
  const taken = new Set(reserved);
  return new Map(
    [...found].map(([key, scopes]) => {
      const name = uniqueName(taken, className(scopes[0] as Scope));
      taken.add(name);
      return [key, classOf(name, scopes)];
    }),
  );
}

const structures = new WeakMap<Scope, string>();

/** What two blocks have in common that differ in numbers alone. */
export function structureOf(scope: Scope): string {
  const known = structures.get(scope);
  if (known !== undefined) return known;
  const order = new Map([
    [scope.input, 0],
    ...scope.items.map((item, index) => [outputOf(item), index + 1] as const),
  ]);
  const from = (item: Item) => inputOf(item).map((id) => order.get(id));
  const parts = scope.items.map((item) => {
    const { name, step, scope: inner } = item;
    if (inner) return [name, from(item), structureOf(inner)];
    if (!step) return [name];
    const { does } = step;
    if (!isModule(does)) return [does(step.inputs.map((_, index) => `<${index}>`)), from(item)];
    return [
      name,
      from(item),
      does.callee,
      does.arguments.map((argument) => [argument.name, argument.keyword]),
    ];
  });
  const structure = JSON.stringify([parts, order.get(scope.output)]);
  structures.set(scope, structure);
  return structure;
}

/** @param scopes of one structure */
export function classOf(name: string, scopes: readonly Scope[]): BlockClass {
  const blocks = scopes.map(placesOf);
  const count = blocks[0]?.length ?? 0;
  const places = Array.from({ length: count }, (_, at) => blocks.map((block) => block[at] as Argument));
  const isFixed = (at: number) =>
    places[at]?.every(({ value }) => python(value) === python(places[at]?.[0]?.value as Value));
  const varying = [...places.keys()].filter((at) => !isFixed(at));
  const bases = basesOf(varying, places);
  const taken = new Set<string>(['self']);
  const parameters = bases.map((at) => {
    const same = varying.filter(
      (other) => factor(places[at] as Argument[], places[other] as Argument[]) === 1,
    );
    const parameter = uniqueName(taken, nameOf(same.map((other) => places[other]?.[0]?.name ?? '')));
    taken.add(parameter);
    return { name: parameter, at };
  });
  const expressions = places.map((place, at) => {
    if (isFixed(at)) return python(place[0]?.value as Value);
    for (const { name: parameter, at: base } of parameters) {
      const times = factor(places[base] as Argument[], place);
      if (times !== undefined) return times === 1 ? parameter : `${times} * ${parameter}`;
    }
    throw new Error('Every number that varies comes from a parameter.');
  });
  const omitted = places.map((place) =>
    place.every(({ value, usual }) => usual !== undefined && python(value) === python(usual)),
  );
  return { name, scope: scopes[0] as Scope, parameters, expressions, omitted };
}

/** The places whose numbers are no whole multiple of another place's. */
function basesOf(varying: readonly number[], places: readonly (readonly Argument[])[]): number[] {
  return varying.filter((at, index) => {
    const isMultiple = (other: number) => {
      const times = factor(places[other] as Argument[], places[at] as Argument[]);
      return times !== undefined && (times > 1 || varying.indexOf(other) < index);
    };
    return !varying.some((other) => other !== at && isMultiple(other));
  });
}

const CHANNELS = /channels|features|filters/;

/** By which whole number every value of `base` is multiplied in `place`; 1 where they are the same. */
function factor(base: readonly Argument[], place: readonly Argument[]): number | undefined {
  if (base.every(({ value }, index) => python(value) === python(place[index]?.value as Value))) {
    return CHANNELS.test(base[0]?.name ?? '') === CHANNELS.test(place[0]?.name ?? '') ? 1 : undefined;
  }
  if (!CHANNELS.test(base[0]?.name ?? '') || !CHANNELS.test(place[0]?.name ?? '')) return undefined;
  const ratios = new Set(base.map(({ value }, index) => Number(place[index]?.value) / Number(value)));
  const [ratio] = ratios;
  return ratios.size === 1 && Number.isInteger(ratio) ? ratio : undefined;
}

/** `channels` where it is both what comes in and what goes out. */
function nameOf(names: readonly string[]): string {
  const [first = ''] = names;
  return names.includes('channels') || new Set(names.filter((name) => CHANNELS.test(name))).size > 1
    ? 'channels'
    : first;
}

const BLOCKS = { basic: 'BasicBlock', bottleneck: 'Bottleneck' } as const;

export function className({ group, items }: Scope): string {
  const name = group?.block ? BLOCKS[group.block.kind] : pascal(group?.label ?? group?.kind ?? 'shortcut');
  if (!group?.block) return name;
  const shortcut = items.find(
    ({ name: each, step }) => each === 'downsample' || step?.node.includes('.shortcut.'),
  );
  const adds = items.some(({ step }) => step?.id.endsWith('.add'));
  if (shortcut?.step && isModule(shortcut.step.does) && shortcut.step.does.callee === 'ZeroPaddedShortcut') {
    return `Padded${name}`;
  }
  return shortcut ? `Projected${name}` : adds ? name : `Plain${name}`;
}

/** "Residual block 2" as `ResidualBlock2`, for a class. */
export function pascal(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const name = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
  return /^[A-Za-z]/.test(name) ? name : `Network${name}`;
}
