/** Refuses input with many faults early: Zod collects all of them first, ten seconds for 200,000 invalid layers. */
import type { z } from 'zod';
import { message, rule } from '../../core/messages';

const MOST_FAULTS = 20;
const TOO_MANY = rule(message('common.issue.tooMany', { most: MOST_FAULTS }));

type Schema = z.core.$ZodType;

/** @param router of a contract; changed in place. */
export function stopEarly(router: object): void {
  for (const part of Object.values(router) as object[]) {
    if (!('~orpc' in part)) stopEarly(part);
    else stopInput((part as { '~orpc': { inputSchema?: Schema } })['~orpc'].inputSchema);
  }
}

const stopping = new WeakSet<Schema>();

function stopInput(schema: Schema | undefined): void {
  if (!schema || stopping.has(schema)) return;
  stopping.add(schema);
  const standard = schema['~standard'];
  Object.defineProperty(schema, '~standard', {
    value: {
      ...standard,
      validate: (value: unknown) =>
        hasManyFaults(schema, value)
          ? { issues: [{ code: 'custom', message: TOO_MANY.error, params: TOO_MANY.params, path: [] }] }
          : standard.validate(value),
    },
  });
}

export const hasManyFaults = (schema: Schema, value: unknown): boolean =>
  faultsIn(schema, value, MOST_FAULTS) > MOST_FAULTS;

/** Number of faults, counted up to `most + 1`. */
function faultsIn(schema: Schema, value: unknown, most: number): number {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
      return value === undefined ? 0 : faultsIn(def.innerType, value, most);
    case 'nullable':
      return value === null ? 0 : faultsIn(def.innerType, value, most);
    case 'object':
      return isObject(value)
        ? sum(Object.entries(def.shape), ([name, inner]) => [inner, value[name]], most)
        : 1;
    case 'record':
      return isObject(value) ? sum(Object.values(value), (one) => [def.valueType, one], most) : 1;
    case 'array':
      return Array.isArray(value) ? sum(value, (one) => [def.element, one], most) : 1;
    case 'union': {
      const faults = def.options.map((option) => faultsIn(option, value, most));
      return Math.min(...faults);
    }
    default:
      return isRight(schema, value) ? 0 : 1;
  }
}

function isRight(schema: Schema, value: unknown): boolean {
  const result = schema._zod.run({ value, issues: [] }, { async: false });
  return result instanceof Promise || result.issues.length === 0;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sum<Item>(
  items: readonly Item[],
  part: (item: Item) => readonly [Schema, unknown],
  most: number,
): number {
  let faults = 0;
  for (const item of items) {
    const [schema, value] = part(item);
    faults += faultsIn(schema, value, most - faults);
    if (faults > most) break;
  }
  return faults;
}
