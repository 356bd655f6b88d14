/** `skipwire datasets`, from its arguments to what is on the disk then, in this process. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { run } from '../../../main/cli/program';

const before = process.env.SKIPWIRE_DATA;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-datasets-cli-'));
  process.env.SKIPWIRE_DATA = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env.SKIPWIRE_DATA;
  else process.env.SKIPWIRE_DATA = before;
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
    return { code: await run(['datasets', ...argv]), ...outputs };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

const rowOf = (table: string, id: string) => table.split('\n').find((line) => line.startsWith(`${id} `));

test('without a verb, the list: a line for each of the catalogue', async () => {
  const { code, stdout } = await skipwire();
  expect(code).toBe(0);
  expect(stdout).toBe((await skipwire('list')).stdout);
  for (const id of ['cifar10', 'cifar100', 'mnist', 'fashion_mnist', 'kmnist', 'cats_vs_dogs', 'shapes']) {
    expect(rowOf(stdout, id)).toContain(id === 'shapes' ? 'not generated' : 'not downloaded');
  }
  const listed = JSON.parse((await skipwire('--json')).stdout) as { id: string }[];
  expect(listed.map(({ id }) => id)).toContain('imagewoof');
  expect(JSON.parse((await skipwire('list', '--json')).stdout)).toEqual(listed);
});

test('info names home, license and size; an unknown one is refused with what there is', async () => {
  const { stdout } = await skipwire('info', 'kmnist');
  for (const words of [/^name +KMNIST$/m, /^license +Creative Commons/m, /^download +21\.2 MB$/m]) {
    expect(stdout).toMatch(words);
  }
  expect(JSON.parse((await skipwire('info', 'kmnist', '--json')).stdout)).toMatchObject({ id: 'kmnist' });
  const { code, stderr } = await skipwire('info', 'nothing');
  expect(code).toBe(1);
  expect(stderr).toMatch(/There is no data set "nothing"\. Choose one of cifar10, /);
});

test('generate, then remove', async () => {
  const drawn = await skipwire('generate', '--train', '30', '--val', '10', '--seed', '4');
  expect([drawn.code, drawn.stdout]).toEqual([0, 'shapes\n']);
  expect(drawn.stderr).toContain('Shapes is ready: trained on 30 drawn images');
  expect(rowOf((await skipwire()).stdout, 'shapes')).toMatch(/ ready .* 30 +10 /);
  expect((await skipwire('remove', 'shapes')).stderr).toBe('Removed Shapes.\n');
  expect((await skipwire('remove', 'shapes')).stderr).toBe(
    'Shapes is not on this machine, so there was nothing to remove.\n',
  );
  expect(readdirSync(join(folder, 'datasets'))).toEqual([]);
});

describe('import', () => {
  let pictures: string;
  beforeAll(async () => {
    pictures = join(folder, 'My pets');
    for (const [name, background] of [
      ['cat', '#aa3300'],
      ['dog', '#0033aa'],
    ] as const) {
      mkdirSync(join(pictures, name), { recursive: true });
      const flat = { width: 40, height: 30, channels: 3 as const, background };
      for (const n of [1, 2]) {
        const picture = await sharp({ create: { ...flat, width: 40 + n } })
          .jpeg()
          .toBuffer();
        writeFileSync(join(pictures, name, `${n}.jpg`), picture);
      }
    }
  });

  test("a person's own, called as the folder or as they say; trained on by its id", async () => {
    const first = await skipwire('import', pictures);
    expect([first.code, first.stdout]).toEqual([0, 'my-pets\n']);
    const second = await skipwire('import', pictures, '--name', 'Other pets', '--json');
    expect(JSON.parse(second.stdout)).toMatchObject({ name: 'Other pets', kind: 'own', trainCount: 4 });
    expect(second.stderr).not.toContain('looks like');
    const { stdout } = await skipwire();
    expect(rowOf(stdout, 'my-pets')).toMatch(/ ready +photos +2 +4 +0 .*My pets/);
    const { code, stdout: summary } = await skipwire('info', 'my-pets');
    expect([code, summary]).toEqual([0, expect.stringMatching(/^classes +2: cat, dog$/m)]);
    expect((await skipwire('remove', 'my-pets')).code).toBe(0);
    expect(rowOf((await skipwire()).stdout, 'my-pets')).toBeUndefined();
  });

  test('labels from a table of one’s choice, classes spelled alike said and merged', async () => {
    const files = mkdtempSync(join(tmpdir(), 'skipwire-labels-'));
    const rows = ['cat', 'Cat', 'dog', 'dog'].map((label, n) => {
      cpSync(join(pictures, 'cat', '1.jpg'), join(files, 'images', `${n}.jpg`));
      return `${n},${label},${n < 2 ? 'in' : 'out'}`;
    });
    writeFileSync(join(files, 'labels.csv'), ['id,label,place', ...rows].join('\n'));
    const place = await skipwire(
      'import',
      files,
      '--name',
      'Place',
      '--labels',
      'labels.csv',
      '--label-column',
      'place',
    );
    expect(place.stderr).toContain(
      'Labels are read from labels.csv: images from column "id", classes from column "place"',
    );
    expect((await skipwire('info', 'place')).stdout).toMatch(/^classes +2: in, out$/m);
    const table = join(files, 'labels.csv');
    const apart = await skipwire(
      'import',
      files,
      '--name',
      'Apart',
      '--labels',
      table,
      '--label-column',
      '2',
    );
    expect(apart.stderr).toMatch(
      /The classes "(cat|Cat)" and "(cat|Cat)" differ only in spelling. Use --merge-classes to merge them/,
    );
    const merged = await skipwire(
      'import',
      files,
      '--name',
      'One',
      '--labels',
      table,
      '--label-column',
      '2',
      '--merge-classes',
    );
    expect(merged.stderr).toContain('are merged.');
    expect((await skipwire('info', 'one')).stdout).toMatch(/^classes +2: Cat, dog$/m);
    const lone = await skipwire('import', files, '--label-column', 'label');
    expect([lone.code, lone.stderr]).toEqual([
      1,
      expect.stringMatching(/needs a table. Name the table with --labels/),
    ]);
    for (const id of ['place', 'apart', 'one']) await skipwire('remove', id);
    rmSync(files, { recursive: true });
  });

  test('a sample of the catalogue says so, and never takes the place of more by itself', async () => {
    const sample = mkdtempSync(join(tmpdir(), 'skipwire-sample-'));
    for (const [name, as] of [
      ['cat', 'Cat'],
      ['dog', 'Dog'],
    ] as const) {
      cpSync(join(pictures, name), join(sample, 'PetImages', as), { recursive: true });
    }
    expect((await skipwire('import', sample)).code).toBe(0);
    expect(rowOf((await skipwire()).stdout, 'cats_vs_dogs')).toMatch(/ sample /);
    expect((await skipwire('info', 'cats_vs_dogs')).stdout).toMatch(
      /^sample +sample of 25,000 images; "skipwire datasets download/m,
    );
    rmSync(join(sample, 'PetImages', 'Cat', '2.jpg'));
    const fewer = await skipwire('import', sample);
    expect(fewer.stderr).toMatch(
      /is already here with 4 images, and this is only a sample of 3 pictures.*--name, or replace.*--as cats_vs_dogs/,
    );
    const own = await skipwire('import', sample, '--name', 'My cats and dogs', '--json');
    expect(JSON.parse(own.stdout)).toMatchObject({ kind: 'own', classes: ['Cat', 'Dog'], trainCount: 3 });
    for (const id of ['cats_vs_dogs', 'my-cats-and-dogs']) await skipwire('remove', id);
    rmSync(sample, { recursive: true });
  });

  test('files that were left out are counted, and listed by the command that is named', async () => {
    const files = mkdtempSync(join(tmpdir(), 'skipwire-damaged-'));
    cpSync(pictures, files, { recursive: true });
    writeFileSync(join(files, 'cat', 'broken.jpg'), 'no picture');
    const alpha = sharp({ create: { width: 40, height: 30, channels: 4, background: '#ff000080' } });
    writeFileSync(join(files, 'dog', 'clear.png'), await alpha.png().toBuffer());
    const { stderr } = await skipwire('import', files, '--name', 'Damaged');
    expect(stderr).toContain(
      '1 file skipped, 1 unusual file kept (skipwire datasets report damaged lists them)',
    );
    await skipwire('remove', 'damaged');
    rmSync(files, { recursive: true });
  });

  test('a set of the catalogue is seen to be one, by one of its files too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skipwire-kmnist-'));
    const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
    for (const name of names) writeFileSync(join(folder, `${name}-ubyte.gz`), 'not whole');
    for (const path of [folder, join(folder, 't10k-labels-idx1-ubyte.gz')]) {
      const { code, stderr } = await skipwire('import', path);
      expect(code).toBe(1);
      expect(stderr).toContain('This looks like kmnist. Use --name to import it as your own data set.');
      expect(stderr).toMatch(
        /skipwire: The archive .* is truncated or damaged\. t10k-images-idx3-ubyte should/,
      );
    }
    rmSync(folder, { recursive: true });
  });

  test('for a set of the catalogue that it is not', async () => {
    const { code, stdout, stderr } = await skipwire('import', pictures, '--as', 'imagenette');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /skipwire: Imagenette has one folder for each of n01440764.*, but cat, dog were found\./,
    );
  });
});

test('each of several that fails is named by its id, the exit code is 1', async () => {
  const one = await skipwire('download', 'shapes', 'shapes');
  expect([one.code, one.stdout]).toEqual([1, '']);
  expect(one.stderr).toBe('skipwire: Shapes cannot be downloaded. To get it, generate it from a seed.\n');
  const two = await skipwire('download', 'shapes', 'mnist', '--proxy', 'http://');
  expect(two.code).toBe(1);
  expect(two.stderr).toMatch(
    /^skipwire: shapes: Shapes cannot be downloaded.*\nskipwire: mnist: The proxy must/,
  );
});
