/** What it costs to observe the blocks: gradient norms, update ratios and activation spreads, computed in the graph. */
import { Contestant } from '../contestant';
import { markdownTable } from '../report';
import { skipwireEntry } from '../roster';
import { median } from '../statistics';
import type { Scenario } from './scenario';

/** Every tenth step is observed. */
const EVERY = 10;

export const diagnostics: Scenario = {
  id: 'diagnostics',
  title: 'Block diagnostics',
  run: async ({ options, roster, say }) => {
    const network = options.quick
      ? { arm: 'resnet18', side: 32, batch: 8 }
      : { arm: 'resnet50', side: 32, batch: 256 };
    const entry = skipwireEntry(roster.engine, 'Skipwire', 'skipwire-diagnostics');
    const contestant = Contestant.start(entry, network);
    const kinds = ['plain', 'observed'] as const;
    const ms: Record<(typeof kinds)[number], number[]> = { plain: [], observed: [] };
    try {
      await contestant.ready();
      for (const kind of kinds) await contestant.ask('steps', 2, kind);
      for (let round = 0; round < options.rounds; round++) {
        for (const kind of round % 2 ? [...kinds].reverse() : kinds) {
          const steps = await contestant.ask('steps', options.steps, kind);
          ms[kind].push(...steps.ms);
          say(`round ${round + 1} of ${options.rounds}, ${kind}: ${Math.round(median(steps.ms))} ms`);
        }
      }
    } finally {
      await contestant.end();
    }
    const extra = 100 * (median(ms.observed) / median(ms.plain) - 1);
    return {
      bars: [{ what: `block diagnostics every ${EVERY} steps`, measured: extra / EVERY, bar: 2, unit: '%' }],
      body: [
        markdownTable(
          ['step', 'ms, median', 'min', 'max'],
          kinds.map((kind) => [
            kind,
            median(ms[kind]).toFixed(1),
            Math.min(...ms[kind]).toFixed(1),
            Math.max(...ms[kind]).toFixed(1),
          ]),
        ),
      ],
      notes: [
        `${network.arm} (study), ${network.side}x${network.side}, batch ${network.batch}, all blocks; ${options.rounds} rounds of ${options.steps} steps of each kind in turn. One observed step costs ${extra.toFixed(1)} % more than a plain one; the bar takes one in ${EVERY}.`,
      ],
    };
  },
};
