/** What the inspector shows for each parameter of an operator: read from its schema and from what `param` says beside it. */

import { z } from 'zod';
import type { ParamValue } from '../graph/document';
import type { Key } from '../messages';

type ParamRecord = Record<string, ParamValue>;

/** What a schema cannot say about a parameter. */
interface ParamNote {
  label: Key;
  help: Key;
  /** What an arrow key adds to a number; 1 where absent. */
  step?: number;
  /** Shown only while another parameter has one of these values: explicit padding beside padding "explicit". */
  visibleWhen?: { name: string; is: readonly ParamValue[] };
  /** Came after networks had been trained: at its default it has no part in a network's fingerprint. */
  later?: boolean;
}

/** How the inspector edits one parameter. */
export interface ParamField extends ParamNote {
  name: string;
  control: 'integer' | 'number' | 'pair' | 'quad' | 'shape' | 'choice' | 'toggle';
  /** The choices of a `choice`. */
  options?: readonly string[];
  /** Bounds of a number; the schema may exclude the bound itself. */
  min?: number;
  max?: number;
  accepts(value: ParamValue): boolean;
}

const notes = z.registry<ParamNote>();

/** A parameter of an operator: its schema, with its default, and its words. */
export function param<Schema extends z.ZodType>(schema: Schema, note: ParamNote): Schema {
  notes.add(schema, note);
  return schema;
}

/** A field for each parameter that was declared with `param`, in the order of the schema. */
export function fieldsOf(schema: z.ZodType): ParamField[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as z.ZodRawShape).flatMap(([name, parameter]) => {
    const note = notes.get(parameter);
    return note ? [fieldOf(name, parameter as z.ZodType, note)] : [];
  });
}

/** @throws Error for a schema that no control edits. */
export function fieldOf(name: string, schema: z.ZodType, note: ParamNote): ParamField {
  const accepts = (value: ParamValue) => schema.safeParse(value).success;
  return { name, ...note, ...controlOf(schema), accepts };
}

function controlOf(schema: z.core.$ZodType): Pick<ParamField, 'control' | 'options' | 'min' | 'max'> {
  if (schema instanceof z.ZodDefault) return controlOf(schema.unwrap());
  if (schema instanceof z.ZodBoolean) return { control: 'toggle' };
  if (schema instanceof z.ZodEnum) return { control: 'choice', options: schema.options.map(String) };
  if (schema instanceof z.ZodNumber) {
    const { minValue, maxValue } = schema;
    return {
      control: schema.isInt ? 'integer' : 'number',
      ...(minValue === null ? {} : { min: minValue }),
      ...(maxValue === null ? {} : { max: maxValue }),
    };
  }
  if (schema instanceof z.ZodArray) return { control: 'shape' };
  if (schema instanceof z.ZodTuple) {
    const controls = { 2: 'pair', 3: 'shape', 4: 'quad' } as const;
    const control = controls[schema.def.items.length as keyof typeof controls];
    if (control) return { control };
  }
  throw new Error(
    `A parameter is a number, a choice, a switch or a list. Received: ${schema._zod.def.type}.`,
  );
}

/** The fields in force under these parameters, in their order, so that no field is shown without effect. */
export function visibleFields(fields: readonly ParamField[], params: ParamRecord): readonly ParamField[] {
  return fields.filter(({ visibleWhen }) => {
    if (!visibleWhen) return true;
    const value = params[visibleWhen.name];
    return value !== undefined && visibleWhen.is.includes(value);
  });
}
