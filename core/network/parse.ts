/** Reads a graph document from outside: every mistake is reported, and nothing is dropped silently. */
import { messageOf } from '../basics/errors';
import { own } from '../basics/own-property';
import {
  blockSchema,
  documentSchema,
  edgeSchema,
  GRAPH_FORMAT,
  GRAPH_VERSION,
  type GraphDocument,
  groupSchema,
  nodeSchema,
  positionSchema,
} from '../graph/document';
import { fault, GraphError, type Problem, problem } from '../graph/problem';
import {
  formatPath,
  type Message,
  type MessageOrText,
  message,
  type PlainIssue,
  plainIssues,
  preview,
  received,
} from '../messages';
import { unknownParamRule } from '../ops/checked-params';
import { operatorFor } from '../ops/registry';
import { readStyle } from '../styles';
import { structureProblems } from './structure-problems';

/**
 * Checks a value from `JSON.parse`. An unfinished network (missing inputs, shapes that do not fit, bad parameters) is accepted:
 * the editor shows what is wrong with it. @throws GraphError with all other problems
 */
export function parseDocument(json: unknown): GraphDocument {
  checkHeader(json);
  const parsed = documentSchema.safeParse({ ...json, version: GRAPH_VERSION });
  const unknown = unknownFields(json);
  if (!parsed.success)
    throw refusal([...fieldProblems(plainIssues(parsed.error.issues, json), json), ...unknown]);
  const { document, problems: styles } = withStyles(parsed.data);
  const problems = [...unknown, ...styles, ...structureProblems(document)];
  if (problems.length > 0) throw refusal(problems);
  return document;
}

/** A damaged file may break a rule in each of a thousand nodes. */
const MOST_PROBLEMS = 50;

function refusal(problems: readonly Problem[]): GraphError {
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return new GraphError(problems);
  const rest = problem('document.more-problems', {
    subject: message('graph.theDocument'),
    rule: message('graph.rule.listed', { most: MOST_PROBLEMS }),
    received: message('graph.more', { count: more }),
  });
  return new GraphError([...problems.slice(0, MOST_PROBLEMS), rest]);
}

/** @throws GraphError also when the text is not JSON. */
export function parseDocumentText(text: string): GraphDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw fault('document.not-json', {
      subject: message('graph.theFile'),
      rule: message('graph.rule.json'),
      received: messageOf(error),
    });
  }
  return parseDocument(json);
}

function checkHeader(json: unknown): asserts json is Record<string, unknown> {
  const wrong = (code: string, rule: Message, received: MessageOrText, hint?: Message) =>
    fault(code, { subject: message('graph.theDocument'), rule, received, hint });
  if (!isRecord(json)) throw wrong('document.not-an-object', message('graph.rule.object'), received(json));
  const [format, version] = [own(json, 'format'), own(json, 'version')];
  if (format !== GRAPH_FORMAT)
    throw wrong('document.format', message('graph.rule.format', { format: GRAPH_FORMAT }), received(format));
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw wrong('document.version', message('graph.rule.version'), received(version));
  if (version > GRAPH_VERSION) {
    const rule = message('graph.rule.laterVersion', { version: GRAPH_VERSION });
    const received = message('graph.wrong.version', { version });
    throw wrong('document.later-version', rule, received, message('graph.hint.later'));
  }
}

/** Each block with all arguments of its style. */
function withStyles(document: GraphDocument): { document: GraphDocument; problems: Problem[] } {
  const problems: Problem[] = [];
  const groups = document.groups.map((group, index) => {
    if (!group.block) return group;
    const read = readStyle(group.block.style);
    if (read.ok) return { ...group, block: { ...group.block, style: read.style } };
    const path = `groups[${index}].block.style`;
    const issues = read.issues.map((issue) => ({
      ...issue,
      path: `${path}${issue.path && `.${issue.path}`}`,
    }));
    problems.push(...fieldProblems(issues, { groups: document.groups }));
    return group;
  });
  return { document: { ...document, groups }, problems };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldProblems(issues: readonly PlainIssue[], json: Record<string, unknown>): Problem[] {
  return issues.map(({ path, rule, received: got }) =>
    problem('document.field', {
      subject: subjectOf(path, json),
      rule: message('graph.at', { field: path, problem: rule }),
      received: got,
    }),
  );
}

/** `Node "stem.conv"` for a path inside that node. */
function subjectOf(path: string, json: Record<string, unknown>): Message {
  const match = /^(nodes|edges|groups)\[(\d+)\]/.exec(path);
  const [, list, index] = match ?? [];
  if (list === undefined || index === undefined) return message('graph.theDocument');
  const items = json[list];
  const item: unknown = Array.isArray(items) ? items[Number(index)] : undefined;
  const name = isRecord(item) && typeof item.id === 'string' ? preview(item.id) : index;
  return message('graph.item', { kind: list, name });
}

const fieldsOf = (schema: { shape: Record<string, unknown> }) => new Set(Object.keys(schema.shape));
const DOCUMENT_FIELDS = fieldsOf(documentSchema);
const ITEM_FIELDS = {
  nodes: fieldsOf(nodeSchema),
  edges: fieldsOf(edgeSchema),
  groups: fieldsOf(groupSchema),
};
const PART_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  block: fieldsOf(blockSchema),
  position: fieldsOf(positionSchema),
};

/** Fields that this version does not know would be lost when the file is saved. */
function unknownFields(json: Record<string, unknown>): Problem[] {
  const problems: Problem[] = [];
  const check = (value: unknown, known: ReadonlySet<string>, path: readonly PropertyKey[]) => {
    if (!isRecord(value)) return;
    for (const key of Object.keys(value)) {
      if (known.has(key)) continue;
      const field = formatPath([...path, key]);
      problems.push(
        problem('document.unknown-field', {
          subject: subjectOf(field, json),
          rule: message('graph.rule.field', { version: GRAPH_VERSION, field }),
          received: received(value[key]),
        }),
      );
    }
  };
  check(json, DOCUMENT_FIELDS, []);
  check(json.preset, new Set(['id', 'style']), ['preset']);
  for (const list of ['nodes', 'edges', 'groups'] as const) {
    const items = json[list];
    if (!Array.isArray(items)) continue;
    items.forEach((item: unknown, index) => {
      check(item, ITEM_FIELDS[list], [list, index]);
      if (!isRecord(item)) return;
      for (const [part, known] of Object.entries(PART_FIELDS)) check(item[part], known, [list, index, part]);
      if (list === 'nodes') problems.push(...lostParams(item, [list, index], json));
    });
  }
  return problems;
}

/** zod silently drops `__proto__` from a record; other unknown parameters are kept and reported. */
function lostParams(
  node: Record<string, unknown>,
  path: readonly PropertyKey[],
  json: Record<string, unknown>,
): Problem[] {
  const { type, params } = node;
  const name = '__proto__';
  if (!isRecord(params) || !Object.hasOwn(params, name)) return [];
  const operator = typeof type === 'string' ? operatorFor(type) : undefined;
  return [
    problem('document.unknown-parameter', {
      subject: subjectOf(formatPath(path), json),
      rule: operator ? unknownParamRule(operator, name) : message('graph.rule.param', { name }),
      received: received(params[name]),
    }),
  ];
}
