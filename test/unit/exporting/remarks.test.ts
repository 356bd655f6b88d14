/** What an export says of the statistics that its model predicts by. */

import { analyze } from '../../../core/analysis/analyze';
import { textOf } from '../../../core/messages';
import { buildPreset } from '../../../core/presets';
import type { RunRecord } from '../../../core/study/run';
import { remarksOf } from '../../../main/exporting/remarks';
import { runFolder } from '../../../main/runs/folder';
import { run, settings } from '../renderer-views/fixtures';

const document = { ...buildPreset('resnet20'), name: 'resnet20' };
const analysis = analyze(document);

function remarks(step: number, epoch: number, change: Partial<RunRecord> = {}): string[] {
  const checkpoint = { file: 'a', epoch, step, roles: [] };
  const training = async () => ({ slots: new Map(), history: [] });
  const trained = { run: run('a', change), checkpoint, folder: runFolder('a'), training };
  return remarksOf({ trained, document, analysis }, 'savedmodel').map((remark) => textOf(remark));
}

test('statistics that had not settled are remarked on, by the steps of the checkpoint', () => {
  expect(remarks(200, 5)).toEqual([
    'The BatchNorm statistics of this checkpoint had not settled: 200 of about 610 steps (momentum 0.99). The model will predict worse than it was trained. Train longer, or with precise BatchNorm.',
  ]);
  expect(remarks(603, 5)).toEqual([]);
  expect(remarks(200, 5, { startedFrom: { runId: 'b', epoch: 9, step: 403 } })).toEqual([]);
});

test('those that were re-estimated have, but for a checkpoint within the first epoch', () => {
  const precise = { settings: settings({ preciseBatchNorm: { batches: 9 } }) };
  expect(remarks(200, 5, precise)).toEqual([]);
  expect(remarks(20, 0, precise)).toHaveLength(1);
});
