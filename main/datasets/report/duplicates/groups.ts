/** Groups of duplicates from pairs, their counts, and the leakage between splits. */

import { groupBy } from '../../../../core/basics/group-by';
import {
  type DuplicateGroup,
  type DuplicatesReport,
  type Leakage,
  MAX_GROUPS,
  MAX_MEMBERS,
  type Place,
} from '../../../../core/contract/report';
import type { PairSearch } from './pairs';

export interface Indexed {
  /** The images of all splits, one after the other. */
  places: readonly Place[];
  /** For each image, the first one with the same pixels, or itself. */
  firstOf: Int32Array;
}

type Full = Omit<DuplicateGroup, 'members'> & { members: Place[] };

export function groupDuplicates(
  { places, firstOf }: Indexed,
  { pairs, plain, alike }: PairSearch,
): DuplicatesReport {
  const copies = groupBy(places.keys(), (image) => firstOf[image]!);
  const root = Int32Array.from({ length: places.length }, (_, image) => image);
  const find = (image: number): number => {
    let at = image;
    while (root[at] !== at) at = root[at] = root[root[at]!]!;
    return at;
  };
  for (const { a, b } of pairs) root[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  const mirroredRoots = new Set(pairs.filter(({ mirrored }) => mirrored).map(({ a }) => find(a)));
  const near = new Map<number, Place[]>(pairs.map(({ a }) => [find(a), []]));
  places.forEach((place, image) => {
    near.get(find(firstOf[image]!))?.push(place);
  });
  const groups = [...near].map(([at, members]) => groupOf('near', members, mirroredRoots.has(at)));
  for (const [first, images] of copies) {
    if (images.length < 2 || near.has(find(first))) continue;
    const members = images.map((image) => places[image]!);
    groups.push(groupOf('exact', members, false));
  }
  groups.sort(
    (p, q) =>
      Number(q.crossesSplits) - Number(p.crossesSplits) ||
      Number(q.labelsDiffer) - Number(p.labelsDiffer) ||
      Number(q.kind === 'exact') - Number(p.kind === 'exact') ||
      q.size - p.size,
  );
  const count = (kind: Full['kind']) => {
    const of = groups.filter((group) => group.kind === kind);
    return {
      groups: of.length,
      images: of.reduce((sum, { size }) => sum + size, 0),
      crossing: of.filter(({ crossesSplits }) => crossesSplits).length,
      labelsDiffer: of.filter(({ labelsDiffer }) => labelsDiffer).length,
    };
  };
  return {
    exact: count('exact'),
    near: count('near'),
    leakage: leakages({ places, firstOf }, copies, pairs),
    groups: groups.slice(0, MAX_GROUPS).map((group) => ({ ...group, members: shownOf(group.members) })),
    plain,
    alike,
  };
}

function groupOf(kind: Full['kind'], members: Place[], mirrored: boolean): Full {
  return {
    kind,
    members,
    size: members.length,
    crossesSplits: members.some(({ split }) => split !== members[0]!.split),
    labelsDiffer: members.some(({ label }) => label !== members[0]!.label),
    mirrored,
  };
}

/** Members to show, from each split. */
function shownOf(members: Place[]): Place[] {
  if (members.length <= MAX_MEMBERS) return members;
  const splits = [...new Set(members.map(({ split }) => split))];
  const each = Math.floor(MAX_MEMBERS / splits.length);
  return splits.flatMap((split) => members.filter((member) => member.split === split).slice(0, each));
}

function leakages(
  { places, firstOf }: Indexed,
  copies: ReadonlyMap<number, number[]>,
  pairs: PairSearch['pairs'],
): Leakage[] {
  /** Direct neighbors only: the ends of a chain may look quite different. */
  const directed = pairs.flatMap(({ a, b }) => [
    { from: a, to: b },
    { from: b, to: a },
  ]);
  const neighbors = groupBy(directed, ({ from }) => from);
  const has = (split: Place['split']) => places.some((place) => place.split === split);
  const between = [
    ['val', 'train'],
    ['test', 'train'],
    ['test', 'val'],
  ] as const;
  return between
    .filter(([of, into]) => has(of) && has(into))
    .map(([of, into]) => {
      const leakage = { of, in: into, count: 0, images: 0, exact: 0, near: 0, labelsDiffer: 0 };
      places.forEach((place, image) => {
        if (place.split !== of) return;
        leakage.count++;
        const first = firstOf[image]!;
        const others = (at: number) => copies.get(at)!.filter((other) => places[other]!.split === into);
        const equal = others(first);
        const found = [...equal, ...(neighbors.get(first) ?? []).flatMap(({ to }) => others(to))];
        if (found.length === 0) return;
        leakage.images++;
        leakage[equal.length > 0 ? 'exact' : 'near']++;
        if (!found.some((other) => places[other]!.label === place.label)) leakage.labelsDiffer++;
      });
      return leakage;
    });
}
