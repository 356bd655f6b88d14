/** Parameters of an operator, drawn from its schema: a new parameter, or a new choice, is drawn without a word here. */
import type { z } from 'zod';
import type { ParamValue } from '../../core/graph/document';
import type { Operator, ParamRecord } from '../../core/ops/operator';
import type { Random } from './random';

/** The parts of a zod schema that are looked at. */
interface Schema {
  readonly def: {
    readonly type: string;
    readonly innerType?: Schema;
    readonly items?: readonly Schema[];
    readonly element?: Schema;
    readonly defaultValue?: unknown;
  };
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly options?: readonly string[];
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  readonly isInt?: boolean;
}

const schemaOf = (schema: z.ZodType): Schema => schema as unknown as Schema;

/** How often a number with a default keeps it. */
const KEPT = 0.4;
/** Integers seldom exceed the least one by more; networks stay small. */
const FEW = 3;
const MANY = 11;

export function drawParams(random: Random, operator: Operator): ParamRecord {
  const { shape = {} } = schemaOf(operator.schema);
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, draw(random, schema)]));
}

function draw(random: Random, schema: Schema): ParamValue {
  const { type, innerType, items = [], element, defaultValue } = schema.def;
  switch (type) {
    case 'default':
      return innerType?.def.type === 'number' && random.chance(KEPT)
        ? (defaultValue as ParamValue)
        : draw(random, innerType as Schema);
    case 'boolean':
      return random.chance(0.5);
    case 'enum':
      return random.pick(schema.options as readonly string[]);
    case 'number':
      return drawNumber(random, schema);
    case 'tuple':
      return items.map((item) => draw(random, item)) as ParamValue;
    case 'array':
      return Array.from({ length: random.integer(1, 3) }, () =>
        draw(random, element as Schema),
      ) as ParamValue;
    default:
      throw new Error(
        `The networks of the differential test draw no parameter of type ${type}: extend test/differential/params.ts.`,
      );
  }
}

function drawNumber(random: Random, { minValue, maxValue, isInt }: Schema): number {
  const low = Number.isFinite(minValue ?? 0) ? (minValue ?? 0) : -2;
  const high = Number.isFinite(maxValue ?? 1) ? (maxValue ?? 1) : 2;
  if (!isInt) return random.between(low, high);
  return random.integer(low, Math.min(high, low + (random.chance(0.7) ? FEW : MANY)));
}
