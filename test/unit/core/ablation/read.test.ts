/** A study's file: what is read, and one clear message for each fault. */
import { parseStudy, parseStudyText, settingsOf } from '../../../../core/ablation/read';
import { pinsOf, resolveStudy } from '../../../../core/ablation/resolve';
import { buildPreset } from '../../../../core/presets';
import { StudyError } from '../../../../core/study/study-error';
import { studyJson } from './support';

const faultIn = (change: Record<string, unknown>): string => {
  try {
    resolveStudy(parseStudy(studyJson(change)));
  } catch (error) {
    expect(error).toBeInstanceOf(StudyError);
    return (error as Error).message;
  }
  return 'none';
};

test('a sound file is read, with its defaults', () => {
  const study = parseStudyText(JSON.stringify(studyJson()));
  expect(study.arms).toEqual([
    { name: 'with', edits: [] },
    { name: 'without', edits: [{ kind: 'remove-shortcuts' }] },
  ]);
  expect(settingsOf(study)).toMatchObject({ dataset: 'shapes', epochs: 2, batchSize: 256 });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['an unknown baseline', { baseline: 'wth' }, /no arm "wth", which is the baseline\. Did you mean "with"\?/],
  ['no seeds', { seeds: [] }, /"seeds" must have at least 1 item/],
  ['a seed twice', { seeds: [1, 1] }, /A seed can appear only once in a study\. Received: 1 twice/],
  ['no arms', { arms: [] }, /"arms" must have at least 1 item/],
  [
    'an arm twice',
    { arms: [{ name: 'with' }, { name: 'with' }] },
    /needs its own name\. Received: "with" twice/,
  ],
  [
    'arms that start from each other',
    {
      arms: [
        { name: 'with', base: { arm: 'b' } },
        { name: 'b', base: { arm: 'with' } },
      ],
    },
    /cannot start from itself: "with" → "b" → "with"/,
  ],
  [
    'a base that is no arm',
    { arms: [{ name: 'with', base: { arm: 'x' } }] },
    /no arm "x", which is the base of arm "with"\. The arms are "with"/,
  ],
  ['an unknown setting', { settings: { epoch: 3 } }, /no setting "epoch"\. Did you mean epochs\?/],
  [
    'an unknown setting of an arm',
    { arms: [{ name: 'with', settings: { 'optimizer.rate': 3 } }] },
    /Arm "with": The optimizer "sgd" has no setting "optimizer\.rate"/,
  ],
  ['a value out of range', { settings: { epochs: 0 } }, /a whole number from 1 to 10,000.*0/],
  [
    'an unknown setting that varies',
    { varied: [{ path: 'batch', values: [1] }] },
    /Arm "with": There is no setting "batch"/,
  ],
  ['a seed as a setting', { settings: { seed: 3 } }, /The seeds of a study are listed in "seeds"/],
  [
    'a setting that is varied and set',
    { varied: [{ path: 'epochs', values: [1, 2] }], arms: [{ name: 'with', settings: { epochs: 3 } }] },
    /epochs is varied, so arm "with" cannot set it/,
  ],
  ['an unknown recipe', { recipe: 'quik' }, /no recipe "quik"\. Did you mean quick\?/],
  ['an unknown preset', { base: { preset: 'resnet21' } }, /Arm "with": .*resnet21/],
  ['an unknown field', { sseds: [1] }, /"sseds" is not a known field/],
  [
    'an unknown option of a preset',
    { base: { preset: 'resnet20', options: { widht: 2 } } },
    /"base\.options\.widht" is not a known field/,
  ],
  [
    'an unknown edit',
    { arms: [{ name: 'with', edits: [{ kind: 'prune' }] }] },
    /"arms\[0\]\.edits\[0\]\.kind" must be remove-shortcuts/,
  ],
  [
    'a block that is not there',
    { arms: [{ name: 'with', edits: [{ kind: 'remove-shortcuts', blocks: ['stage1.block9'] }] }] },
    /Arm "with", edit "Remove shortcuts": There is no block, stage or layer "stage1\.block9"\. Did you mean stage1\.block/,
  ],
  ['another format', { format: 'skipwire.graph' }, /format must be "skipwire\.study"/],
  ['a later version', { version: 2 }, /reads version 1/],
  [
    'more runs than anyone needs',
    { varied: [1, 2, 3].map((n) => ({ path: `x${n}`, values: Array(100).fill(1) })) },
    /up to 10,000 runs\. Received: 4,000,000/,
  ],
])('%s', (_, change, fault) => {
  expect(faultIn(change)).toMatch(fault);
});

test('a damaged graph inside a study is named', () => {
  const { nodes, ...rest } = buildPreset('resnet20');
  const document = { ...rest, nodes: [...nodes, nodes[0]] };
  expect(faultIn({ base: { document } })).toMatch(/the graph in base has an error/);
});

test('a pinned study cannot train something else without saying so', () => {
  const cells = pinsOf(resolveStudy(parseStudy(studyJson())));
  expect(faultIn({ cells })).toBe('none');
  const [first, ...others] = cells;
  expect(faultIn({ cells: [{ ...first, key: 'f'.repeat(28) }, ...others] })).toMatch(
    /cells\[0\] is not what the study trains now \(arm "with", seed 1\)/,
  );
  expect(faultIn({ cells, settings: { dataset: 'shapes', epochs: 3 } })).toMatch(/cells\[0\]/);
  expect(faultIn({ cells: others })).toMatch(/pinned with 3 runs and now has 4/);
});
