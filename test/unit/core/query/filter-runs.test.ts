import { parseQuery, QueryError } from '../../../../core/query/expression';
import { runTest, shownTest } from '../../../../core/query/filter-runs';
import { findRunField, RUN_FIELDS } from '../../../../core/query/run-fields';
import { SETTINGS } from '../../../../core/study/setting/list';
import { withOverrides } from '../../../../core/study/setting/override';
import { trainingSettingsSchema } from '../../../../core/study/settings';
import { epoch, run } from '../../renderer-views/fixtures';

const settings = (changes: Record<string, unknown>) =>
  withOverrides(
    trainingSettingsSchema.parse({}),
    Object.entries(changes).map(([path, value]) => ({ path: path.split('.'), value })),
  );

const plain = run('p1', {
  studyName: 'Depth 20',
  arm: 'Plain-20',
  state: 'finished',
  network: { variant: 'plain', twinKey: 't', depth: 20, params: 270_000, macs: 40_000_000 },
  settings: settings({ 'optimizer.learningRate': 0.01, batchSize: 128, seed: 3, dataset: 'shapes' }),
  epochs: [epoch(1, { valAccuracy: 0.95 }), epoch(2, { valAccuracy: 0.9 })],
});
const residual = run('r1', {
  studyName: 'Width',
  arm: 'ResNet-20, wide',
  state: 'failed',
  settings: settings({ 'optimizer.learningRate': 0.1, 'augmentation.mixup': 0.2, 'augmentation.flip': true }),
  where: 'ssh:lab',
});

const fits = (filter: string) => [plain, residual].filter(runTest(filter)).map(({ id }) => id);

test.each<[string, string[]]>([
  ['', ['p1', 'r1']],
  ['plain', ['p1']],
  ['plain failed', []],
  ['plain or failed', ['p1', 'r1']],
  ['not plain', ['r1']],
  ['lr < 0.05 and arm = plain*', ['p1']],
  ['LR<0.05 AND Arm=PLAIN-20', ['p1']],
  ['learningRate >= 0.1', ['r1']],
  ['optimizer.learningRate = 1e-2', ['p1']],
  ['arm = plain', []],
  ['arm ~ wide', ['r1']],
  ['arm = "ResNet-20, wide"', ['r1']],
  ["arm != 'ResNet-20, wide'", ['p1']],
  ['best > 92%', ['p1']],
  ['accuracy > 92%', []],
  ['accuracy >= .9 && trained == 2', ['p1']],
  ['test > 0', []],
  ['test = none', ['p1', 'r1']],
  ['mixup = off', ['p1']],
  ['flip = on', ['r1']],
  ['flip != on', ['p1']],
  ['where = ssh:lab', ['r1']],
  ['where = local', ['p1']],
  ['(state = failed or seed = 3) dataset = shapes', ['p1']],
  ['state = failed or seed = 3 and dataset = cifar10', ['r1']],
  ['created < 2026-11-24', ['p1', 'r1']],
  ['!(plain || failed)', []],
])('%s', (filter, ids) => expect(fits(filter)).toEqual(ids));

test.each([
  ['lrr < 1', 'There is no field "lrr". Did you mean lr?'],
  ['xyzzy = 1', 'There is no field "xyzzy". Use name'],
  ['lr < slow', 'lr is a number, such as 0.1 or 90%. Received: slow.'],
  ['flip = 3', 'flip is on or off. Received: 3.'],
  ['flip < on', 'Use = or !='],
  ['lr <', 'Type a value after "lr <".'],
  ['lr < and', 'is a number'],
  ['(plain', 'Close the parenthesis.'],
  ['plain)', '")" is not expected here.'],
  ['plain and', 'Type what comes next.'],
  ['= 3', '"=" is not expected here.'],
])('%s is refused: %s', (filter, said) => {
  expect(() => runTest(filter)).toThrow(QueryError);
  expect(() => runTest(filter)).toThrow(said);
});

describe('what people wrote', () => {
  const best = run('best', {
    annotations: { name: 'my best', tags: ['paper', 'wide net'], notes: 'lr too high' },
  });
  const old = run('old', { annotations: { archived: true, starred: true } });
  const away = run('away', { annotations: { hidden: true } });
  const all = [best, old, away];
  const found = (filter: string, shown = { hidden: true, archived: true }) =>
    all.filter(shownTest(filter, shown)).map(({ id }) => id);

  test.each<[string, string[]]>([
    ['paper', ['best']],
    ['"too high"', ['best']],
    ['name = "my *"', ['best']],
    ['name = ResNet-50', ['old', 'away']],
    ['tags = paper', ['best']],
    ['tag = "wide net"', ['best']],
    ['tags = pap', []],
    ['tags ~ pap', ['best']],
    ['tags != paper', ['old', 'away']],
    ['tags = none', ['old', 'away']],
    ['notes ~ high', ['best']],
    ['starred = on', ['old']],
    ['starred = off', ['best', 'away']],
  ])('%s', (filter, ids) => expect(found(filter)).toEqual(ids));

  test('runs that are away are shown where they are asked for', () => {
    const none = { hidden: false, archived: false };
    expect(found('', none)).toEqual(['best']);
    expect(found('', { ...none, hidden: true })).toEqual(['best', 'away']);
    expect(found('archived = on', none)).toEqual(['old']);
    expect(found('starred = on or hidden = on', none)).toEqual(['away']);
    expect(found('not (archived = off)', none)).toEqual(['old']);
  });
});

test('every setting can be filtered by, and no two fields share a name', () => {
  for (const { path } of SETTINGS) expect(findRunField(path)?.name).toBe(path);
  const names = RUN_FIELDS.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

test('"and" binds closer than "or"', () => {
  expect(parseQuery('a or b c and not d')).toEqual({
    kind: 'or',
    of: [
      { kind: 'word', word: 'a' },
      {
        kind: 'and',
        of: [
          { kind: 'word', word: 'b' },
          { kind: 'word', word: 'c' },
          { kind: 'not', of: { kind: 'word', word: 'd' } },
        ],
      },
    ],
  });
});
