/** The flags of `skipwire study`: what `--first` means, and what it does not go with. */
import { firstStudy, firstStudySettings } from '../../../core/study/first-study';
import { settingsOf } from '../../../main/cli/options/training';
import { run } from '../../../main/cli/program';
import { studyCommand } from '../../../main/cli/training/study';

/** The flags as the command's action would get them. */
function flagsOf(...argv: string[]) {
  const command = studyCommand().exitOverride();
  command.action(() => undefined).parse(argv, { from: 'user' });
  return command.opts();
}

async function refusal(...argv: string[]): Promise<{ code: number; words: string }> {
  let words = '';
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    words += String(chunk);
    return true;
  });
  try {
    return { code: await run(['study', ...argv]), words };
  } finally {
    spy.mockRestore();
    process.exitCode = undefined;
  }
}

test('--first is the first study, from its networks to its seeds', () => {
  const flags = flagsOf('--first');
  expect(settingsOf(flags as never, 1)).toEqual(firstStudySettings());
  expect(flags).toMatchObject({
    first: true,
    style: firstStudy.network.style,
    width: firstStudy.network.width,
    input: firstStudy.network.inputShape,
    seeds: firstStudy.seeds,
    format: 'md',
  });
});

test('other flags override it, in front of it as behind it', () => {
  const flags = flagsOf(
    '--seeds',
    '7,1-2',
    '--first',
    '--epochs',
    '1',
    '--train-limit',
    '64',
    '--width',
    '1',
  );
  expect(flags).toMatchObject({ seeds: [7, 1, 2], width: 1 });
  expect(settingsOf(flags as never, 1)).toEqual({ ...firstStudySettings(), epochs: 1, trainLimit: 64 });
});

test('without it nothing is taken from the first study', () => {
  expect(flagsOf('--arms', 'resnet20', '--dataset', 'mnist')).toMatchObject({
    arms: ['resnet20'],
    recipe: 'study',
    seeds: [1],
  });
});

test('it names its networks itself', async () => {
  const { code, words } = await refusal('--first', '--arms', 'resnet20,plain20');
  expect(code).toBe(2);
  expect(words).toBe("error: option '--first' cannot be used with option '--arms <networks...>'\n");
});

test('a study without networks is refused, with both ways to name them', async () => {
  const { code, words } = await refusal('--dataset', 'shapes');
  expect(code).toBe(2);
  expect(words).toBe('error: Name the networks with --arms, or use --first for the first study.\n');
});

test('a study without a data set is refused', async () => {
  const { code, words } = await refusal('--arms', 'resnet20');
  expect([code, words]).toEqual([2, "error: required option '--dataset <name>' not specified\n"]);
});
