/** From the graph document to the bytes of saved_model.pb, in a process that has compiled nothing before. */
import { Contestant } from '../contestant';
import { markdownTable, type Row } from '../report';
import { skipwireEntry } from '../roster';
import { median } from '../statistics';
import type { Scenario } from './scenario';

export const compileTime: Scenario = {
  id: 'compile',
  title: 'Compiling',
  run: async ({ options, roster, say }) => {
    const entry = skipwireEntry(roster.engine, 'Skipwire', 'skipwire-compile');
    const arms = options.quick ? ['resnet18'] : ['resnet50', 'resnet152'];
    const rows: Row[] = [];
    let measured = Number.NaN;
    for (const arm of arms) {
      const seconds: number[] = [];
      let bytes = 0;
      for (let round = 0; round < options.rounds; round++) {
        say(`round ${round + 1} of ${options.rounds}: compiling ${arm}`);
        const contestant = Contestant.start(entry, { arm });
        try {
          const { times, parameters } = await contestant.ready();
          seconds.push((times.compile ?? Number.NaN) / 1000);
          bytes = parameters;
        } finally {
          await contestant.end();
        }
      }
      measured = median(seconds);
      const figures = [measured, Math.min(...seconds), Math.max(...seconds)];
      rows.push([arm, ...figures.map((value) => value.toFixed(2)), (bytes / 1e6).toFixed(1)]);
    }
    return {
      bars: [{ what: 'compile ResNet-152, graph to saved_model.pb', measured, bar: 1, unit: 's' }],
      body: [markdownTable(['network', 's, median', 'min', 'max', 'file, MB'], rows)],
      notes: [
        'Analysis, lowering, all passes with their checks, and emission; the graph document is already built. A new process each time, so the JavaScript engine is not warmed up.',
      ],
    };
  },
};
