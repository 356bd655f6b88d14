/** What the inspector shows for each parameter of an operator, from its schema and its `param` note. */
import { z } from 'zod';
import type { ParamValue } from '../graph/document';
import type { Key } from '../messages';

type ParamRecord = Record<string, ParamValue>;

interface ParamNote {
  label: Key;
  help: Key;
  /** Step of the arrow keys; default 1. */
  step?: number;
  /** Shown only while another parameter has one of these values. */
  visibleWhen?: { name: string; is: readonly ParamValue[] };
  /** Added in a later version: at its default, it is not part of a network's fingerprint. */
  later?: boolean;
}

export interface ParamField extends ParamNote {
  name: string;
  control: 'integer' | 'number' | 'pair' | 'quad' | 'shape' | 'choice' | 'toggle';
  options?: readonly string[];
  /** The schema may exclude the bound itself. */
  min?: number;
  max?: number;
  accepts(value: ParamValue): boolean;
}

const notes = z.registry<ParamNote>();

export function param<Schema extends z.ZodType>(schema: Schema, note: ParamNote): Schema {
  notes.add(schema, note);
  return schema;
}

/** One for each parameter declared with `param`. */
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

/** The fields that have an effect with these parameters. */
export function visibleFields(fields: readonly ParamField[], params: ParamRecord): readonly ParamField[] {
  return fields.filter(({ visibleWhen }) => {
    if (!visibleWhen) return true;
    const value = params[visibleWhen.name];
    return value !== undefined && visibleWhen.is.includes(value);
  });
}
