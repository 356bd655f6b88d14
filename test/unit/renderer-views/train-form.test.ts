import { valueSchema } from '../../../core/contract/kept';
import { emptyDocument } from '../../../core/graph/document';
import { removeShortcuts } from '../../../core/network/shortcuts';
import { buildPreset } from '../../../core/presets';
import { appendSteps, EMPTY_STEPS } from '../../../renderer/client/stepSeries';
import type { LiveRun } from '../../../renderer/client/trainingState';
import { armProblem, type Choices, listArms, studyName } from '../../../renderer/settings/arms';
import { BEGINNING, useTrainForm } from '../../../renderer/settings/form';
import { identityOf } from '../../../renderer/state/analysis';
import { members, pending, usable } from '../../../renderer/state/kept/keep';
import { chosenOf } from '../../../renderer/training/plannedSplit';
import { secondsLeft, shareDone, studySecondsLeft } from '../../../renderer/training/timeLeft';
import { checkWhole } from '../../../renderer/ui/wholeNumbers';
import { cifar10, epoch, run, settings, step } from './fixtures';

const none = { ticked: {}, added: [], shown: '1' };

describe('counts of images', () => {
  test('whole numbers may be grouped', () => {
    expect(checkWhole('N', '10,000', { min: 10, max: 20_000 })).toEqual({ value: 10_000 });
    expect(checkWhole('N', '7', { min: 10, max: 20_000 }).error).toBe(
      'N must be a whole number from 10 to 20,000. Received: 7.',
    );
  });

  test('the split is described as it will be trained', () => {
    const words = (change: Parameters<typeof settings>[0]) => chosenOf(cifar10, settings(change)).words;
    expect(words({})).toBe(
      'Trained on the 50,000 official training images, validated on the 10,000 official test images. No test accuracy: the official test images are used for validation.',
    );
    expect(words({ trainLimit: 2000, valLimit: 99_999 })).toContain(
      'Trained on the first 2,000 of the 50,000 official training images, validated on the 10,000 official test images.',
    );
    const held = { validation: { kind: 'held-out' as const, amount: 5000 } };
    expect(words({ selection: { ...settings().selection, ...held } })).toContain(
      'validated on the other 5,000, held out, tested on the 10,000 official test images',
    );
    const impossible = chosenOf(
      cifar10,
      settings({ selection: { ...settings().selection, trainShare: 0.00001 } }),
    );
    expect(impossible.plan).toBeUndefined();
    expect(impossible.words).toMatch(/no image left to train on/);
  });
});

