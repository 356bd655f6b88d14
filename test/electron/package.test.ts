/**
 * The packaged app: what is in it, and the whole main job from it, on a machine without Python and without a compiler. TensorFlow's
 * wheel comes from a server of the test, with the checksum that the package has of it.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { preparePhoto } from '../../main/datasets/photos/formats/prepare';
import { buildBinding, findCompiler } from '../../main/engine/binding';
import { readEngine } from '../../main/engine/locate';
import { probeEngine } from '../../main/engine/probe';
import { HEADERS } from '../../main/engine/provision';
import { extractWheel } from '../../main/engine/unpack-wheel';
import { TENSORFLOW_VERSION, wheelSource } from '../../main/engine/versions';
import { drop } from '../support/drop';
import { exportAs, exported } from '../support/export-view';
import { type Desktop, describeOnElectron, startDesktop, temporaryFolder } from './support/app';
import { allowStandIn, filesInArchive, makePackage, type Packaged } from './support/package';
import { fetchWheel, REQUIREMENT, serveFile, type WheelServer } from './support/wheel-server';

const { readFuses, settings } = jest.requireActual('../../electron/fuses.cjs');

/** Size of all files below a folder. */
const bytesBelow = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);

/** A PATH with what starts the app, and nothing more: no Python, no compiler. */
function barePath(): string {
  const folder = temporaryFolder();
  for (const name of ['setpriv', 'unshare']) {
    if (existsSync(`/usr/bin/${name}`)) symlinkSync(`/usr/bin/${name}`, join(folder, name));
  }
  return folder;
}

