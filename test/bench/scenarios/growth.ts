/** Does the worker's memory grow? A tiny network, ten thousand steps, hundreds of epochs. */
import { Contestant } from '../contestant';
import { writeInputs } from '../inputs';
import { markdownTable } from '../report';
import { skipwireEntry } from '../roster';
import type { Scenario } from './scenario';

export const growth: Scenario = {
  id: 'growth',
  title: 'Memory over many steps',
  run: async ({ options, roster, folder, say }) => {
    const { weightsFile: _own, ...assignment } = await writeInputs(folder, {
      arm: 'resnet18',
      side: 32,
      batch: 8,
    });
    const [early, late] = options.quick ? [20, 100] : [1_000, 10_000];
    say(`${late} steps of a tiny network`);
    const entry = skipwireEntry(roster.engine, 'Skipwire', 'skipwire-growth');
    const contestant = Contestant.start(entry, assignment);
    try {
      await contestant.ready();
      const { figures } = await contestant.ask('figures', early);
      const { figures: after } = await contestant.ask('figures', late - early);
      const before = figures.resident ?? Number.NaN;
      const now = after.resident ?? Number.NaN;
      return {
        bars: [
          {
            what: `growth of the worker's memory, step ${early} to step ${late}`,
            measured: (100 * (now - before)) / before,
            bar: 2,
            unit: '%',
          },
        ],
        body: [
          markdownTable(
            ['after step', 'resident, MiB', 'tensors that tfjs holds'],
            [
              [`${early}`, before.toFixed(1), `${figures.tensors}`],
              [`${late}`, now.toFixed(1), `${after.tensors}`],
            ],
          ),
        ],
        notes: [
          `VmRSS of the process; resnet18 an eighth as wide, batches of 8, a new epoch every 4 steps (${late / 4} epochs).`,
        ],
      };
    } finally {
      await contestant.end();
    }
  },
};
