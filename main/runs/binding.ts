/**
 * A checkpoint names its run, network and settings in its metadata; training resumes only if they match the run's.
 * Checkpoints of older versions lack this and are not checked.
 */

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { GraphDocument } from '../../core/graph/document';
import { listOf, type Message, message, type Value } from '../../core/messages';
import { effectiveDocument } from '../../core/network/effective';
import { parseDocumentText } from '../../core/network/parse';
import { trainingOf } from '../../core/network/tuning';
import { defaultParams } from '../../core/ops/checked-params';
import { operatorFor } from '../../core/ops/registry';
import type { RunRecord } from '../../core/study/run';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { Refusal } from '../basics/refusal';

type Metadata = Readonly<Record<string, string>>;

/** What a checkpoint must belong to. */
export interface Belonging {
  run: string;
  /** Names before the folder was renamed or copied. */
  formerRuns: readonly string[];
  graph: GraphDocument;
  settings: TrainingSettings;
  extended: boolean;
}

export function belongingOf(
  { id, settings, changes }: Pick<RunRecord, 'id' | 'settings' | 'changes'>,
  graph: GraphDocument,
): Belonging {
  return {
    run: id,
    formerRuns: changes.flatMap((change) => (change.type === 'renamed' ? [change.from] : [])),
    graph,
    settings,
    extended: changes.some(({ type }) => type === 'extended'),
  };
}

/**
 * Settings that may differ between a checkpoint and its run, and why. Name, layout and groups of the network may
 * differ too. Anything else makes it another experiment ("restart").
 */
export const MAY_CHANGE: Readonly<Record<string, string>> = {
  'checkpoints.keep': 'says which files stay, not what is in them',
  'checkpoints.everySteps': 'says when files are written',
  diagnosticsEvery: 'says how often blocks are measured',
  histograms: 'is for TensorBoard alone',
};

/** Settings that may also differ if the run was extended. */
export const MAY_BE_EXTENDED: Readonly<Record<string, string>> = {
  epochs: 'the run gets more of them',
  extensions: 'what became of the rate then',
};

/** Bytes. */
const MOST_GRAPH = 256 * 1024 * 1024;

export function bindingMetadata({ run, graph, settings }: Belonging): Record<string, string> {
  return {
    run,
    settings: JSON.stringify(settings),
    graph: deflateRawSync(JSON.stringify(graph)).toString('base64'),
  };
}

/** The binding that a checkpoint names; unreadable parts are absent. */
export interface Bound {
  run: string | undefined;
  settings: TrainingSettings | undefined;
  graph: GraphDocument | undefined;
}

export function boundTo({ run, settings, graph }: Metadata): Bound {
  return {
    run,
    settings: ifReadable(settings, (text) => trainingSettingsSchema.parse(JSON.parse(text))),
    graph: ifReadable(graph, (text) => {
      const bytes = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_GRAPH });
      return parseDocumentText(bytes.toString('utf8'));
    }),
  };
}

function ifReadable<Value>(text: string | undefined, read: (text: string) => Value): Value | undefined {
  try {
    return text === undefined ? undefined : read(text);
  } catch {
    return undefined;
  }
}

/** A part that differs, with both values. */
export interface Mismatch {
  part: 'run' | 'graph' | 'settings';
  /** Part of a sentence. */
  difference: Message;
}

/** Empty if the checkpoint belongs to the run or does not say. */
export function mismatches(bound: Bound, belonging: Belonging): Mismatch[] {
  const { run, formerRuns, graph, settings, extended } = belonging;
  const found: Mismatch[] = [];
  if (bound.run !== undefined && bound.run !== run && !formerRuns.includes(bound.run)) {
    found.push({ part: 'run', difference: message('runs.binding.run', { found: bound.run, run }) });
  }
  const otherGraph = bound.graph && graphDifference(bound.graph, graph);
  if (otherGraph) found.push({ part: 'graph', difference: otherGraph });
  const allowed = { ...MAY_CHANGE, ...(extended ? MAY_BE_EXTENDED : {}) };
  const otherSettings = bound.settings && settingsDifference(bound.settings, settings, allowed);
  if (otherSettings) found.push({ part: 'settings', difference: otherSettings });
  return found;
}

