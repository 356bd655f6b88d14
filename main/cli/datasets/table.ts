/** Data sets in words, for a terminal. */

import type { DatasetInfo } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { plural } from '../../../core/format/plural';
import { textOf } from '../../../core/messages';
import { columns } from '../output/output';

const stateOf = ({ state, problem, sampleOf }: DatasetInfo): string =>
  state === 'ready' ? (sampleOf ? 'sample' : 'here') : problem ? 'damaged' : 'not here yet';

const shapeOf = ({ sizes, imageShape }: DatasetInfo): string =>
  sizes === 'varied' ? 'photographs' : imageShape.join('x');

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
    [['id', 'state', 'images', 'classes', 'training', 'validation', 'size', 'what it is'], ...rows],
    [3, 4, 5, 6],
  );
}

const MOST_CLASSES = 20;

const wholeBy = ({ id, sources }: DatasetInfo): string =>
  sources.includes('download')
    ? `"skipwire datasets download ${id}" fetches the whole set`
    : 'import the whole set to replace it';

/** A line for each thing that is known. */
export function datasetPage(info: DatasetInfo): string {
  const { classes, trainCount, valCount, testCount, valRole, dropped, odd } = info;
  const more = classes.length > MOST_CLASSES ? `, and ${classes.length - MOST_CLASSES} more` : '';
  const rows: [string, string | undefined][] = [
    ['name', info.name],
    ['what it is', textOf(info.description)],
    ['state', info.problem ? `damaged: ${textOf(info.problem)}` : stateOf(info)],
    [
      'images',
      info.sizes === 'varied'
        ? `photographs${info.photoSize ? ` of ${info.photoSize[1]} x ${info.photoSize[0]} px` : ''}; for networks of ${info.imageShape.join('x')}, say`
        : info.imageShape.join('x'),
    ],
    ['training', String(trainCount)],
    [valRole === 'test' ? 'test' : 'validation', String(valCount)],
    ['test', testCount > 0 ? String(testCount) : undefined],
    ['splits', textOf(info.splitDescription)],
    ['classes', `${classes.length}: ${classes.slice(0, MOST_CLASSES).join(', ')}${more}`],
    [
      'whole',
      info.sampleOf ? `no: a sample of ${plural(info.sampleOf, 'image')}; ${wholeBy(info)}` : undefined,
    ],
    ['left out', dropped > 0 ? plural(dropped, 'file') : undefined],
    ['odd', odd > 0 ? plural(odd, 'file') : undefined],
    ['size', formatBytes(info.bytes)],
    ['download', info.downloadBytes === undefined ? undefined : formatBytes(info.downloadBytes)],
    ['home', info.homepage],
    ['license', info.license && textOf(info.license)],
    ['to cite', info.citation],
    ['comes by', info.sources.length > 0 ? info.sources.join(', ') : undefined],
  ];
  const known = rows.filter((row): row is [string, string] => row[1] !== undefined);
  return columns(known);
}
