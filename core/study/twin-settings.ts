/** Which runs are twins by the way they were trained, and in what others differ. */
import { plural } from '../plural';
import { canonical } from './canonical';
import type { Extension } from './extension';
import type { RunRecord } from './run';
import { effectiveSelection } from './selection';
import { trainingFacts } from './words';

/**
 * What twins share: the network without shortcuts, and all settings that bear on the numbers, but for the seed; epochs
 * as really trained. What is recorded beside, and how often it is saved, does not bear on them.
 */
export function twinsKey(run: RunRecord): string {
  const { seed, checkpoints, diagnosticsEvery, histograms, ...rest } = run.settings;
  const settings = {
    ...rest,
    extensions: effectiveExtensions(rest.extensions),
    selection: effectiveSelection(rest),
  };
  return JSON.stringify([run.network.twinKey, canonical(settings), run.epochs.length, splitText(run)]);
}

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

export const epochsOf = ({ epochs }: Pick<RunRecord, 'epochs'>) => plural(epochs.length, 'epoch');

export const splitText = (run: RunRecord) => run.split?.description ?? '';

/** Phrases by label. */
export const factsOf = (run: RunRecord): Map<string, string> =>
  new Map([
    ['epochs', epochsOf(run)],
    ...trainingFacts(run.settings).map(({ label, phrase }) => [label, phrase] as const),
  ]);

/** Of a row of the table: which runs it is made of. */
interface Members {
  members: readonly RunRecord[];
}

/** One sentence for a row whose runs were extended at different steps, though with the same rates. */
export function extendedApart(rows: readonly Members[]): string[] {
  const apart = rows.some(
    ({ members }) => new Set(members.map(({ settings }) => JSON.stringify(settings.extensions))).size > 1,
  );
  return apart ? ['Runs of one row were extended at different steps, with the same rates at each.'] : [];
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
  const plain = alone.filter(({ network }) => network.variant === 'plain');
  const pairs = residual.flatMap((one) =>
    plain.flatMap((other) => (other.network.twinKey === one.network.twinKey ? [[one, other] as const] : [])),
  );
  return pairs
    .slice(0, MOST_PAIRS)
    .map(([one, other]) => `${one.arm} and ${other.arm} are not compared: ${difference(one, other)}.`);
}

function difference(one: RunRecord, other: RunRecord): string {
  const facts = factsOf(other);
  const told = [...factsOf(one)].flatMap(([label, phrase]) => {
    const theirs = facts.get(label) ?? 'none';
    return theirs === phrase ? [] : [`${phrase} against ${theirs}`];
  });
  if (told.length > 0) return told.join(', ');
  return splitText(one) === splitText(other) ? 'their settings differ' : 'they were trained on other images';
}
