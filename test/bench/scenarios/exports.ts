/** A large network in each format: how long an export takes, and what it needs in memory. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { inEnglish } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import { exportFormatSchema, formatInfo } from '../../../core/study/export-format';
import { makeRun } from '../../integration/exporting/support';
import { Contestant } from '../contestant';
import { type Bar, markdownTable, type Row } from '../report';
import { skipwireEntry } from '../roster';
import { median } from '../statistics';
import type { Scenario } from './scenario';

export const exports: Scenario = {
  id: 'exports',
  title: 'Exports',
  run: async ({ options, roster, folder, say }) => {
    const arm = options.quick ? 'resnet18' : 'resnet152';
    say(`a run of ${arm} with a checkpoint`);
    const made = await makeRun(buildPreset(arm), { slots: ['momentum'] });
    const entry = skipwireEntry(roster.engine, 'Skipwire', 'skipwire-export');
    const cases = exportFormatSchema.options.flatMap((format) =>
      [false, ...(formatInfo(format).canFold ? [true] : [])].map((foldBatchNorm) => ({
        format,
        foldBatchNorm,
      })),
    );
    const bars: Bar[] = [];
    const rows: Row[] = [];
    try {
      for (const { format, foldBatchNorm } of cases) {
        const [seconds, memory]: [number[], number[]] = [[], []];
        let megabytes = 0;
        for (let round = 0; round < options.rounds; round++) {
          say(
            `round ${round + 1} of ${options.rounds}: ${format}${foldBatchNorm ? ', BatchNorm folded' : ''}`,
          );
          const assignment = { root: dirname(made.folder), id: made.id, format, foldBatchNorm, folder };
          const contestant = Contestant.start(entry, assignment);
          try {
            const { times, parameters } = await contestant.ready();
            const peak = contestant.peak() ?? Number.NaN;
            seconds.push((times.export ?? Number.NaN) / 1000);
            memory.push(((peak - (times.residentBefore ?? Number.NaN)) * 2 ** 20) / (4 * parameters));
            megabytes = (times.bytes ?? Number.NaN) / 1e6;
          } finally {
            await contestant.end();
          }
        }
        const name = `${inEnglish(formatInfo(format).name)}${foldBatchNorm ? ', BatchNorm folded' : ''}`;
        bars.push(
          { what: `export of ${arm}, ${name}`, measured: median(seconds), bar: 10, unit: 's' },
          { what: `memory of it, times its weights, ${name}`, measured: median(memory), bar: 1.5, unit: '' },
        );
        say(`${median(seconds).toFixed(1)} s, ${median(memory).toFixed(2)} times its weights`);
        rows.push([name, median(seconds).toFixed(1), median(memory).toFixed(2), megabytes.toFixed(0)]);
      }
    } finally {
      rmSync(dirname(made.folder), { recursive: true, force: true });
    }
    return {
      bars,
      body: [markdownTable(['format', 's, median', 'memory / weights', 'file, MB'], rows)],
      notes: [
        'A new process for each export, which reads a checkpoint with the slots of a momentum and writes the file. Memory is the largest resident set over that of the process before, so it includes the weights themselves.',
      ],
    };
  },
};