describe('arms', () => {
  const resnet20 = buildPreset('resnet20');
  const open = [{ id: '1', document: resnet20 }];

  test('with nothing open the study is one click away', () => {
    const arms = listArms([{ id: 'x', document: emptyDocument('Untitled') }], none, cifar10);
    expect(arms.map(({ name, ticked }) => [name, ticked])).toEqual([
      ['ResNet-50', true],
      ['Plain-50', true],
    ]);
    expect(studyName(arms, 'CIFAR-10')).toBe('ResNet-50 against Plain-50 on CIFAR-10');
  });

  test('an open residual graph offers its plain twin, which is the plain network', () => {
    const [alone] = listArms(open, none, cifar10);
    expect(alone).toMatchObject({ name: 'ResNet-20', note: 'as in Build', ticked: true, addable: 'plain:1' });
    const [, twin] = listArms(open, { ...none, added: ['plain:1'] }, cifar10);
    expect(twin).toMatchObject({ name: 'Plain-20', note: 'shortcuts removed', ticked: true });
    const identity = identityOf(twin!.graph);
    expect(identity.variant).toBe('plain');
    expect(identity.twinKey).toBe(identityOf(resnet20).twinKey);
    expect(identity.params).toBe(identityOf(buildPreset('plain20')).params);
  });

  test('an open graph says in its name which shortcuts it lost', () => {
    const nameOf = (document: typeof resnet20) => listArms([{ id: '1', document }], none, cifar10)[0]!.name;
    const add = resnet20.nodes.find(({ type }) => type === 'Add')!.id;
    const edges = resnet20.edges.map((edge) =>
      edge.target === add && edge.port === 1 ? { ...edge, muted: true } : edge,
    );
    expect(nameOf({ ...resnet20, edges })).toBe('ResNet-20 without 1 shortcut');
    const plain = removeShortcuts(resnet20);
    expect(nameOf(plain)).toBe('Plain-20');
    expect(nameOf({ ...plain, name: 'Plain-20' })).toBe('Plain-20');
  });

  test('a twin that is open already is not offered', () => {
    const plain = { id: '2', document: buildPreset('plain20') };
    expect(listArms([...open, plain], none, cifar10).map(({ addable }) => addable)).toEqual([
      undefined,
      undefined,
    ]);
    const other = { id: '2', document: buildPreset('plain32') };
    expect(listArms([...open, other], none, cifar10)[0]!.addable).toBe('plain:1');
  });

  test('of several open graphs, the shown one is ticked until others are chosen', () => {
    const other = { id: '2', document: buildPreset('plain32') };
    const ticked = (choices: Partial<Choices>) =>
      listArms([...open, other], { ...none, ...choices }, cifar10)
        .filter((arm) => arm.ticked)
        .map(({ name }) => name);
    expect(ticked({})).toEqual(['ResNet-20']);
    expect(ticked({ shown: '2' })).toEqual(['Plain-32']);
    expect(ticked({ shown: '2', ticked: { 'doc:1': true } })).toEqual(['ResNet-20']);
    expect(ticked({ ticked: { 'doc:1': true, 'doc:2': true } })).toEqual(['ResNet-20', 'Plain-32']);
  });

  test('two arms never have one name', () => {
    const plain = { id: '2', document: buildPreset('plain20') };
    const names = listArms([...open, plain], { ticked: {}, added: ['plain:1'] }, cifar10).map(
      ({ name }) => name,
    );
    expect(new Set(names).size).toBe(3);
  });

  test('what cannot be trained is unticked and says why', () => {
    const wide = buildPreset('resnet20', { inputShape: [64, 64, 3] });
    // Images are brought to its size.
    expect(armProblem(wide, cifar10)).toBeUndefined();
    const strange = buildPreset('resnet20', { inputShape: [32, 32, 2] });
    expect(armProblem(strange, cifar10)).toMatch(/32×32×2. Those of CIFAR-10, 32×32×3/);
    expect(armProblem(buildPreset('resnet20', { classes: 7 }), cifar10)).toMatch(/7 values.*10 classes/);
    const broken = { ...resnet20, edges: resnet20.edges.slice(1) };
    const [arm] = listArms(
      [{ id: '1', document: broken }],
      { ticked: { 'doc:1': true }, added: [] },
      cifar10,
    );
    expect(arm!.ticked).toBe(false);
    expect(arm!.problem).not.toBe('');
    expect(armProblem(resnet20, cifar10)).toBeUndefined();
  });
});

