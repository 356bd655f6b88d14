/** `skipwire datasets report <id>`: what there is to know about a data set before training on it. */

import { Command } from 'commander';
import type { DatasetReport } from '../../../core/contract/report';
import { formatDecimals } from '../../../core/format/number';
import { plural } from '../../../core/format/plural';
import { textOf } from '../../../core/messages';
import { columns, print, printJson, say } from '../output/output';
import { ProgressBar } from '../output/progress-bar';

export function datasetReportCommand(): Command {
  return new Command('report')
    .description('counts, sizes, channel statistics, duplicates and leakage of a data set; computed once')
    .argument('<id>', 'data set on this machine')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { DatasetStore } = await import('../../datasets');
      const { reportService } = await import('../../datasets/report');
      const { datasetsRoot } = await import('../../basics/paths');
      const datasets = new DatasetStore({ root: datasetsRoot() });
      const service = reportService({ datasets });
      const { classes, name } = await datasets.manifest(id);
      const bar = process.stderr.isTTY ? new ProgressBar(process.stderr) : undefined;
      const controller = new AbortController();
      const stop = () => controller.abort();
      process.once('SIGINT', stop);
      let said: string | undefined;
      try {
        for await (const event of service.report(id, controller.signal)) {
          if (event.type === 'report') {
            bar?.clear();
            if (json) printJson(event.report);
            else print(inWords(event.report, name, classes));
          } else {
            const phase = textOf(event.phase);
            if (bar) bar.show(event.fraction, [phase, textOf(event.detail ?? '')].filter(Boolean).join('  '));
            else if (phase !== said) say(phase);
            said = phase;
          }
        }
      } finally {
        bar?.clear();
        process.removeListener('SIGINT', stop);
        await service.close();
      }
      if (controller.signal.aborted) process.exitCode = 130;
    });
}

const splitWords = { train: 'training', val: 'second split', test: 'third split' } as const;
/** Lines of a list before the rest is counted. */
const LINES = 20;

export function inWords(report: DatasetReport, name: string, classes: readonly string[]): string {
  const { channels, duplicates, sizes } = report;
  const lines = [name, ''];
  const className = (index: number | null) => (index === null ? '' : (classes[index] ?? String(index)));
  lines.push(
    columns(
      [
        ['split', 'images', 'largest class', 'smallest class', 'ratio', 'classes without images'],
        ...report.splits.map(({ split, count, perClass, largest, smallest, imbalance, missing }) => [
          splitWords[split],
          String(count),
          `${className(largest)} (${perClass[largest ?? 0]})`,
          `${className(smallest)} (${perClass[smallest ?? 0]})`,
          imbalance === null ? '' : formatDecimals(imbalance, 2),
          String(missing.length),
        ]),
      ],
      [1, 4, 5],
    ),
    '',
  );
  if (sizes.kind === 'equal') lines.push(`sizes      all ${sizes.width} x ${sizes.height} (width x height)`);
  else {
    const sized = ({ width, height, name: file }: typeof sizes.smallest) =>
      `${width} x ${height}${file ? ` (${file})` : ''}`;
    lines.push(
      `sizes      ${sizes.distinct} of them, the median ${sizes.medianWidth} x ${sizes.medianHeight} (width x height)`,
      `           smallest ${sized(sizes.smallest)}, largest ${sized(sizes.largest)}`,
    );
  }
  const brought = channels.broughtTo
    ? `, each brought to ${channels.broughtTo.width} x ${channels.broughtTo.height}`
    : '';
  lines.push(`channels   of ${plural(channels.images, 'training image')}, 0..1${brought}`);
  channels.names.forEach((channel, c) => {
    const [mean, deviation] = [channels.mean[c]!, channels.deviation[c]!];
    lines.push(
      `           ${channel.padEnd(6)} mean ${formatDecimals(mean, 4)}  deviation ${formatDecimals(deviation, 4)}`,
    );
  });
  for (const kind of ['exact', 'near'] as const) {
    const { groups, images, crossing, labelsDiffer } = duplicates[kind];
    lines.push(
      `${kind === 'exact' ? 'duplicates' : '          '} ${kind}: ${plural(groups, 'group')} of ${plural(images, 'image')}, ` +
        `${crossing} across splits, ${labelsDiffer} with different labels`,
    );
  }
  for (const { of, in: into, count, images, exact } of duplicates.leakage) {
    lines.push(
      `leakage    ${images} of ${plural(count, 'image')} of the ${splitWords[of]} ${images === 1 ? 'has' : 'have'} a duplicate in the ${splitWords[into]} ` +
        `(${exact} exact)`,
    );
  }
  lines.push(`files      ${report.dropped} dropped, ${report.odd} odd`);
  for (const { file, state, reason } of report.listed.slice(0, LINES)) {
    lines.push(`           ${state.padEnd(7)}  ${file}: ${reason}`);
  }
  if (report.listed.length > LINES)
    lines.push(`           and ${report.listed.length - LINES} more (--json lists them)`);
  return lines.join('\n');
}
