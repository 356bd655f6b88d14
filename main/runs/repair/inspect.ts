/** Finds what prevents a run from being resumed or makes its numbers doubtful. */

import { basename, join } from 'node:path';
import { codeOf } from '../../../core/basics/errors';
import type { GraphDocument } from '../../../core/graph/document';
import { listOf, type Message, message, sentences } from '../../../core/messages';
import type { Checkpoint, EpochMetrics, RunRecord } from '../../../core/study/run';
import { Refusal, refuse } from '../../basics/refusal';
import { writeAtomically, writeJson } from '../../disk/atomic';
import { textIfThere } from '../../disk/regular-file';
import { type Bound, belongingOf, type Mismatch, mismatches } from '../binding';
import {
  CHECKPOINT_NAME,
  deadLink,
  hasInitialWeights,
  INITIAL_WEIGHTS,
  namesIn,
  readCheckpoint,
  readStored,
  type StoredCheckpoint,
  withRoles,
} from '../checkpoints';
import { CONFUSION_NAME, readConfusionFile } from '../confusion-files';
import type { RunFolder } from '../folder';
import type { Aside } from './originals';
import { tidyEvents } from './tidy-events';
import { faultWords, missingEpochs, tidyMetrics } from './tidy-metrics';

/** Without `fix`, a repair cannot help. */
interface Finding {
  found: Message;
  /** @returns what was done; undefined if another finding says it. */
  fix?(aside: Aside): Promise<Message | undefined>;
}

export interface Inspection {
  findings: Finding[];
  /** The repaired part of run.json. */
  record: Pick<RunRecord, 'epochs' | 'checkpoints' | 'checkpointEpoch' | 'settings'>;
}

/** @param graph undefined if unreadable. */
export async function inspectRun(
  run: RunRecord,
  graph: GraphDocument | undefined,
  folder: RunFolder,
): Promise<Inspection> {
  const findings: Finding[] = [];
  const epochs = await inspectMetrics(run, folder, findings);
  const own = await ownCheckpoints(run, graph, folder, findings);
  const changed = restoredFrom(run, graph, own, folder, findings);
  const kept: StoredCheckpoint[] = [];
  const whole = contiguous(epochs);
  for (const one of own) {
    if (one.stored.epoch <= whole) {
      kept.push(one.stored);
      continue;
    }
    findings.push({
      found: message('runs.repair.checkpointLate', {
        file: one.stored.file,
        epochs: one.stored.epoch,
        found: whole,
      }),
      fix: moved(join(folder.checkpoints, one.stored.file), one.stored.file),
    });
  }
  await inspectConfusion(folder, epochs, findings);
  inspectEvents(folder, findings);
  const settings = changed ?? run.settings;
  const checkpoints: Checkpoint[] = withRoles(kept, { best: settings.checkpoints.best, epochs });
  const record = { settings, epochs, checkpoints, checkpointEpoch: checkpoints.at(-1)?.epoch ?? 0 };
  if (!isPrefix(run.epochs, epochs)) {
    findings.push({
      found: message('runs.repair.epochsOther', { count: epochs.length }),
      fix: async () => message('runs.repair.epochsFixed'),
    });
  }
  const gone = run.checkpoints.filter(({ file }) => !checkpoints.some((one) => one.file === file));
  if (gone.length > 0) {
    findings.push({
      found: message('runs.repair.listedGone', {
        files: listOf(
          gone.map(({ file }) => file),
          'unit',
        ),
      }),
      fix: async () => message('runs.repair.listedFixed'),
    });
  }
  return { findings, record };
}

/** run.json may lag behind metrics.jsonl, but not differ. */
const isPrefix = (listed: readonly EpochMetrics[], epochs: readonly EpochMetrics[]): boolean =>
  listed.every(({ epoch }, index) => epochs[index]?.epoch === epoch);

/** Epochs from the first on without a gap. */
const contiguous = (epochs: readonly EpochMetrics[]): number => {
  const gap = epochs.findIndex(({ epoch }, index) => epoch !== index + 1);
  return gap < 0 ? epochs.length : gap;
};

const moved =
  (path: string, name: string) =>
  async (aside: Aside): Promise<Message> => {
    await aside.move(path);
    return message('runs.repair.moved', { file: name });
  };

/** @returns the epochs in the repaired file. */
async function inspectMetrics(
  run: RunRecord,
  { metrics: path }: RunFolder,
  findings: Finding[],
): Promise<EpochMetrics[]> {
  let text: string;
  try {
    text = (await textIfThere(path)) ?? '';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push({
      found: error.said,
      fix: async (aside) => {
        await aside.move(path);
        await writeAtomically(path, '');
        return message('runs.repair.metricsNew');
      },
    });
    return [];
  }
  const tidy = tidyMetrics(text);
  const faults = faultWords(tidy.found);
  // run.json also has each epoch: use it for those lost in the file.
  const last = Math.max(0, ...tidy.epochs.map(({ epoch }) => epoch));
  const missing = new Set(missingEpochs(tidy.epochs, last));
  const regained = [...new Map(run.epochs.map((one) => [one.epoch, one])).values()].filter(({ epoch }) =>
    missing.has(epoch),
  );
  const lines = [...tidy.lines, ...regained.map((one) => JSON.stringify(one))];
  const sorted = regained.length > 0 ? tidyMetrics(`${lines.join('\n')}\n`) : tidy;
  if (regained.length > 0) {
    faults.push(message('runs.repair.epochsRegained', { count: regained.length }));
  }
  faults.forEach((found, index) => {
    const isLast = index === faults.length - 1;
    findings.push({
      found,
      fix: async (aside) => {
        if (isLast) {
          await aside.copy(path);
          await writeAtomically(path, sorted.lines.map((line) => `${line}\n`).join(''));
        }
        return isLast ? message('runs.repair.metricsSorted') : undefined;
      },
    });
  });
  const lost = missingEpochs(sorted.epochs, last);
  if (lost.length > 0) {
    const epochs = listOf(lost.map(String), 'unit');
    findings.push({ found: message('runs.repair.epochsLost', { count: lost.length, epochs }) });
  }
  return sorted.epochs;
}

