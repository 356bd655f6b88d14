/** What was chosen in Predict and Export survives a reload of the page. */
import { type Concern, type Values, valueSchema } from '../../../core/contract/kept';
import type { RunRecord } from '../../../core/study/run';
import { useExportChoices } from '../../../renderer/exporting/exports';
import { members, pending, usable } from '../../../renderer/state/kept/keep';
import { sourceOf, usePredicting } from '../../../renderer/state/predicting';
import { run } from './fixtures';

/** What the host has been sent of a concern; null removes a value. */
function sent(concern: Concern): Values {
  const values = Object.fromEntries(pending.take())[concern] ?? {};
  pending.done(concern);
  const kept = Object.entries(values).filter(([, value]) => value !== null);
  for (const [name, value] of kept) {
    expect([name, valueSchema(concern, name)?.safeParse(value).success]).toEqual([name, true]);
  }
  return Object.fromEntries(kept);
}

function begin(): void {
  usePredicting.setState(usePredicting.getInitialState(), true);
  useExportChoices.setState(useExportChoices.getInitialState(), true);
  for (const [concern] of pending.take()) pending.done(concern);
}
beforeEach(begin);

/** A new page starts as always, and gets the values from the host. */
function reload(concern: Concern, values: Values): void {
  begin();
  members.find((one) => one.concern === concern)?.put(usable(concern, values));
}

test.each([
  [{ kind: 'images', split: 'test' }],
  [{ kind: 'wrong', split: 'validation', which: { kind: 'disagreements' } }],
  [{ kind: 'files', title: 'two', paths: ['/a.jpg', '/b.jpg'], count: 2 }],
  [{ kind: 'files', title: 'folder', paths: ['/pictures'] }],
] as const)('Predict: networks, Grad-CAM and %j', (choice) => {
  const chosen = { runIds: ['a', 'b'], modelIds: ['m'], gradCam: true, strength: 0.25, node: 'add' };
  usePredicting.setState({ ...chosen, choice: { ...choice } });
  reload('predict', sent('predict'));
  expect(usePredicting.getState()).toEqual({ ...chosen, choice });
});

test('Predict: copies that a browser sent are gone with the page, and are not looked for', () => {
  usePredicting.setState({ choice: { kind: 'files', title: 'one', paths: ['/tmp/copy'], copied: true } });
  reload('predict', sent('predict'));
  expect(usePredicting.getState().choice).toBeUndefined();
});

test('Export: what, as what, and how', () => {
  const chosen = {
    chosen: { modelId: 'm' },
    checkpoint: 'best',
    formats: ['keras', 'onnx'],
    options: { keras: { withOptimizer: true }, onnx: { layout: 'nchw', batch: 4 } },
    inputRange: '0-1',
    foldBatchNorm: true,
    check: false,
  } as const;
  useExportChoices.setState(chosen);
  reload('export', sent('export'));
  expect(useExportChoices.getState()).toEqual(chosen);
});

describe('images of the chosen runs', () => {
  const split = { trainCount: 90, valCount: 10, testCount: 5, description: '' };
  const [first, second] = ['a', 'b'].map((id): RunRecord => ({ ...run(id), split })) as [
    RunRecord,
    RunRecord,
  ];
  const wrong = (kind: 'mistakes' | 'disagreements') =>
    ({ kind: 'wrong', split: 'validation', which: { kind } }) as const;

  test('are those of the first run, and none where it has none', () => {
    const choice = { kind: 'images', split: 'test' } as const;
    expect(sourceOf(choice, [first, second])).toEqual({ ...choice, from: 'a', total: 5 });
    expect(sourceOf(choice, [{ ...first, split: { ...split, testCount: undefined } }])).toBeUndefined();
    expect(sourceOf(choice, [])).toBeUndefined();
  });

  test('mistakes are those of the first run; disagreements need two', () => {
    expect(sourceOf(wrong('mistakes'), [first, second])).toMatchObject({ of: [{ runId: 'a' }] });
    expect(sourceOf(wrong('disagreements'), [first, second])).toMatchObject({
      of: [{ runId: 'a' }, { runId: 'b' }],
    });
    expect(sourceOf(wrong('disagreements'), [first])).toBeUndefined();
  });
});
