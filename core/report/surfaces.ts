/** The loss surfaces that were computed, from above and as reliefs; those with the same axes and images share their levels. */
import { groupBy } from '../basics/group-by';
import { formatCount, formatRate } from '../format/number';
import { join, t } from '../messages';
import { nameOf } from '../study/run';
import { type NamedSurface, surfacePicture } from '../surface/pictures';
import { computedCount, type Surface } from '../surface/surface';
import type { ReportBlock, ReportFigure } from './document';
import type { ReportedStudy } from './study';

const WIDTH = 820;

interface Drawn {
  name: string;
  runId: string;
  surface: Surface;
}

export function surfaceBlocks({ arms }: ReportedStudy): ReportBlock[] {
  const all = arms.flatMap(({ runs }) =>
    runs.flatMap(({ record, surfaces }) =>
      surfaces.map((surface): Drawn => ({ name: nameOf(record), runId: record.id, surface })),
    ),
  );
  const alike = groupBy(all, ({ surface: { settings, data, images } }) =>
    JSON.stringify([settings, data, images]),
  );
  return finest([...alike.values()].map(newestOfRuns)).flatMap((group, index) => blocksOf(group, index + 1));
}

/** A run whose training went on has surfaces of several checkpoints. */
const newestOfRuns = (group: readonly Drawn[]): Drawn[] =>
  [...groupBy(group, ({ runId }) => runId).values()].map((own) =>
    own.reduce((best, one) => (one.surface.checkpoint.step > best.surface.checkpoint.step ? one : best)),
  );

/** Where the same runs have several, those with the most computed points. */
function finest(groups: readonly Drawn[][]): Drawn[][] {
  const points = (group: readonly Drawn[]) => group.reduce((sum, one) => sum + computedCount(one.surface), 0);
  const ofRuns = groupBy(groups, (group) => group.map(({ runId }) => runId).join(' '));
  return [...ofRuns.values()].map((same) =>
    same.reduce((best, one) => (points(one) > points(best) ? one : best)),
  );
}

function blocksOf(group: readonly Drawn[], number: number): ReportBlock[] {
  const { settings, images } = group[0]!.surface;
  const networks = join(group.map(({ name }) => name));
  const surfaces: readonly NamedSurface[] = group;
  const figure = (kind: 'contours' | 'relief', title: string): ReportFigure[] => {
    const svg = surfacePicture(surfaces, { kind, label: title, width: WIDTH });
    return svg === undefined ? [] : [{ id: `surface-${number}-${kind}`, title, svg }];
  };
  const figures = [
    ...figure('contours', t('surface.view.contoursOf', { networks })),
    ...figure('relief', t('surface.view.reliefOf', { networks })),
  ];
  const missing = group.reduce((sum, { surface }) => sum + surface.losses.length - computedCount(surface), 0);
  if (figures.length === 0) return [];
  const count = settings.points;
  return [
    { kind: 'figures', figures, ownSize: true },
    { kind: 'text', text: t('surface.view.help', { images: formatCount(images) }), tone: 'muted' },
    {
      kind: 'text',
      text: t('report.surfaces.grid', { count, range: formatRate(settings.range), seed: settings.seed }),
      tone: 'muted',
    },
    ...(missing > 0
      ? [
          {
            kind: 'text',
            text: t('report.surfaces.unfinished', { missing, count: group.length * count ** 2 }),
            tone: 'warning',
          } as const,
        ]
      : []),
  ];
}