describeOnElectron('the packaged app', () => {
  let packaged: Packaged;
  beforeAll(() => {
    packaged = makePackage();
  }, 300_000);

  test('holds what it needs and nothing else', () => {
    const files = filesInArchive(packaged);
    expect(files.length).toBeLessThan(1500);
    // The library in it is compressed in a hurry here; in a release it takes 12.64 MB.
    const library = join(packaged.resources, 'onnxruntime');
    expect(bytesBelow(packaged.folder) - bytesBelow(library)).toBeLessThan(250e6 - 12.64e6);
    expect(files.filter((name) => /\.(ts|tsx|map|md|cc|h)$|(^|\/)(tests?|docs)\//.test(name))).toEqual([]);
    expect(files.filter((name) => /core-js|sharp-linux|sharp-libvips/.test(name))).toEqual([]);
    const modules = new Set(
      files.flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []),
    );
    expect([...modules].sort()).toEqual([
      '@emnapi/runtime',
      '@img/colour',
      '@img/sharp-wasm32',
      'detect-libc',
      'h5wasm',
      'node-gyp-build',
      'node-liblzma',
      'onnxruntime-common',
      'onnxruntime-node',
      'semver',
      'sharp',
      'tslib',
    ]);
  });

  test('has the sources of the binding and what was built of them outside the archive', () => {
    const folder = join(packaged.resources, 'tensorflow');
    expect(readdirSync(join(folder, 'binding')).filter((name) => name.endsWith('.cc'))).toEqual([
      'tfjs_backend.cc',
      'tfjs_binding.cc',
    ]);
    expect(existsSync(join(folder, 'headers', 'node_api.h'))).toBe(true);
    expect(readFileSync(join(folder, 'tfjs_binding.node')).includes('napi_register_module_v1')).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, 'wheels.json'), 'utf8'))[REQUIREMENT]).toMatchObject({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('has the licenses of what is in it', () => {
    const text = readFileSync(join(packaged.resources, 'THIRD_PARTY_LICENSES.txt'), 'utf8');
    for (const words of [
      /^sharp 0/m,
      /^node-liblzma /m,
      /^react /m,
      /GNU LESSER GENERAL PUBLIC LICENSE/,
      /^Eigen$/m,
    ]) {
      expect(text).toMatch(words);
    }
    expect(existsSync(join(packaged.folder, 'LICENSES.chromium.html'))).toBe(true);
  });

  test('has its fuses set', async () => {
    const present = await readFuses(packaged.executable);
    expect(present.RunAsNode).toBe(true);
    expect(settings).toMatchObject(present);
  });

  describe('on a machine without Python and without a compiler', () => {
    let app: Desktop;
    let server: WheelServer | undefined;
    let cache: string;
    let wheel: string;
    const go = (view: string) =>
      app.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();
    const run = () => app.page.getByRole('group', { name: /^Run ResNet-20/ });

    beforeAll(async () => {
      const list = join(packaged.resources, 'tensorflow', 'wheels.json');
      const wheels = JSON.parse(readFileSync(list, 'utf8'));
      wheel = fetchWheel(wheels[REQUIREMENT].fileName) ?? '';
      if (!wheel) throw new Error(`pip cannot get ${REQUIREMENT}.`);
      server = await serveFile(wheel);
      wheels[REQUIREMENT].url = server.url;
      writeFileSync(list, JSON.stringify(wheels));
      await allowStandIn(packaged);
      cache = temporaryFolder();
      app = await startDesktop({
        executable: packaged.executable,
        env: {
          PATH: barePath(),
          SKIPWIRE_PYTHON: '',
          SKIPWIRE_CACHE: cache,
          SKIPWIRE_DEVICE: 'cpu',
          TF_CPP_MIN_LOG_LEVEL: '2',
        },
      });
    }, 300_000);
    afterAll(() => server?.close());

    test('pictures are the same as everywhere, and no process has a second GLib', async () => {
      const pictures = temporaryFolder();
      const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
      const made: Buffer[] = [];
      for (const name of ['light', 'dark']) {
        mkdirSync(join(pictures, name));
        for (let index = 0; index < 6; index++) {
          const image = sharp({
            create: { width: 60 + index, height: 40, channels: 3, background: '#000', noise },
          });
          // Neither is kept as it is: what is stored has been decoded and written again.
          const bytes =
            index % 2 ? await image.webp().toBuffer() : await image.png({ palette: true }).toBuffer();
          writeFileSync(join(pictures, name, `${index}.${index % 2 ? 'webp' : 'png'}`), bytes);
          made.push(bytes);
        }
      }
      await app.answer('showOpenDialog', { canceled: false, filePaths: [pictures] });
      await go('Data');
      await app.page.getByRole('button', { name: 'Add your own' }).click();
      await app.page.getByRole('button', { name: 'Choose a folder' }).click();
      const dialog = app.page.getByRole('dialog', { name: 'Import these images' });
      await dialog.getByLabel('Name').fill('Noise');
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await app.page.getByRole('heading', { name: 'Noise' }).waitFor();
      await app.page
        .getByRole('gridcell', { name: /^light, training image/ })
        .first()
        .waitFor();

      const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
      const folder = join(app.dataFolder, 'datasets');
      const stored = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.name.endsWith('.png'))
        .map((entry) => digest(readFileSync(join(entry.parentPath, entry.name))));
      const native = await Promise.all(made.map((bytes) => preparePhoto(bytes, 'x', 1e6)));
      expect(stored.sort()).toEqual(
        native.map((photo) => (photo.state === 'kept' ? digest(photo.bytes) : photo.reason)).sort(),
      );

      // The report decodes them in a process of its own.
      await app.page.getByRole('tab', { name: 'About' }).click();
      await app.page.getByRole('slider', { name: 'Image sizes: read the points' }).waitFor();
      expect(app.output()).not.toMatch(/GLib|SharpElectronLinux/);
      const processes = await app.main(({ app: electron }) => electron.getAppMetrics().map(({ pid }) => pid));
      const maps = processes.map((pid) => readFileSync(`/proc/${pid}/maps`, 'utf8'));
      expect(maps.filter((text) => text.includes('libvips'))).toEqual([]);
    }, 120_000);

    test('TensorFlow is fetched, and a network is trained', async () => {
      await go('Build');
      await app.page.getByRole('button', { name: 'Presets' }).click();
      const presets = app.page.getByRole('dialog', { name: 'Presets' });
      await presets.getByRole('button', { name: 'ResNet-20', exact: true }).click();
      await go('Train');
      await app.page.getByRole('button', { name: 'Use shapes' }).click();
      await app.page.getByRole('button', { name: 'Generate 10,000 images' }).click();
      await app.page.getByText('Trained on the 10,000 training images').waitFor();
      for (const [name, value] of [
        ['epochs', '1'],
        ['train on first', '96'],
        ['validate on first', '32'],
        ['batch size', '32'],
      ] as const) {
        await app.page.getByRole('textbox', { name }).fill(value);
      }
      await app.page.getByRole('button', { name: 'Start training' }).click();
      await run()
        .getByText(/finished · validation [\d.]+%|failed|interrupted/)
        .waitFor({ timeout: 240_000 });
      expect(await run().innerText()).toMatch(/finished · validation/);
      // Nothing of the download is left, and the binding is the one of the package.
      expect(readdirSync(join(cache, 'downloads', 'wheels'))).toEqual([]);
      const [engine] = readdirSync(join(cache, 'engine')).filter((name) => name.startsWith('tensorflow'));
      expect(
        readFileSync(join(cache, 'engine', engine ?? '', 'tfjs_binding.node')).equals(
          readFileSync(join(packaged.resources, 'packaged', 'tensorflow', 'tfjs_binding.node')),
        ),
      ).toBe(true);
    }, 300_000);

    test('the sources that came with it make a binding where the shipped one does not run', async () => {
      const shipped = join(packaged.resources, 'packaged', 'tensorflow');
      const [name] = readdirSync(join(cache, 'engine')).filter((one) => one.startsWith('tensorflow'));
      const provisioned = join(cache, 'engine', name ?? '');
      const work = temporaryFolder();
      symlinkSync(join(provisioned, 'lib'), join(work, 'lib'));
      await extractWheel(wheel, work, HEADERS);
      await buildBinding(
        await findCompiler(),
        work,
        join(work, 'tensorflow', 'include'),
        wheelSource('cpu')?.libraries ?? [],
        undefined,
        { sources: join(shipped, 'binding'), headers: join(shipped, 'headers') },
      );
      const engine = readEngine(provisioned);
      if (!engine) throw new Error(`${provisioned} must be whole.`);
      const probe = await probeEngine({ ...engine, bindingPath: join(work, 'tfjs_binding.node') });
      expect(probe).toEqual({ ok: true, message: TENSORFLOW_VERSION, gpu: false });
    }, 300_000);

    test('and exported, read back and imported, by what comes with the app', async () => {
      await go('Export');
      await app.page.getByRole('button', { name: /^ResNet-20 seed 1/ }).click();
      for (const [format, checked] of [
        ['TensorFlow SavedModel', /Checked: largest difference/],
        ['Keras 3 (.keras)', /Not checked\./],
        ['ONNX', /Checked: largest difference/],
        ['TensorFlow.js', /Checked: largest difference/],
      ] as const) {
        await exportAs(app.page, format);
        await exported(app.page, format).getByText(checked).waitFor({ timeout: 240_000 });
      }
      const exports = readdirSync(join(app.dataFolder, 'exports')).sort();
      expect(exports).toEqual(
        [/\.keras$/, /\.onnx$/, /\.savedmodel$/, /\.tfjs$/].map((name) => expect.stringMatching(name)),
      );
      const keras = join(app.dataFolder, 'exports', exports[0] ?? '');
      expect(readFileSync(keras).includes('model.weights.h5')).toBe(true);
      expect(statSync(keras).size).toBeGreaterThan(1_000_000);

      await drop(app.page, keras);
      await app.page.getByRole('dialog', { name: /^Imported/ }).waitFor();
    }, 300_000);
  });
});
