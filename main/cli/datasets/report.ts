/** `skipwire datasets report`: the report on a data set. */

import { Command } from 'commander';
import type { DatasetReport } from '../../../core/contract/report';
import { formatDecimals } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { INTERRUPTED, interruptible } from '../interrupt';
import { columns, headings, print, printJson } from '../output/output';
import { Phases } from '../output/phases';

export function datasetReportCommand(): Command {
  return new Command('report')
    .description(t('cli.report.description'))
    .argument('<id>', t('cli.report.dataset'))
    .option('--json', t('cli.options.json'))
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { DatasetStore } = await import('../../datasets');
      const { reportService } = await import('../../datasets/report');
      const { datasetsRoot } = await import('../../basics/paths');
      const datasets = new DatasetStore({ root: datasetsRoot() });
      const service = reportService({ datasets });
      const { classes, name } = await datasets.manifest(id);
      const phases = new Phases();
      try {
        await interruptible(async (signal) => {
          for await (const event of service.report(id, signal)) {
            if (event.type === 'progress') {
              phases.show(event);
              continue;
            }
            phases.clear();
            if (json) printJson(event.report);
            else print(inWords(event.report, name, classes));
          }
          if (signal.aborted) process.exitCode = INTERRUPTED;
        });
      } finally {
        phases.clear();
        await service.close();
      }
    });
}

const nameOfSplit = (split: 'train' | 'val' | 'test'): string => t('cli.report.split', { split });
/** Files that are listed; the rest is counted. */
const LINES = 20;

export function inWords(report: DatasetReport, name: string, classes: readonly string[]): string {
  return [name, '', splitTable(report, classes), '', columns(details(report))].join('\n');
}

function splitTable({ splits }: DatasetReport, classes: readonly string[]): string {
  const className = (index: number | null) => (index === null ? '' : (classes[index] ?? String(index)));
  const rows = splits.map(({ split, count, perClass, largest, smallest, imbalance, missing }) => [
    nameOfSplit(split),
    String(count),
    `${className(largest)} (${perClass[largest ?? 0]})`,
    `${className(smallest)} (${perClass[smallest ?? 0]})`,
    imbalance === null ? '' : formatDecimals(imbalance, 2),
    String(missing.length),
  ]);
  const head = headings('split', 'images', 'largestClass', 'smallestClass', 'ratio', 'emptyClasses');
  return columns([head, ...rows], [1, 4, 5]);
}

const details = (report: DatasetReport): string[][] => [
  ...section(t('cli.report.sizes'), sizeLines(report)),
  ...section(t('cli.report.channels'), channelLines(report)),
  ...section(t('cli.report.duplicates'), duplicateLines(report)),
  ...section(t('cli.report.leakage'), leakageLines(report)),
  ...section(t('cli.report.filesLabel'), fileLines(report)),
];

const section = (label: string, lines: readonly string[]): string[][] =>
  lines.map((line, index) => [index === 0 ? label : '', line]);

function sizeLines({ sizes }: DatasetReport): string[] {
  if (sizes.kind === 'equal') {
    return [t('cli.report.equalSizes', { width: sizes.width, height: sizes.height })];
  }
  const sized = ({ width, height, name }: typeof sizes.smallest) =>
    `${width} x ${height}${name ? ` (${name})` : ''}`;
  const { distinct: count, medianWidth: width, medianHeight: height } = sizes;
  return [
    t('cli.report.variedSizes', { count, width, height }),
    t('cli.report.extremes', { smallest: sized(sizes.smallest), largest: sized(sizes.largest) }),
  ];
}

function channelLines({ channels }: DatasetReport): string[] {
  const { images: count, broughtTo, names, mean, deviation } = channels;
  return [
    broughtTo
      ? t('cli.report.channelsResized', { count, width: broughtTo.width, height: broughtTo.height })
      : t('cli.report.channelsOf', { count }),
    ...names.map((channel, c) =>
      t('cli.report.channel', {
        channel: channel.padEnd(6),
        mean: formatDecimals(mean[c]!, 4),
        deviation: formatDecimals(deviation[c]!, 4),
      }),
    ),
  ];
}

const duplicateLines = ({ duplicates }: DatasetReport): string[] =>
  (['exact', 'near'] as const).map((kind) => {
    const { groups, images, crossing, labelsDiffer } = duplicates[kind];
    return t('cli.report.duplicatesOf', { kind, groups, images, crossing, labelsDiffer });
  });

const leakageLines = ({ duplicates }: DatasetReport): string[] =>
  duplicates.leakage.map(({ of, in: into, count, images, exact }) =>
    t('cli.report.leak', { of: nameOfSplit(of), into: nameOfSplit(into), count, images, exact }),
  );

function fileLines({ dropped, odd, listed }: DatasetReport): string[] {
  const shown = listed
    .slice(0, LINES)
    .map(({ file, state, reason }) => `${t('cli.report.fileState', { state })}  ${file}: ${reason}`);
  const more = listed.length - LINES;
  return [
    t('cli.report.files', { dropped, odd }),
    ...shown,
    ...(more > 0 ? [t('cli.report.more', { count: more })] : []),
  ];
}
