/** The rule for a value, read from its schema: "a whole number from 1 to 10,000". */
import { z } from 'zod';
import { listOf, type Message, message, ruleOf as ruleOfIssue, type Value } from '../../messages';
import type { Setting } from './list';

/** zod's bound for every whole number. */
const isBound = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

interface Bounds {
  type?: string;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
}

function numberRule(schema: z.ZodNumber): Message {
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = z.toJSONSchema(schema) as Bounds;
  const kind = type === 'integer' ? 'whole' : 'number';
  const above = isBound(exclusiveMinimum);
  const below = isBound(exclusiveMaximum);
  const min = above ? exclusiveMinimum : minimum;
  const max = below ? exclusiveMaximum : maximum;
  if (isBound(min) && isBound(max)) {
    const values = { kind, min, max };
    if (above) return message(below ? 'settings.rules.aboveBelow' : 'settings.rules.aboveTo', values);
    return message(below ? 'settings.rules.fromBelow' : 'settings.rules.between', values);
  }
  if (isBound(min)) return message(above ? 'settings.rules.above' : 'settings.rules.atLeast', { kind, min });
  if (isBound(max)) return message(below ? 'settings.rules.below' : 'settings.rules.atMost', { kind, max });
  return message('settings.rules.any', { kind });
}

/** Undefined if the schema has no rule to state. */
export function ruleFor(schema: z.ZodType): Message | undefined {
  if (schema instanceof z.ZodNumber) return numberRule(schema);
  if (schema instanceof z.ZodBoolean) return message('settings.rules.boolean');
  if (schema instanceof z.ZodEnum) return oneOf(schema.options.map(String));
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodNumber)
    return message('settings.rules.list', { entry: numberRule(schema.element) });
  return undefined;
}

export const oneOf = (options: readonly string[]): Message =>
  message('settings.rules.oneOf', { options: listOf(options, 'or') });

/** "must be a whole number from 1 to 10,000" */
export const mustBe = (schema: z.ZodType | undefined, issue: z.core.$ZodIssue | undefined): Message => {
  const rule = schema && issue?.code !== 'custom' ? ruleFor(schema) : undefined;
  if (rule) return message('settings.must', { rule });
  return issue ? ruleOfIssue(issue) : message('common.issue.invalid');
};

export const ruleOf = ({ schema, options }: Pick<Setting, 'schema' | 'options'>): Message | undefined =>
  options.length > 0 ? oneOf(options) : ruleFor(schema);

/** "Epochs must be a whole number from 1 to 10,000, but was 0." */
export const refused = (name: string, rule: Value, received: string): Message =>
  received === ''
    ? message('settings.refusedEmpty', { name, rule })
    : message('settings.refused', { name, rule, received });