describe('time left', () => {
  const live = (change: Partial<LiveRun> = {}, record = {}): LiveRun => ({
    record: run('a', { stepsPerEpoch: 100, settings: settings({ epochs: 3 }), ...record }),
    steps: appendSteps(EMPTY_STEPS, [step(1, 100)]),
    diagnostics: [],
    ...change,
  });

  test('in the first epoch it follows from the pace of its steps', () => {
    const run = live({ epochStart: step(1, 100), lastStep: step(51, 100) });
    // 0.2 s a step: 49 steps of this epoch, 200 of the next two.
    expect(secondsLeft(run)).toBeCloseTo(0.2 * 249, 6);
    expect(shareDone(run)).toBeCloseTo(51 / 300, 6);
  });

  test('from the second epoch on, validation is included', () => {
    const run = live(
      { epochStart: step(101, 100), lastStep: step(151, 100) },
      { epochs: [epoch(1, { seconds: 26 })] },
    );
    // 49 steps, this epoch's validation (26 s - 20 s), and one whole epoch.
    expect(secondsLeft(run)).toBeCloseTo(9.8 + 6 + 26, 6);
  });

  test('before the second step there is no estimate, and only a finished run is complete', () => {
    expect(secondsLeft(live({ epochStart: step(1, 100), lastStep: step(1, 100) }))).toBeUndefined();
    expect(secondsLeft(live())).toBeUndefined();
    expect(shareDone(live({ lastStep: step(300, 100) }))).toBeLessThan(1);
    expect(shareDone(live({}, { state: 'finished' }))).toBe(1);
  });

  test('a study also has its waiting runs to do, at the pace of their arm or by their multiply-adds', () => {
    const now = live(
      { epochStart: step(1, 100), lastStep: step(51, 100) },
      { epochs: [epoch(1, { seconds: 20 })], network: { ...run('').network, macs: 100 } },
    );
    const waiting = (arm: string, macs: number) =>
      live({}, { arm, state: 'queued', network: { ...run('').network, macs } });
    const left = secondsLeft(now)!;
    expect(studySecondsLeft([now])).toBe(left);
    expect(studySecondsLeft([now, waiting('ResNet-50', 100), waiting('Plain-50', 50)])).toBeCloseTo(
      left + 3 * 20 + 3 * 10,
      6,
    );
    // Two at once share what waits.
    expect(studySecondsLeft([now, now, waiting('ResNet-50', 100)])).toBeCloseTo(left + 30, 6);
    expect(studySecondsLeft([live(), waiting('Plain-50', 50)])).toBeUndefined();
    expect(studySecondsLeft([waiting('Plain-50', 50)])).toBeUndefined();
  });
});

describe('the settings of a data set', () => {
  const form = () => useTrainForm.getState();
  const limit = () => form().draft.trainLimit;
  beforeEach(() => useTrainForm.setState({ ...BEGINNING, aside: undefined }));

  test('are not those of another, and come back with it', () => {
    form().set({
      trainLimit: '2000',
      'selection.classes': 'cat, dog',
      epochs: '9',
      'augmentation.padAndCrop': '6',
    });
    form().set({ dataset: 'mnist' });
    expect(form().draft).toMatchObject({
      trainLimit: '',
      'selection.classes': '',
      'augmentation.padAndCrop': '4',
      epochs: '9',
    });
    form().set({ trainLimit: '60' });
    form().set({ dataset: 'cifar10' });
    expect(form().draft).toMatchObject({ trainLimit: '2000', 'selection.classes': 'cat, dog', epochs: '9' });
    form().set({ dataset: 'mnist' });
    expect(limit()).toBe('60');
  });

  test('start as the recipe has them, and a recipe that is filled in later replaces what it decides', () => {
    form().fill('paper-cifar', 50_000);
    form().set({ 'augmentation.padAndCrop': '7', trainLimit: '10' });
    form().set({ dataset: 'mnist' });
    expect(form().draft['augmentation.padAndCrop.on']).toBe(true);
    expect(form().draft['augmentation.padAndCrop']).toBe('4');
    form().fill('study', 50_000);
    const studys = form().draft['augmentation.padAndCrop.on'];
    form().set({ dataset: 'cifar10' });
    expect(limit()).toBe('10');
    expect(form().draft['augmentation.padAndCrop.on']).toBe(studys);
  });

  test('are kept, and another window has them', () => {
    form().set({ trainLimit: '2000' });
    form().set({ dataset: 'mnist' });
    const sent = Object.fromEntries(pending.take()).datasetSettings!;
    pending.done('datasetSettings');
    expect(valueSchema('datasetSettings', 'cifar10')?.safeParse(sent.cifar10).success).toBe(true);
    useTrainForm.setState({ ...BEGINNING, draft: { ...BEGINNING.draft, dataset: 'mnist' } });
    members.find(({ concern }) => concern === 'datasetSettings')!.put(usable('datasetSettings', sent));
    form().set({ dataset: 'cifar10' });
    expect(limit()).toBe('2000');
  });
});
