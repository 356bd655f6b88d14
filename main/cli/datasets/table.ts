/** Data sets in words, for a terminal. */

import type { DatasetInfo } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { join, t, textOf } from '../../../core/messages';
import { columns, headings } from '../output/output';

const stateOf = ({ state, problem, sampleOf }: DatasetInfo): string =>
  t('cli.datasets.state', {
    state: state === 'ready' ? (sampleOf ? 'sample' : 'ready') : problem ? 'damaged' : state,
  });

const shapeOf = ({ sizes, imageShape }: DatasetInfo): string =>
  sizes === 'varied' ? t('cli.datasets.photographs') : imageShape.join('x');

export function datasetTable(list: readonly DatasetInfo[]): string {
  const rows = list.map((set) => [
    set.id,
    stateOf(set),
    shapeOf(set),
    String(set.classes.length),
    String(set.trainCount),
    String(set.valCount),
    formatBytes(set.bytes),
    set.kind === 'own' ? `${set.name}. ${textOf(set.description)}` : textOf(set.description),
  ]);
  return columns(
    [headings('id', 'state', 'images', 'classes', 'training', 'validation', 'size', 'description'), ...rows],
    [3, 4, 5, 6],
  );
}

const filesOf = (count: number): string | undefined =>
  count > 0 ? t('cli.datasets.files', { count }) : undefined;

function photographsOf({ photoSize, imageShape }: DatasetInfo): string {
  const shape = imageShape.join('x');
  if (!photoSize) return t('cli.datasets.photographsFor', { shape });
  return t('cli.datasets.photographsOf', { size: `${photoSize[1]} x ${photoSize[0]} px`, shape });
}

const MOST_CLASSES = 20;

const wholeBy = ({ id, sources }: DatasetInfo): string =>
  sources.includes('download') ? t('cli.datasets.wholeDownload', { id }) : t('cli.datasets.wholeImport');

/** A line for each thing that is known. */
export function datasetPage(info: DatasetInfo): string {
  const { classes, trainCount, valCount, testCount, valRole, dropped, odd } = info;
  const listed = {
    count: classes.length,
    names: join(classes.slice(0, MOST_CLASSES), 'unit'),
    more: classes.length - MOST_CLASSES,
  };
  const rows: [string, string | undefined][] = [
    [t('cli.datasets.fields.name'), info.name],
    [t('cli.datasets.fields.description'), textOf(info.description)],
    [
      t('cli.datasets.fields.state'),
      info.problem ? t('cli.datasets.damaged', { problem: info.problem }) : stateOf(info),
    ],
    [t('cli.datasets.fields.images'), info.sizes === 'varied' ? photographsOf(info) : shapeOf(info)],
    [t('cli.datasets.fields.training'), String(trainCount)],
    [t(valRole === 'test' ? 'cli.datasets.fields.test' : 'cli.datasets.fields.validation'), String(valCount)],
    [t('cli.datasets.fields.test'), testCount > 0 ? String(testCount) : undefined],
    [t('cli.datasets.fields.splits'), textOf(info.splitDescription)],
    [
      t('cli.datasets.fields.classes'),
      t(listed.more > 0 ? 'cli.datasets.classListMore' : 'cli.datasets.classList', listed),
    ],
    [
      t('cli.datasets.fields.sample'),
      info.sampleOf ? t('cli.datasets.whole', { count: info.sampleOf, how: wholeBy(info) }) : undefined,
    ],
    [t('cli.datasets.fields.dropped'), filesOf(dropped)],
    [t('cli.datasets.fields.odd'), filesOf(odd)],
    [t('cli.datasets.fields.size'), formatBytes(info.bytes)],
    [
      t('cli.datasets.fields.download'),
      info.downloadBytes === undefined ? undefined : formatBytes(info.downloadBytes),
    ],
    [t('cli.datasets.fields.home'), info.homepage],
    [t('cli.datasets.fields.license'), info.license && textOf(info.license)],
    [t('cli.datasets.fields.citation'), info.citation],
    [t('cli.datasets.fields.sources'), info.sources.length > 0 ? info.sources.join(', ') : undefined],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined);
  return columns(known);
}
