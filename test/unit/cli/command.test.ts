/** The command from its arguments to its exit code, in this process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPreset, presets } from '../../../core/presets';
import { recipes, recipeTexts } from '../../../core/study/recipes';
import { styleArgumentsSchema } from '../../../core/styles';
import { keptRoot } from '../../../main/basics/paths';
import { run } from '../../../main/cli/program';
import { KeptStore } from '../../../main/kept';

const dataBefore = process.env.SKIPWIRE_DATA;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-cli-'));
  process.env.SKIPWIRE_DATA = folder;
});
afterAll(() => {
  if (dataBefore === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = dataBefore;
  rmSync(folder, { recursive: true, force: true });
});

async function skipwire(...argv: string[]) {
  const outputs = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      outputs[name] += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(argv), ...outputs };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('presets', () => {
  test('as JSON', async () => {
    const { code, stdout } = await skipwire('presets', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(presets);
  });

  test('as a table, one line each', async () => {
    const { stdout } = await skipwire('presets');
    const ids = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s/)[0]);
    expect(ids).toEqual(presets.map((preset) => preset.id));
  });
});

describe('recipes', () => {
  test('as JSON', async () => {
    const { code, stdout } = await skipwire('recipes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(recipes.map((recipe) => ({ ...recipe, ...recipeTexts(recipe) })));
  });

  test('as a table, one line each', async () => {
    const { stdout } = await skipwire('recipes');
    const ids = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/\s/)[0]);
    expect(ids).toEqual(recipes.map(({ id }) => id));
  });
});

describe('summary', () => {
  // The totals of the design, all parameters, 10 classes.
  test.each([
    ['resnet18', 12_572_298],
    ['resnet34', 22_691_594],
    ['resnet50', 23_608_202],
    ['plain34', 21_138_826],
    ['plain50', 20_820_106],
  ])('%s has %d parameters', async (preset, params) => {
    const { code, stdout } = await skipwire('summary', preset, '--json');
    const summary = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(summary.totalParams).toBe(params);
    expect(summary.trainableParams + summary.nonTrainableParams).toBe(params);
    expect(summary.macs).toBeGreaterThan(0);
    expect(summary.layers[0]).toMatchObject({
      name: 'input',
      type: 'Input',
      outputShape: [32, 32, 3],
      params: 0,
    });
    expect(summary.layers.at(-1)).toMatchObject({ name: 'head.dense', type: 'Dense', outputShape: [10] });
  });

  test('takes a style, an image size and a number of classes', async () => {
    const { stdout } = await skipwire(
      ...['summary', 'resnet50', '--style', 'keras', '--input', '224x224x3', '--classes', '1000', '--json'],
    );
    expect(JSON.parse(stdout).totalParams).toBe(25_636_712);
  });

  test('changes single arguments of a style', async () => {
    const totals = async (...flags: string[]) => {
      const { stdout, stderr } = await skipwire('summary', 'resnet18', '--json', ...flags);
      return stdout === '' ? stderr : JSON.parse(stdout).totalParams;
    };
    // torchvision's builder with CIFAR's stem is the style "cifar".
    const cifar = await totals('--style', 'cifar');
    expect(await totals('--style', 'torchvision', '--style-set', 'stem=3x3')).toBe(cifar);
    // The convolutions have 4,800 channels. Batch normalization has four values for each, a bias one.
    expect(cifar).toBe(11_173_962 + 2 * 4800);
    expect(
      await totals('--style', 'cifar', '--style-set', 'normalization=none', '--style-set', 'convBias=on'),
    ).toBe(cifar - 3 * 4800);
  });

  test('uses a style that was saved in the app', async () => {
    const saved = { ...styleArgumentsSchema.parse({}), stem: '3x3', convBias: true };
    await new KeptStore({ root: keptRoot() }).change({
      concern: 'styles',
      values: { mine: saved },
      origin: 'test',
    });
    const { stdout } = await skipwire('summary', 'resnet18', '--json', '--style', 'mine');
    expect(JSON.parse(stdout).totalParams).toBe(11_173_962 + 3 * 4800);
  });

  test('lists the styles and their arguments', async () => {
    const { stdout } = await skipwire('presets', '--styles');
    expect(stdout).toMatch(/^torchvision +Like the paper/m);
    for (const name of Object.keys(styleArgumentsSchema.shape))
      expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
    expect(stdout).toMatch(/^stem +one of by_family, 7x7,? or 3x3 +by_family /m);
    const { stdout: json } = await skipwire('presets', '--styles', '--json');
    expect(JSON.parse(json)[4]).toMatchObject({ name: 'cifar', stem: '3x3', groups: 32 });
  });

  test('estimates the memory of a training, with the settings of flags', async () => {
    const { stdout } = await skipwire(
      ...['summary', 'resnet20', '--memory', '--dataset', 'shapes', '--batch-size', '64', '--json'],
    );
    const { memory } = JSON.parse(stdout);
    expect(memory.weights).toBe(4 * JSON.parse(stdout).totalParams);
    expect(memory.total).toBeGreaterThan(memory.activations);
    const { stdout: text } = await skipwire('summary', 'resnet20', '--memory', '--recipe', 'quick');
    expect(text).toMatch(/^total +[\d.]+ [MG]B$/m);
    expect(text).toMatch(/^Largest batch that fits: \d+$/m);
  });

  test('reads a graph document, and prints a table', async () => {
    const path = file('graph.json', JSON.stringify(buildPreset('resnet20')));
    const { code, stdout } = await skipwire('summary', path);
    expect(code).toBe(0);
    expect(stdout).toContain('Model: "ResNet-20"');
    expect(stdout).toMatch(/^Total params: [\d,]+$/m);
  });
});

describe('mistakes are reported in one line, with an exit code and without a stack', () => {
  const graph = (change: object) => JSON.stringify({ ...buildPreset('resnet20'), ...change });

  test.each<[string, () => string[], RegExp]>([
    ['an unknown command', () => ['sumary'], /unknown command 'sumary'.*summary/],
    ['an unknown option', () => ['presets', '--jsno'], /unknown option '--jsno'.*--json/],
    ['no network', () => ['summary'], /missing required argument 'network'/],
    ['too many arguments', () => ['presets', 'resnet50'], /too many arguments/],
    ['an unknown preset', () => ['summary', 'resnet05'], /"resnet05".*Did you mean resnet50\?/],
    ['a preset unlike any', () => ['summary', 'vgg'], /"vgg".*skipwire presets/],
    ['a missing file', () => ['summary', join(folder, 'none.json')], /There is no file .*none\.json/],
    ['a folder', () => ['summary', folder], /a folder/],
    ['a file that is no JSON', () => ['summary', file('text.json', 'hello')], /JSON file.*Received/],
    ['JSON that is no graph', () => ['summary', file('list.json', '[]')], /JSON object/],
    [
      'a later version',
      () => ['summary', file('later.json', graph({ version: 9 }))],
      /up to version 2.*version 9/,
    ],
    [
      'a style for a file',
      () => ['summary', file('a.json', graph({})), '--style', 'keras'],
      /--style is for presets/,
    ],
    [
      'a width for a file',
      () => ['train', file('narrow.json', graph({})), '--dataset', 'shapes', '--width', '0.5'],
      /--width is for presets/,
    ],
    [
      'an input for a file that is trained',
      () => ['train', file('small.json', graph({})), '--dataset', 'shapes', '--input', '64x64x3'],
      /--input is for presets/,
    ],
    [
      'an input for a file',
      () => ['summary', file('b.json', graph({})), '--classes', '5'],
      /--classes is for presets/,
    ],
    [
      'an unsound graph',
      () => ['summary', file('c.json', graph({ edges: [] }))],
      /input \(Input\).*Received/,
    ],
    ['an unknown style', () => ['summary', 'resnet50', '--style', 'x'], /"x"\. Available: study, paper/],
    ['a misspelled style', () => ['summary', 'resnet50', '--style', 'papr'], /Did you mean paper\?/],
    [
      'an unknown argument of the style',
      () => ['summary', 'resnet50', '--style-set', 'stm=3x3'],
      /'--style-set <argument=value>'.*Did you mean stem\?/,
    ],
    [
      'a value that the argument does not have',
      () => ['summary', 'resnet50', '--style-set', 'stem=9x9'],
      /'stem=9x9' is invalid\. It must be one of by_family, 7x7,? or 3x3/,
    ],
    [
      'an argument of the style for a file',
      () => ['summary', file('s.json', graph({})), '--style-set', 'stem=3x3'],
      /--style-set is for presets/,
    ],
    ['a bad shape', () => ['summary', 'resnet50', '--input', '32x32'], /32x32x3/],
    ['no data set', () => ['train', 'resnet50'], /'--dataset <name>' not specified/],
    [
      'an unknown data set',
      () => ['train', 'resnet50', '--dataset', 'imagenet'],
      /There is no data set "imagenet"\. Choose one of cifar10, .*shapes\. With --data, a new name becomes/,
    ],
    [
      'what is no id of a data set',
      () => ['train', 'resnet50', '--dataset', '../x'],
      /'--dataset <name>'.*lowercase letters/,
    ],
    [
      'a data set to download that is unknown',
      () => ['datasets', 'download', 'mist'],
      /There is no data set "mist"\. Choose one of cifar10, /,
    ],
    [
      'a data set to download that is drawn',
      () => ['datasets', 'download', 'shapes'],
      /generate it from a seed/,
    ],
    [
      'a bad proxy',
      () => ['datasets', 'download', 'mnist', '--proxy', 'ftp://x'],
      /proxy must be an address such as http:.* Received: ftp:\/\/x/,
    ],
    [
      'an import from nowhere',
      () => ['datasets', 'import', '/no/such/file', '--as', 'mnist'],
      /There is no file or folder at \/no\/such\/file\./,
    ],
    [
      'a name for a set of the catalogue',
      () => ['datasets', 'import', 'x.zip', '--as', 'mnist', '--name', 'mine'],
      /keeps its name/,
    ],
    [
      'no epochs',
      () => ['train', 'resnet50', '--dataset', 'shapes', '--epochs', '0'],
      /'--epochs <n>' argument '0' is invalid. It must be a whole number from 1 to 10,000/,
    ],
    ['a bad rate', () => ['train', 'resnet50', '--dataset', 'shapes', '--lr', 'fast'], /must be a number/],
    [
      'an unknown device',
      () => ['train', 'resnet50', '--dataset', 'shapes', '--device', 'tpu'],
      /cpu, gpu, or gpu:N/,
    ],
    [
      'an unknown recipe',
      () => ['train', 'resnet50', '--dataset', 'shapes', '--recipe', 'paper'],
      /paper-cifar/,
    ],
    [
      'an unknown setting',
      () => ['train', 'resnet50', '--dataset', 'shapes', '--set', 'optimizer.momentun=0.9'],
      /The optimizer "sgd" has no setting "optimizer\.momentun"\. Did you mean optimizer\.momentum\?/,
    ],
    [
      'a setting out of range',
      () => ['train', 'resnet50', '--dataset', 'shapes', '--set', 'labelSmoothing=2'],
      /labelSmoothing must be at least 0 and less than 1\. Received: 2/,
    ],
    [
      'a bad seed',
      () => ['study', '--arms', 'a', '--dataset', 'shapes', '--seeds', '1,x'],
      /must be a number/,
    ],
    ['no arms', () => ['study', '--dataset', 'shapes'], /Name the networks with --arms, or use --first/],
    ['a bad format', () => ['export', 'run', '--format', 'coreml', '--out', 'x'], /savedmodel, keras/],
    ['no place', () => ['export', 'run', '--format', 'keras'], /'--out <path>' not specified/],
    ['no such run', () => ['export', join(folder, 'no'), '--format', 'keras', '--out', 'x'], /Name a run by/],
    [
      'a checkpoint of no kind',
      () => ['restart', 'run', '--checkpoint', 'first'],
      /'--checkpoint <which>'.*last, best/,
    ],
    ['no more epochs', () => ['extend', 'run'], /'--epochs <n>' not specified/],
    ['no run to resume', () => ['resume', join(folder, 'no')], /Name a run by its ID.*Received/],
    ['a bad port', () => ['serve', '--port', '70000'], /'--port <n>'.*65,535/],
  ])('%s', async (_what, argv, words) => {
    const { code, stdout, stderr } = await skipwire(...argv());
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });
});

test('help names every command', async () => {
  const { code, stdout } = await skipwire('--help');
  expect(code).toBe(0);
  for (const name of [
    'presets',
    'recipes',
    'summary',
    'train',
    'resume',
    'extend',
    'restart',
    'study',
    'lr-range',
    'export',
    'datasets',
    'doctor',
    'serve',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  }
});

describe('compile', () => {
  test('lists the passes', async () => {
    const { code, stdout } = await skipwire('compile', 'resnet18', '--precision', 'bfloat16');
    expect(code).toBe(0);
    const passes = stdout.split('\n').map((line) => line.split(/\s{2,}/)[0]);
    for (const pass of ['lowering', 'precision', 'gradients', 'prune']) expect(passes).toContain(pass);
  });

  test('prints the program after a pass, of one entry if asked', async () => {
    const whole = await skipwire('compile', 'resnet18', '--print-after', 'drop-dead-bias');
    const entry = await skipwire(
      'compile',
      'resnet18',
      '--print-after',
      'drop-dead-bias',
      '--entry',
      'predict',
    );
    expect(whole.stdout).toContain('%stem.conv/forward: float32[batch, 16, 16, 64] = conv2d(');
    expect(entry.stdout).not.toContain('%stem.conv/forward:');
    expect(entry.stdout).toContain('%stem.conv/inference/forward:');
  });

  test('draws', async () => {
    const path = join(folder, 'graph.dot');
    const { code } = await skipwire('compile', 'resnet18', '--dot', path, '--print-after', 'loss');
    expect(code).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^digraph "resnet18 after loss" \{/);
  });

  test.each([
    [['--print-after', 'gradiants'], /--print-after must be one of lowering, .* Did you mean gradients\?/],
    [['--entry', 'forecast', '--dot'], /--entry must be one of predict, .* Received: forecast/],
    [
      ['--print-after', 'gradients', '--entry', 'train_on_batch'],
      /--entry train_on_batch exists only from the pass metrics on\. Entry points after this pass: predict\./,
    ],
    [['--dot', '--print-after', 'all'], /--dot draws one program\. Name one pass/],
  ])('%s is refused in words', async (flags, message) => {
    const { code, stderr } = await skipwire('compile', 'resnet18', ...flags);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
