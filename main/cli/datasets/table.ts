/** Data sets as text for a terminal. */

import type { DatasetInfo } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { join, type Key, t, textOf } from '../../../core/messages';
import { columns, headings } from '../output/output';

function stateOf({ state, problem, sampleOf, kind }: DatasetInfo): string {
  const missing = problem ? 'damaged' : kind;
  return t('cli.datasets.state', {
    state: state === 'ready' ? (sampleOf ? 'sample' : 'ready') : missing,
  });
}

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

function photographsOf({ photoSize, imageShape }: DatasetInfo): string {
  const shape = imageShape.join('x');
  if (!photoSize) return t('cli.datasets.photographsFor', { shape });
  return t('cli.datasets.photographsOf', { size: `${photoSize[1]} x ${photoSize[0]} px`, shape });
}

const MOST_CLASSES = 20;

function classesOf({ classes }: DatasetInfo): string {
  const names = join(classes.slice(0, MOST_CLASSES), 'unit');
  const more = classes.length - MOST_CLASSES;
  const key = more > 0 ? 'cli.datasets.classListMore' : 'cli.datasets.classList';
  return t(key, { count: classes.length, names, more });
}

function sampleOf({ id, sampleOf: count, sources }: DatasetInfo): string | undefined {
  if (!count) return undefined;
  const how = sources.includes('download')
    ? t('cli.datasets.wholeDownload', { id })
    : t('cli.datasets.wholeImport');
  return t('cli.datasets.whole', { count, how });
}

type Field =
  Extract<Key, `cli.datasets.fields.${string}`> extends `cli.datasets.fields.${infer Name}` ? Name : never;

/** A line for each known property. */
export function datasetPage(info: DatasetInfo): string {
  const { problem, valRole, valCount, testCount, dropped, odd, downloadBytes, license, sources } = info;
  const files = (count: number) => (count > 0 ? t('cli.datasets.files', { count }) : undefined);
  const rows: [Field, string | undefined][] = [
    ['name', info.name],
    ['description', textOf(info.description)],
    ['state', problem ? t('cli.datasets.damaged', { problem }) : stateOf(info)],
    ['images', info.sizes === 'varied' ? photographsOf(info) : shapeOf(info)],
    ['training', String(info.trainCount)],
    [valRole === 'test' ? 'test' : 'validation', String(valCount)],
    ['test', testCount > 0 ? String(testCount) : undefined],
    ['splits', textOf(info.splitDescription)],
    ['classes', classesOf(info)],
    ['sample', sampleOf(info)],
    ['dropped', files(dropped)],
    ['odd', files(odd)],
    ['size', formatBytes(info.bytes)],
    ['download', downloadBytes === undefined ? undefined : formatBytes(downloadBytes)],
    ['home', info.homepage],
    ['license', license && textOf(license)],
    ['citation', info.citation],
    ['sources', sources.join(', ') || undefined],
  ];
  return columns(
    rows.flatMap(([field, value]) =>
      value === undefined ? [] : [[t(`cli.datasets.fields.${field}`), value]],
    ),
  );
}
