/** Which runs are twins by their training, and how others differ. */
import { groupBy } from '../basics/group-by';
import { t } from '../messages';
import { canonical } from './canonical';
import type { Extension } from './extension';
import type { RunRecord } from './run';
import { effectiveSelection } from './selection';
import { trainingFacts } from './setting/facts';
import { tuningPhrase } from './tuning';

/** All settings that affect the numbers, apart from the seed and the number of threads, which rounds differently. */
export function settingsKey(run: Pick<RunRecord, 'settings'>): string {
  const { seed, checkpoints, diagnosticsEvery, histograms, threads, ...rest } = run.settings;
  const settings = {
    ...rest,
    extensions: effectiveExtensions(rest.extensions),
    selection: effectiveSelection(rest),
  };
  return JSON.stringify(canonical(settings));
}

/** Equal for runs on the same data set. */
export type ImageNames = (run: RunRecord) => string;

/**
 * By digest. Old records have at most a fingerprint, which newer ones have too; without one, the digest that all others
 * share, if it is unique.
 */
export function imageNames(runs: readonly RunRecord[]): ImageNames {
  const digests = new Map<string, Set<string>>();
  const note = (names: Map<string, Set<string>>, key: string, name: string) =>
    names.set(key, (names.get(key) ?? new Set<string>()).add(name));
  for (const { split } of runs) {
    if (split?.digest !== undefined && split.fingerprint !== undefined)
      note(digests, split.fingerprint, split.digest);
  }
  const only = (names: Set<string> | undefined) => (names?.size === 1 ? [...names][0] : undefined);
  const recorded = ({ split }: RunRecord) =>
    split?.digest ?? (split?.fingerprint && (only(digests.get(split.fingerprint)) ?? split.fingerprint));
  const ofSet = new Map<string, Set<string>>();
  for (const run of runs) {
    const name = recorded(run);
    if (name !== undefined) note(ofSet, run.settings.dataset, name);
  }
  return (run) => recorded(run) ?? only(ofSet.get(run.settings.dataset)) ?? '';
}

export const twinsKey = (run: RunRecord, images: ImageNames): string =>
  JSON.stringify([
    run.network.twinKey,
    run.network.tuning?.key,
    settingsKey(run),
    run.epochs.length,
    splitText(run),
    images(run),
  ]);

/** What the rates depend on. The step of the decision matters only for a stretched schedule, which jumps there (extension.ts). */
function effectiveExtensions(extensions: readonly Extension[]): unknown[] {
  return extensions
    .filter(({ rate }, index) => rate.type !== 'keep' || extensions[index - 1]?.rate.type !== 'keep')
    .map(({ step, planned, after, rate }) => ({
      rate,
      planned,
      ...(rate.type === 'stretch' ? { step } : {}),
      ...(rate.type === 'new' ? { after } : {}),
    }));
}

export const epochsOf = ({ epochs }: Pick<RunRecord, 'epochs'>) =>
  t('study.caption.epochs', { count: epochs.length });

export const splitText = (run: RunRecord) => run.split?.description ?? '';

const TUNING = 'tuning';

export const factsOf = (run: RunRecord): Map<string, string> =>
  new Map([
    ['epochs', epochsOf(run)],
    [TUNING, tuningPhrase(run.network.tuning) || t('study.tuning.none')],
    ...trainingFacts(run.settings).map(({ path, phrase }) => [path, phrase] as const),
  ]);

interface Members {
  members: readonly RunRecord[];
}

/** The labels of rows; equal ones get the settings in which their runs differ: `50 layers, lr 0.1, 5 epochs`. */
export function labelsApart(rows: readonly (Members & { label: string })[]): string[] {
  const byLabel = groupBy(rows, ({ label }) => label);
  return rows.map(({ label, members }) => {
    const rivals = byLabel.get(label)!.map((row) => row.members);
    const apart = rivals.length > 1 ? differing(members, rivals) : '';
    return apart ? `${label}, ${apart}` : label;
  });
}

function differing(own: readonly RunRecord[], all: readonly (readonly RunRecord[])[]): string {
  const [first] = own;
  if (first === undefined) return '';
  const facts = all.map(([run]) => (run ? factsOf(run) : new Map<string, string>()));
  return [...factsOf(first)]
    .filter(([label]) => new Set(facts.map((one) => one.get(label))).size > 1)
    .map(([, phrase]) => phrase)
    .join(', ');
}

/** A sentence if runs of a row were extended at different steps, with the same rates. */
export function extendedApart(rows: readonly Members[]): string[] {
  const apart = rows.some(
    ({ members }) => new Set(members.map(({ settings }) => JSON.stringify(settings.extensions))).size > 1,
  );
  return apart ? [t('study.caption.extendedApart')] : [];
}

const MOST_PAIRS = 3;

/** Why a residual network and its plain twin are not in one row. */
export function unpaired(rows: readonly Members[]): string[] {
  const alone = rows.flatMap(({ members }) => {
    const [first] = members;
    return first && new Set(members.map(({ network }) => network.variant)).size === 1 ? [first] : [];
  });
  const residual = alone.filter(({ network }) => network.variant === 'residual');
  const images = imageNames(rows.flatMap(({ members }) => members));
  const plain = alone.filter(({ network }) => network.variant === 'plain');
  const pairs = residual.flatMap((one) =>
    plain.flatMap((other) => (other.network.twinKey === one.network.twinKey ? [[one, other] as const] : [])),
  );
  return pairs
    .slice(0, MOST_PAIRS)
    .map(([one, other]) =>
      t('study.twins.notCompared', { one: one.arm, other: other.arm, why: difference(one, other, images) }),
    );
}

function difference(one: RunRecord, other: RunRecord, images: ImageNames): string {
  const facts = factsOf(other);
  // A shortcut's own layers are not in the plain twin, so the counts of equal tunings may differ.
  if (one.network.tuning?.key === other.network.tuning?.key) facts.delete(TUNING);
  const differing = [...factsOf(one)].flatMap(([label, phrase]) => {
    if (label === TUNING && !facts.has(label)) return [];
    const theirs = facts.get(label) ?? t('study.twins.none');
    return theirs === phrase ? [] : [t('study.twins.against', { one: phrase, other: theirs })];
  });
  if (differing.length > 0) return differing.join(', ');
  const same = splitText(one) === splitText(other) && images(one) === images(other);
  return t(same ? 'study.twins.settings' : 'study.twins.images');
}