interface Own {
  stored: StoredCheckpoint;
  bound: Bound;
}

/** Intact ones of this run, oldest first. */
async function ownCheckpoints(
  run: RunRecord,
  graph: GraphDocument | undefined,
  { checkpoints: folder }: RunFolder,
  findings: Finding[],
): Promise<Own[]> {
  const own: Own[] = [];
  for (const file of await namesIn(folder)) {
    if (!CHECKPOINT_NAME.test(file)) continue;
    try {
      await readCheckpoint(folder, file);
      const { stored, bound } = await readStored(folder, file);
      const other = mismatches(bound, belongingOf(run, graph ?? bound.graph ?? EMPTY)).find(isOfRun);
      if (other) {
        const { difference } = other;
        refuse('runs.repair.checkpointForeign', { file, difference });
      }
      own.push({ stored, bound });
    } catch (error) {
      if (!(error instanceof Refusal) && codeOf(error) !== 'ENOENT') throw error;
      const reason = error instanceof Refusal ? error.said : deadLink(file);
      findings.push({ found: reason, fix: moved(join(folder, file), file) });
    }
  }
  if (await hasInitialWeights(folder)) {
    try {
      await readCheckpoint(folder, INITIAL_WEIGHTS);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push({ found: sentences(error.said, message('runs.repair.noStart')) });
    }
  }
  return own.sort((a, b) => a.stored.step - b.stored.step || a.stored.epoch - b.stored.epoch);
}

const isOfRun = ({ part }: Mismatch) => part === 'run';
const EMPTY = { nodes: [], edges: [], groups: [] } as unknown as GraphDocument;

/** Takes graph and settings from the newest checkpoint. @returns the settings if they change. */
function restoredFrom(
  run: RunRecord,
  graph: GraphDocument | undefined,
  own: readonly Own[],
  folder: RunFolder,
  findings: Finding[],
): RunRecord['settings'] | undefined {
  const newest = own.findLast(({ bound }) => bound.graph !== undefined && bound.settings !== undefined);
  const { graph: before, settings } = newest?.bound ?? {};
  if (!newest || !before || !settings) {
    if (!graph) findings.push({ found: message('runs.repair.graphLost') });
    return undefined;
  }
  const { bound, stored } = newest;
  const differs = (part: Mismatch['part'], now: GraphDocument) =>
    mismatches(bound, belongingOf(run, now)).some((one) => one.part === part);
  const graphDiffers = !graph || differs('graph', graph);
  const settingsDiffer = differs('settings', before);
  if (graphDiffers) {
    findings.push({
      found: message('runs.repair.graphOther', { file: stored.file }),
      fix: async (aside) => {
        await aside.copy(folder.graph).catch(() => undefined);
        await writeJson(folder.graph, before);
        return message('runs.repair.graphFixed', { file: stored.file });
      },
    });
  }
  if (!settingsDiffer) return undefined;
  findings.push({
    found: message('runs.repair.settingsOther', { file: stored.file }),
    fix: async () => message('runs.repair.settingsFixed', { file: stored.file }),
  });
  return settings;
}

async function inspectConfusion(
  { confusion: folder }: RunFolder,
  epochs: readonly EpochMetrics[],
  findings: Finding[],
): Promise<void> {
  const last = epochs.at(-1)?.epoch ?? 0;
  for (const name of await namesIn(folder)) {
    const epoch = Number(CONFUSION_NAME.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(epoch)) continue;
    const path = join(folder, name);
    const file = `confusion/${name}`;
    if (epoch > last) {
      findings.push({
        found: message('runs.repair.confusionLate', { file }),
        fix: moved(path, file),
      });
    } else if (!(await isReadable(path))) {
      findings.push({ found: message('runs.repair.confusionDamaged', { file }), fix: moved(path, file) });
    }
  }
}

async function isReadable(path: string): Promise<boolean> {
  try {
    return (await readConfusionFile(path)) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function inspectEvents({ tensorboard: folder }: RunFolder, findings: Finding[]): void {
  const { doubled, files, unfit } = tidyEvents(folder);
  for (const { path, reason } of unfit) {
    findings.push({ found: reason, fix: moved(path, `tensorboard/${basename(path)}`) });
  }
  if (doubled === 0) return;
  findings.push({
    found: message('runs.repair.eventsDoubled', { count: doubled }),
    fix: async (aside) => {
      for (const { path, content } of files) {
        if (content) {
          await aside.copy(path);
          await writeAtomically(path, content);
        } else await aside.move(path);
      }
      return message('runs.repair.eventsFixed');
    },
  });
}