export class ForeignCheckpoint extends Refusal {
  constructor(
    said: Message,
    readonly part: Mismatch['part'],
  ) {
    super(said);
    this.name = 'ForeignCheckpoint';
  }
}

const FOREIGN = {
  run: 'runs.binding.foreign.run',
  graph: 'runs.binding.foreign.graph',
  settings: 'runs.binding.foreign.settings',
} as const;

/** @throws ForeignCheckpoint */
export function checkBelongs(file: string, metadata: Metadata, belonging: Belonging): void {
  const [found] = mismatches(boundTo(metadata), belonging);
  if (!found) return;
  const { part, difference } = found;
  throw new ForeignCheckpoint(message(FOREIGN[part], { file, run: belonging.run, difference }), part);
}

const text = (value: unknown): string => JSON.stringify(value) ?? '';
const shown = (value: unknown): Value => (value === undefined ? message('runs.nothing') : text(value));

function settingsDifference(
  before: TrainingSettings,
  now: TrainingSettings,
  allowed: Readonly<Record<string, string>>,
): Message | undefined {
  const [then, today] = [leaves(before), leaves(now)];
  const names = [...new Set([...then.keys(), ...today.keys()])];
  const differing = names.filter(
    (name) =>
      text(then.get(name)) !== text(today.get(name)) &&
      !Object.keys(allowed).some((one) => name === one || name.startsWith(`${one}.`)),
  );
  if (differing.length === 0) return undefined;
  const values = (of: ReadonlyMap<string, unknown>) =>
    listOf(
      differing
        .slice(0, 3)
        .map((name) => message('runs.binding.setting', { name, value: shown(of.get(name)) })),
      'unit',
    );
  return message('runs.binding.settings', { before: values(then), now: values(today) });
}

/** By path, such as `optimizer.learningRate`; lists are one value. */
function leaves(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path, value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...leaves(inner, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

function graphDifference(before: GraphDocument, now: GraphDocument): Message | undefined {
  const [then, today] = [effectiveDocument(before), effectiveDocument(now)];
  const nodes = new Map(today.nodes.map((node) => [node.id, node]));
  for (const node of then.nodes) {
    const other = nodes.get(node.id);
    nodes.delete(node.id);
    if (!other) return message('runs.binding.block.gone', { node: node.id });
    if (other.type !== node.type) {
      return message('runs.binding.block.type', { node: node.id, before: node.type, now: other.type });
    }
    const defaults = defaultsOf(node.type);
    const [params, others] = [node, other].map(
      (one): Record<string, unknown> => ({ ...defaults, ...one.params, ...trainingOf(one) }),
    );
    for (const name of new Set([...Object.keys(params!), ...Object.keys(others!)])) {
      const [value, otherValue] = [params![name], others![name]];
      if (text(value) !== text(otherValue)) {
        return message('runs.binding.block.param', {
          node: node.id,
          name,
          before: shown(value),
          now: shown(otherValue),
        });
      }
    }
  }
  const [added] = nodes.keys();
  if (added !== undefined) return message('runs.binding.block.added', { node: added });
  const edgesOf = ({ edges }: GraphDocument) =>
    new Map(
      edges.map(({ source, target, port }) => [
        JSON.stringify([source, port, target]),
        { source, port: String(port), target },
      ]),
    );
  const [edges, edgesNow] = [edgesOf(then), edgesOf(today)];
  for (const [key, edge] of edges) if (!edgesNow.has(key)) return message('runs.binding.edge.gone', edge);
  for (const [key, edge] of edgesNow) if (!edges.has(key)) return message('runs.binding.edge.added', edge);
  return undefined;
}

function defaultsOf(type: string) {
  const operator = operatorFor(type);
  return operator ? defaultParams(operator) : {};
}
