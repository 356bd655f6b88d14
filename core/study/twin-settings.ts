/** Which runs are twins by the way they were trained, and in what others differ. */
import { t } from '../messages';
import { canonical } from './canonical';
import type { Extension } from './extension';
import type { RunRecord } from './run';
import { effectiveSelection } from './selection';
import { trainingFacts } from './setting/facts';

/** All settings that bear on the numbers, but for the seed. What is recorded beside, and how often it is saved, does not. */
export function settingsKey(run: RunRecord): string {
  const { seed, checkpoints, diagnosticsEvery, histograms, ...rest } = run.settings;
  const settings = {
    ...rest,
    extensions: effectiveExtensions(rest.extensions),
    selection: effectiveSelection(rest),
  };
  return JSON.stringify(canonical(settings));
}

/** Equal for runs that were trained on the same data set, as it was then. */
export type ImageNames = (run: RunRecord) => string;

/**
 * By the digest of the data set. Records of older versions have a fingerprint at most, which newer ones have beside the
 * digest; what no record tells is taken to be what all others of that data set were trained on, if that is one thing.
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

/** What twins share: the network without shortcuts, the settings, the images, and epochs as really trained. */
export const twinsKey = (run: RunRecord, images: ImageNames): string =>
  JSON.stringify([run.network.twinKey, settingsKey(run), run.epochs.length, splitText(run), images(run)]);

/**
 * What the rates of the updates depend on. A schedule that is held, or followed by a new one, goes on as it was until it
 * ends, whenever that was decided; one that is stretched jumps there and then (extension.ts).
 */
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

/** Phrases by the path of their setting. */
export const factsOf = (run: RunRecord): Map<string, string> =>
  new Map([
    ['epochs', epochsOf(run)],
    ...trainingFacts(run.settings).map(({ path, phrase }) => [path, phrase] as const),
  ]);

/** The runs of a row of the table. */
interface Members {
  members: readonly RunRecord[];
}

/** One sentence for a row whose runs were extended at different steps, though with the same rates. */
export function extendedApart(rows: readonly Members[]): string[] {
  const apart = rows.some(
    ({ members }) => new Set(members.map(({ settings }) => JSON.stringify(settings.extensions))).size > 1,
  );
  return apart ? [t('study.caption.extendedApart')] : [];
}

/** More would be a list of everything that was ever tried. */
const MOST_PAIRS = 3;

/** Why a residual network and the plain one of the same layers stand in rows of their own. */
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
  const differing = [...factsOf(one)].flatMap(([label, phrase]) => {
    const theirs = facts.get(label) ?? t('study.twins.none');
    return theirs === phrase ? [] : [t('study.twins.against', { one: phrase, other: theirs })];
  });
  if (differing.length > 0) return differing.join(', ');
  const same = splitText(one) === splitText(other) && images(one) === images(other);
  return t(same ? 'study.twins.settings' : 'study.twins.images');
}
