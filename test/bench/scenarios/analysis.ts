/** What the editor does at every edit: the analysis of a graph that it has not seen before. */
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { buildPreset } from '../../../core/presets';
import { denseSums, residualChain } from '../../unit/core/support/graphs';
import { type Bar, markdownTable, type Row } from '../report';
import { median } from '../statistics';
import type { Scenario } from './scenario';

interface Case {
  name: string;
  document: GraphDocument;
  /** In milliseconds. */
  bar: number;
  /** Edits in a round. */
  turns: number;
}

export const analysis: Scenario = {
  id: 'analysis',
  title: 'Analysis of a graph',
  run: async ({ options, say }) => {
    const cases: Case[] = [
      { name: 'ResNet-152', document: buildPreset('resnet152'), bar: 10, turns: 20 },
      { name: 'sums of 64 layers, 447 nodes', document: denseSums(222), bar: 100, turns: 20 },
      {
        name: 'residual chain, 100,000 nodes',
        document: residualChain(options.quick ? 200 : 20_000),
        bar: 2000,
        turns: 4,
      },
    ];
    const bars: Bar[] = [];
    const rows = cases.map(({ name, document, bar, turns }): Row => {
      say(`analyzing ${name}`);
      const ms = Array.from({ length: turns * options.rounds }, () => {
        const unseen = structuredClone(document);
        const began = performance.now();
        analyze(unseen);
        return performance.now() - began;
      });
      const measured = median(ms);
      bars.push({ what: `analysis, ${name}`, measured: measured / 1000, bar: bar / 1000, unit: 's' });
      return [name, ...[measured, Math.min(...ms), Math.max(...ms)].map((value) => value.toFixed(1))];
    });
    return {
      bars,
      body: [markdownTable(['graph', 'ms, median', 'min', 'max'], rows)],
      notes: [
        'A copy of the document each time, so that no parameters are known from before; the first turn, the largest, has nothing warmed up.',
      ],
    };
  },
};
