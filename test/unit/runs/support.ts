/** Runs for tests of the store and the trainer. */
import { emptyDocument, type GraphDocument } from '../../../core/graph/document';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { describeEnvironment } from '../../../main/runs/environment';
import type { NewRun } from '../../../main/runs/store';

/** Input 2x2x1 -> Flatten -> Dense 3 with softmax. */
export function tinyGraph(name = 'tiny'): GraphDocument {
  return {
    ...emptyDocument(name),
    nodes: [
      { id: 'input', type: 'Input', params: { shape: [2, 2, 1] } },
      { id: 'flatten', type: 'Flatten', params: {} },
      { id: 'dense', type: 'Dense', params: { units: 3, activation: 'softmax' } },
    ],
    edges: [
      { id: 'e1', source: 'input', target: 'flatten', port: 0 },
      { id: 'e2', source: 'flatten', target: 'dense', port: 0 },
    ],
  };
}

export function newRun(change: Partial<NewRun> = {}): NewRun {
  const settings = trainingSettingsSchema.parse({ dataset: 'shapes' });
  return {
    studyId: 'study-1',
    studyName: 'Shortcuts',
    arm: 'ResNet-50 (plain)',
    settings,
    network: { variant: 'plain', twinKey: 'k', depth: 50, params: 10, macs: 20 },
    graph: tinyGraph(),
    summary: 'a table',
    environment: describeEnvironment({ version: '0.0.0' }, settings),
    ...change,
  };
}
