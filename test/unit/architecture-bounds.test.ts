/** Every text and list that the window can send has a length that the contract bounds. */
import { z } from 'zod';
import { contract } from '../../core/contract';

/** Where a schema takes texts or lists of any length, as paths such as `runs.graph.id`. */
function unboundedIn(schema: z.core.$ZodType, path: string, seen = new Set<unknown>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const walk = (inner: z.core.$ZodType, step = '') => unboundedIn(inner, path + step, new Set(seen));
  const def = (schema as z.core.$ZodTypes)._zod.def;
  const bounded = def.checks?.some((check) => ['max_length', 'length_equals'].includes(check._zod.def.check));
  switch (def.type) {
    case 'string':
      return bounded ? [] : [`${path}: a text`];
    case 'array':
      return [...(bounded ? [] : [`${path}: a list`]), ...walk(def.element, '[]')];
    case 'object':
      return Object.entries(def.shape).flatMap(([name, inner]) => walk(inner, `.${name}`));
    case 'record':
      return [...walk(def.keyType, '{key}'), ...walk(def.valueType, '{}')];
    case 'union':
      return def.options.flatMap((option) => walk(option));
    case 'tuple':
      return [...def.items.flatMap((item) => walk(item, '[]')), ...(def.rest ? [`${path}: a list`] : [])];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return walk(def.innerType);
    case 'pipe':
      return walk(def.in);
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'null':
    case 'undefined':
    case 'void':
      return [];
    default:
      return [`${path}: ${def.type}, which this test does not know`];
  }
}

interface Procedure {
  '~orpc': { inputSchema?: z.core.$ZodType };
}

function inputsOf(router: object, path = ''): [string, z.core.$ZodType][] {
  return Object.entries(router).flatMap(([name, part]: [string, object]) => {
    const here = path ? `${path}.${name}` : name;
    if (!('~orpc' in part)) return inputsOf(part, here);
    const { inputSchema } = (part as Procedure)['~orpc'];
    return inputSchema ? [[here, inputSchema] as [string, z.core.$ZodType]] : [];
  });
}

test.each(inputsOf(contract))('%s takes nothing of any length', (path, schema) => {
  expect(unboundedIn(schema, path)).toEqual([]);
});

test('the walk finds what has no bound', () => {
  const schema = z.object({
    text: z.string().min(1),
    name: z.string().max(5).nullable().default(null),
    list: z.array(z.union([z.string(), z.number()])).max(5),
    lists: z.record(z.string().max(5), z.array(z.number())).optional(),
  });
  expect(unboundedIn(schema, 'x')).toEqual(['x.text: a text', 'x.list[]: a text', 'x.lists{}: a list']);
});
