/**
 * A checkpoint belongs to its run: its metadata tells the run, the network and the settings that it was trained with, and
 * where one of them is another now, nothing goes on from it. Without that the record would tell of a training that never
 * was. Checkpoints of older versions tell nothing and are taken on trust.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { GraphDocument } from '../../core/graph/document';
import { effectiveDocument } from '../../core/network/effective';
import { parseDocumentText } from '../../core/network/parse';
import { defaultParams } from '../../core/ops/checked-params';
import { operatorFor } from '../../core/ops/registry';
import type { RunRecord } from '../../core/study/run';
import { type TrainingSettings, trainingSettingsSchema } from '../../core/study/settings';
import { Refusal } from '../basics/refusal';

type Metadata = Readonly<Record<string, string>>;

/** What a checkpoint must be of. */
export interface Belonging {
  run: string;
  /** Names that the run had before its folder was renamed or copied. */
  formerRuns: readonly string[];
  graph: GraphDocument;
  settings: TrainingSettings;
  /** It has been extended, so that it had other epochs once. */
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
 * The settings that may differ between a checkpoint and the run that goes on from it, and why. The name of the network,
 * where its blocks are drawn and how they are grouped may differ too: no number depends on them. All else is one experiment,
 * which another run must be to have it otherwise ("restart").
 */
export const MAY_CHANGE: Readonly<Record<string, string>> = {
  'checkpoints.keep': 'says which files stay, not what is in them',
  'checkpoints.everySteps': 'says when files are written',
  diagnosticsEvery: 'says how often blocks are measured',
  histograms: 'is for TensorBoard alone',
};

/** More that may differ in a run that was extended: its record tells when, and every rate follows from that. */
export const MAY_BE_EXTENDED: Readonly<Record<string, string>> = {
  epochs: 'the run gets more of them',
  extensions: 'what became of the rate then',
};

/** Bytes of a document in a checkpoint. */
const MOST_GRAPH = 256 * 1024 * 1024;

export function bindingMetadata({ run, graph, settings }: Belonging): Record<string, string> {
  return {
    run,
    settings: JSON.stringify(settings),
    graph: deflateRawSync(JSON.stringify(graph)).toString('base64'),
  };
}

/** What a checkpoint says of itself; the parts that it does not say, or that no longer can be read, are absent. */
export interface Bound {
  run?: string;
  settings?: TrainingSettings;
  graph?: GraphDocument;
}

export function boundTo({ run, settings, graph }: Metadata): Bound {
  return {
    ...(run === undefined ? {} : { run }),
    ...orNothing('settings', settings, (text) => trainingSettingsSchema.parse(JSON.parse(text))),
    ...orNothing('graph', graph, (text) =>
      parseDocumentText(
        inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_GRAPH }).toString('utf8'),
      ),
    ),
  };
}

function orNothing<Name extends string, Value>(
  name: Name,
  text: string | undefined,
  read: (text: string) => Value,
): { [Key in Name]?: Value } {
  if (text === undefined) return {};
  try {
    return { [name]: read(text) } as { [Key in Name]?: Value };
  } catch {
    return {};
  }
}

/** Which part is not that of the run, with both values, in words. */
export interface Mismatch {
  part: 'run' | 'graph' | 'settings';
  words: string;
}

/** Empty for one that belongs to the run, and for one that does not say. */
export function mismatches(bound: Bound, belonging: Belonging): Mismatch[] {
  const { run, formerRuns, graph, settings, extended } = belonging;
  const found: Mismatch[] = [];
  if (bound.run !== undefined && bound.run !== run && !formerRuns.includes(bound.run)) {
    found.push({ part: 'run', words: `it is of run "${bound.run}", and this is run "${run}"` });
  }
  const graphWords = bound.graph && graphDifference(bound.graph, graph);
  if (graphWords) found.push({ part: 'graph', words: graphWords });
  const allowed = { ...MAY_CHANGE, ...(extended ? MAY_BE_EXTENDED : {}) };
  const settingsWords = bound.settings && settingsDifference(bound.settings, settings, allowed);
  if (settingsWords) found.push({ part: 'settings', words: settingsWords });
  return found;
}

/** A checkpoint of another run, network, or other settings. */
export class ForeignCheckpoint extends Refusal {
  constructor(
    message: string,
    readonly part: Mismatch['part'],
  ) {
    super(message);
    this.name = 'ForeignCheckpoint';
  }
}

/** @throws ForeignCheckpoint */
export function checkBelongs(file: string, metadata: Metadata, belonging: Belonging): void {
  const [found] = mismatches(boundTo(metadata), belonging);
  if (!found) return;
  const what = {
    run: 'A run goes on from its own checkpoints.',
    graph: 'Put graph.json back as it was, or train the changed network as a run of its own.',
    settings: 'Put run.json back as it was, or restart the run with other settings.',
  }[found.part];
  throw new ForeignCheckpoint(
    `The checkpoint ${file} does not belong to run "${belonging.run}": ${found.words}. ${what}`,
    found.part,
  );
}

const text = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function settingsDifference(
  before: TrainingSettings,
  now: TrainingSettings,
  allowed: Readonly<Record<string, string>>,
): string | undefined {
  const [then, today] = [leaves(before), leaves(now)];
  const names = [...new Set([...then.keys(), ...today.keys()])];
  const differing = names.filter(
    (name) =>
      text(then.get(name)) !== text(today.get(name)) &&
      !Object.keys(allowed).some((one) => name === one || name.startsWith(`${one}.`)),
  );
  if (differing.length === 0) return undefined;
  const values = (of: ReadonlyMap<string, unknown>) =>
    differing
      .slice(0, 3)
      .map((name) => `${name} ${text(of.get(name))}`)
      .join(', ');
  return `it was trained with ${values(then)}, and run.json says ${values(today)}`;
}

/** By path, `optimizer.learningRate`; lists are one value. */
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

function graphDifference(before: GraphDocument, now: GraphDocument): string | undefined {
  const [then, today] = [effectiveDocument(before), effectiveDocument(now)];
  const nodes = new Map(today.nodes.map((node) => [node.id, node]));
  for (const node of then.nodes) {
    const other = nodes.get(node.id);
    nodes.delete(node.id);
    if (!other) return `it was trained with a block "${node.id}", and graph.json has none`;
    if (other.type !== node.type) {
      return `its block "${node.id}" was ${node.type}, and in graph.json it is ${other.type}`;
    }
    const defaults = defaultsOf(node.type);
    const [params, others] = [node, other].map((one) => ({ ...defaults, ...one.params }));
    for (const name of new Set([...Object.keys(params!), ...Object.keys(others!)])) {
      const [value, otherValue] = [text(params![name]), text(others![name])];
      if (value !== otherValue) {
        return `its block "${node.id}" had ${name} ${value}, and in graph.json it has ${otherValue}`;
      }
    }
  }
  const [added] = nodes.keys();
  if (added !== undefined) return `graph.json has a block "${added}", and it was trained without`;
  const wires = ({ edges }: GraphDocument) =>
    new Set(edges.map(({ source, target, port }) => `${source} to input ${port} of ${target}`));
  const [wired, rewired] = [wires(then), wires(today)];
  for (const wire of wired) {
    if (!rewired.has(wire)) return `it was trained with a wire from ${wire}, and graph.json has none`;
  }
  for (const wire of rewired) {
    if (!wired.has(wire)) return `graph.json has a wire from ${wire}, and it was trained without`;
  }
  return undefined;
}

function defaultsOf(type: string) {
  const operator = operatorFor(type);
  return operator ? defaultParams(operator) : {};
}
