/** The parameters of a node, checked and with all defaults filled in. */
import { listOf, type Message, type MessageOrText, message, plainIssues } from '../messages';
import type { Operator, ParamRecord } from './operator';

export interface ParamIssue {
  name: string;
  /** "filters must be at least 1." */
  rule: Message;
  /** "must be at least 1". Absent for an unknown parameter. */
  problem?: Message;
  received: MessageOrText;
}

type ParsedParams = { ok: true; params: ParamRecord } | { ok: false; issues: readonly ParamIssue[] };

/** Records are never changed in place, so a lookup still hits after an edit elsewhere in the graph. */
const known = new WeakMap<object, { operator: Operator; result: ParsedParams }>();

export function parseParams(operator: Operator, params: ParamRecord): ParsedParams {
  const entry = known.get(params);
  if (entry?.operator === operator) return entry.result;
  const result = parse(operator, params);
  known.set(params, { operator, result });
  return result;
}

function parse(operator: Operator, params: ParamRecord): ParsedParams {
  const parsed = operator.schema.safeParse(params);
  if (parsed.success) return { ok: true, params: parsed.data };
  const names = operator.fields.map((field) => field.name);
  return {
    ok: false,
    issues: plainIssues(parsed.error.issues, params).map(({ path, rule, received }) => {
      const name = path.split(/[.[]/)[0] ?? path;
      if (!names.includes(name)) {
        return { name, rule: unknownParamRule(operator, name), received };
      }
      return { name, rule: message('graph.field', { field: path, problem: rule }), problem: rule, received };
    }),
  };
}

export function unknownParamRule(operator: Operator, name: string): Message {
  const names = operator.fields.map((field) => field.name);
  const values = { layer: operator.type, name, known: names.length, names: listOf(names) };
  return message('ops.rule.unknownParam', values);
}

const defaults = new Map<Operator, ParamRecord>();

export function defaultParams(operator: Operator): ParamRecord {
  const found = defaults.get(operator) ?? operator.schema.parse({});
  defaults.set(operator, found);
  return found;
}
