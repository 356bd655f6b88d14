/** Options for fine-tuning: frozen layers and learning-rate factors. */
import { type Command, InvalidArgumentError } from 'commander';
import { hintFor } from '../../../core/basics/suggest';
import {
  freezeAllButHead,
  HEAD,
  partNames,
  partOf,
  setLearningRateFactor,
  setTrainable,
} from '../../../core/edit';
import { readNumber } from '../../../core/format/read-number';
import { type GraphDocument, learningRateFactorSchema } from '../../../core/graph/document';
import { listOf, message, t } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { checked, words } from './values';

export interface TuningFlags {
  /** Names of layers, blocks or stages, HEAD, or ALL_BUT_HEAD. */
  freeze?: string[];
  /** By the name of a layer, block or stage, HEAD, or REST. */
  learningRateFactor?: Record<string, number>;
}

const ALL_BUT_HEAD = 'all-but-head';
/** All layers without another factor. */
const REST = 'rest';

export const addTuningOptions = (command: Command): Command =>
  command
    .option('--freeze <parts>', t('cli.options.freeze'), words)
    .option('--learning-rate-factor <part=factor>', t('cli.options.learningRateFactor'), factorOf);

/** Reads `stage1=0.1` and adds it to the earlier ones. */
function factorOf(text: string, before: Record<string, number> = {}): Record<string, number> {
  const [, part, factor] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (part === undefined || factor === undefined) throw new InvalidArgumentError(t('cli.tuning.pair'));
  return { ...before, [part]: checked(learningRateFactorSchema, readNumber(factor)) };
}

/** @throws Refusal for a name that the network lacks, GraphError where it has no head. */
export function tuned(
  document: GraphDocument,
  { freeze = [], learningRateFactor = {} }: TuningFlags,
): GraphDocument {
  const frozen = freeze.reduce(
    (before, name) =>
      name === ALL_BUT_HEAD
        ? freezeAllButHead(before)
        : setTrainable(before, membersNamed(before, name, [ALL_BUT_HEAD]), false),
    document,
  );
  const { [REST]: rest, ...own } = learningRateFactor;
  const named = new Map(
    Object.entries(own).flatMap(([name, factor]) =>
      membersNamed(frozen, name, [REST]).map((id) => [id, factor] as const),
    ),
  );
  return frozen.nodes.reduce((before, { id }) => {
    const factor = named.get(id) ?? rest;
    return factor === undefined ? before : setLearningRateFactor(before, [id], factor);
  }, frozen);
}

function membersNamed(document: GraphDocument, name: string, others: readonly string[]): string[] {
  const ids = partOf(document, name);
  if (ids) return ids;
  const names = [...partNames(document), ...others];
  const groups = listOf([...document.groups.map(({ id }) => id), HEAD, ...others], 'unit');
  const hint = hintFor(name, names, message('settings.thereAre', { names: groups }));
  return refuse('cli.tuning.unknownPart', { network: document.name, name, hint });
}
