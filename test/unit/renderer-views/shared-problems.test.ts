import { buildPreset } from '../../../core/presets';
import { listArms } from '../../../renderer/settings/arms';
import { sharedProblems } from '../../../renderer/training/sharedProblems';
import { cifar10 } from './fixtures';

const shown = (arms: ReturnType<typeof listArms>) =>
  sharedProblems(arms.map((arm) => ({ ...arm, remedy: arm.fit?.label }))).map(({ arms, problems }) => [
    arms.map(({ name }) => name),
    problems.length,
  ]);
const open = (classes: number, id: string) => ({ id, document: buildPreset(id, { classes }) });
const list = (documents: Parameters<typeof listArms>[0], added: string[] = []) =>
  listArms(documents, { ticked: {}, added }, cifar10);

test('a problem of one arm is not shared', () => {
  expect(shown(list([open(7, 'resnet20'), open(10, 'resnet32')]))).toEqual([]);
});

test('arms with one remedy are shown together, whatever each lacks, and twins with their graphs', () => {
  const documents = [open(7, 'resnet20'), open(10, 'resnet32'), open(9, 'plain44')];
  expect(shown(list(documents, ['plain:resnet20']))).toEqual([[['ResNet-20', 'Plain-20', 'Plain-44'], 2]]);
});

test('arms without a remedy are together if the problem is the same', () => {
  const arms = ['a', 'b'].map((name) => ({ name, problem: 'It has no output.' }));
  expect(sharedProblems([...arms, { name: 'other', problem: 'It is empty.' }, { name: 'fine' }])).toEqual([
    { arms, problems: ['It has no output.'] },
  ]);
});
