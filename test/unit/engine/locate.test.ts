/** What counts as an engine: a whole folder with a readable manifest. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateEngine, readEngine } from '../../../main/engine/locate';
import { engineFolderName, TENSORFLOW_VERSION, wheelSource } from '../../../main/engine/versions';

let cache: string;
const before = process.env.SKIPWIRE_CACHE;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'skipwire-cache-'));
  process.env.SKIPWIRE_CACHE = cache;
});
afterEach(() => {
  if (before === undefined) delete process.env.SKIPWIRE_CACHE;
  else process.env.SKIPWIRE_CACHE = before;
  rmSync(cache, { recursive: true, force: true });
});

function put(device: 'cpu' | 'gpu', manifest: unknown = {}): string {
  const folder = join(cache, 'engine', engineFolderName(device));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tfjs_binding.node'), '');
  const whole = {
    format: 'skipwire.engine',
    version: TENSORFLOW_VERSION,
    device,
    libraryFolders: ['nvidia/a/lib'],
  };
  const content =
    manifest === null
      ? '{ torn'
      : JSON.stringify({ ...whole, provisionedAt: 'now', ...(manifest as object) });
  writeFileSync(join(folder, 'engine.json'), content);
  return folder;
}

test('an empty cache holds no engine', () => {
  expect(locateEngine('cpu')).toBeUndefined();
  expect(locateEngine('gpu')).toBeUndefined();
});

test('an engine is found with what its worker needs', () => {
  const folder = put('cpu');
  const engine = locateEngine('cpu');
  expect(engine).toMatchObject({ version: TENSORFLOW_VERSION, device: 'cpu' });
  expect(engine?.bindingPath).toBe(join(folder, 'tfjs_binding.node'));
  expect(engine?.env).not.toHaveProperty('LD_LIBRARY_PATH');
});

test('a GPU engine brings its libraries and leaves memory to others', () => {
  const folder = put('gpu');
  const engine = locateEngine('gpu');
  expect(engine?.env.LD_LIBRARY_PATH?.split(':')[0]).toBe(join(folder, 'nvidia/a/lib'));
  expect(engine?.env.TF_FORCE_GPU_ALLOW_GROWTH).toBe('true');
});

test('the binding of the package itself is used where engine.json names it, as long as it is there', () => {
  const binding = join(cache, 'elsewhere.node');
  const folder = put('cpu', { binding });
  expect(readEngine(folder)).toBeUndefined();
  writeFileSync(binding, '');
  expect(readEngine(folder)?.bindingPath).toBe(binding);
});

test('with a GPU but only the CPU engine, that one serves', () => {
  put('cpu');
  expect(locateEngine('gpu')?.device).toBe('cpu');
});

test.each([
  ['torn', null],
  ['of another format', { format: 'other' }],
  ['without a version', { version: 3 }],
])('a manifest %s is no engine', (_what, manifest) => {
  expect(readEngine(put('cpu', manifest))).toBeUndefined();
});

test.each([
  ['linux', 'x64', 'cpu', 'tensorflow-cpu', 'manylinux_2_27_x86_64'],
  ['linux', 'x64', 'gpu', 'tensorflow', 'manylinux_2_27_x86_64'],
  ['linux', 'arm64', 'cpu', 'tensorflow', 'manylinux_2_27_aarch64'],
  ['darwin', 'arm64', 'cpu', 'tensorflow', 'macosx_12_0_arm64'],
] as const)('the wheel for %s %s %s is %s for %s', (platform, arch, device, name, tag) => {
  expect(wheelSource(device, platform, arch)).toMatchObject({
    package: name,
    platforms: expect.arrayContaining([tag]),
  });
});

test('where no wheel can be linked against, none is named', () => {
  expect(wheelSource('cpu', 'win32', 'x64')).toBeUndefined();
});
