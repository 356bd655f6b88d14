/** The most memory that the process of a contestant ever takes while it trains. */
import { Contestant } from '../contestant';
import { writeInputs } from '../inputs';
import { markdownTable, type Row } from '../report';
import type { Scenario } from './scenario';

const STEPS = 5;

export const memory: Scenario = {
  id: 'memory',
  title: 'Peak memory',
  run: async ({ options, roster, folder, say }) => {
    const network = options.quick
      ? { arm: 'resnet18', side: 32, batch: 8 }
      : { arm: 'resnet50', side: 32, batch: 256 };
    // Own initial values: feeding weights from outside would be counted.
    const { weightsFile: _own, ...assignment } = await writeInputs(folder, network);
    const peaks = new Map<string, number>();
    for (const [id, entry] of roster.entries) {
      say(`${entry.name}: ${STEPS} steps alone`);
      const contestant = Contestant.start(entry, assignment);
      try {
        await contestant.ready();
        await contestant.ask('steps', STEPS);
        const peak = contestant.peak();
        if (peak !== undefined) peaks.set(id, peak);
      } catch (error) {
        say(`${entry.name} is left out. ${error instanceof Error ? error.message : error}`);
      } finally {
        await contestant.end();
      }
    }
    const [skipwire, keras] = [peaks.get('skipwire'), peaks.get('keras')];
    return {
      bars: [
        {
          what: 'peak memory, ResNet-50, batch 256, over Keras',
          measured: skipwire && keras && skipwire / keras,
          bar: 1,
          unit: '',
          why: 'this system does not tell (Linux does), or Keras did not take part',
        },
      ],
      body: [
        markdownTable(
          ['contestant', 'peak, MiB', 'Skipwire over it'],
          [...peaks].map(
            ([id, peak]): Row => [
              roster.entries.get(id as 'keras')?.name ?? id,
              peak.toFixed(0),
              skipwire ? (skipwire / peak).toFixed(2) : '',
            ],
          ),
        ),
      ],
      notes: [
        `VmHWM of the process (its largest resident set) after ${STEPS + 1} steps; ${network.arm} (study), ${network.side}x${network.side}, batch ${network.batch}, float32; each run alone.`,
      ],
    };
  },
};
