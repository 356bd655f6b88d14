/** Provisioning with stand-ins for pip and g++: what is refused and why, and that nothing half done stays behind. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Progress } from '../../../core/contract/engine';
import { inEnglish } from '../../../core/messages';
import { doctor } from '../../../main/doctor';
import { provisionEngine } from '../../../main/engine/provision';
import { requireEngineSpace } from '../../../main/engine/space';
import { wheelSource } from '../../../main/engine/versions';
import { testNeeding } from '../../support/needs';
import { realPython, Tools } from './tools';

let root: string;
let tools: Tools;
const before = { cache: process.env.SKIPWIRE_CACHE, data: process.env.SKIPWIRE_DATA };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-provision-'));
  process.env.SKIPWIRE_CACHE = join(root, 'cache');
  process.env.SKIPWIRE_DATA = join(root, 'data');
  tools = new Tools(root);
});
afterEach(() => {
  tools.restore();
  for (const [name, value] of [
    ['SKIPWIRE_CACHE', before.cache],
    ['SKIPWIRE_DATA', before.data],
  ] as const) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(root, { recursive: true, force: true });
});

// Where no wheel can be linked against, another way is taken.
const linked = testNeeding({
  met: Boolean(wheelSource('cpu') && process.platform !== 'win32' && realPython),
  what: 'Python 3 and a system with wheels that can be linked against',
});

/** A fake pip that answers `--version` and `download`; everything else runs the real Python. */
const pip = (download: string) => `
case "$*" in
  "-m pip --version") echo "pip 24.0" ;;
  "-m pip download"*) echo "$*" > "${root}/asked"; while [ "$1" != --dest ]; do shift; done; dest="$2"; ${download} ;;
  *) exec "${realPython}" "$@" ;;
esac`;

const compiler = (build: string) => `
case "$*" in
  --version) echo "g++ 13" ;;
  *) while [ "$1" != -o ]; do shift; done; ${build} ;;
esac`;

function tinyWheel(): string {
  const path = join(root, 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl');
  const libraries = wheelSource('cpu')?.libraries ?? [];
  const files = [...libraries.map((name) => `tensorflow/${name}`), 'tensorflow/include/tensorflow/c/c_api.h'];
  writeFileSync(path, zipSync(Object.fromEntries(files.map((name) => [name, new Uint8Array([1])]))));
  return path;
}

/** The contents of a cache folder, without our lock. */
const left = () => (existsSync(join(root, 'cache/engine')) ? readdirSync(join(root, 'cache/engine')) : []);

linked('without Python it is said what to install', async () => {
  await expect(provisionEngine({ device: 'cpu' })).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/no python3 on the PATH.*apt-get install python3-pip/),
  });
  expect(left()).toEqual([]);
});

linked('without pip too', async () => {
  tools.add('python3', 'echo "No module named pip"; exit 1');
  await expect(provisionEngine({ device: 'cpu' })).rejects.toThrow(
    /needs pip, but python3 does not have it.*apt-get install python3-pip/,
  );
});

linked('and without a compiler, before anything is downloaded', async () => {
  tools.add('python3', pip('exit 9'));
  await expect(provisionEngine({ device: 'cpu' })).rejects.toThrow(/apt-get install g\+\+/);
  expect(existsSync(join(root, 'asked'))).toBe(false);
});

linked("a download that fails ends with pip's own error", async () => {
  tools.add('python3', pip('echo "ERROR: No matching distribution found for tensorflow-cpu"; exit 1'));
  tools.add('g++', compiler('exit 9'));
  await expect(provisionEngine({ device: 'cpu' })).rejects.toThrow(
    /could not download tensorflow.*: No matching distribution found for tensorflow-cpu/,
  );
  expect(left()).toEqual([]);
});

linked('the wheel that is asked for does not depend on the Python that asks', async () => {
  tools.add('python3', pip('exit 1'));
  tools.add('g++', compiler('exit 9'));
  await provisionEngine({ device: 'cpu' }).catch(() => undefined);
  const asked = readFileSync(join(root, 'asked'), 'utf8');
  expect(asked).toMatch(/--no-deps --only-binary=:all: .*--python-version 3.11 --implementation cp/);
  for (const tag of wheelSource('cpu')?.platforms ?? []) expect(asked).toContain(`--platform ${tag}`);
});

linked('a binding that does not compile is refused with the first error', async () => {
  tools.add('python3', pip(`cp "${tinyWheel()}" "$dest"`));
  tools.add('g++', compiler('echo "c_api.h:9: error: no such thing"; exit 1'));
  await expect(provisionEngine({ device: 'cpu' })).rejects.toThrow(/c_api.h:9: error: no such thing/);
  expect(left()).toEqual([]);
});

linked('an engine that does not run is never put in its place; the phases are reported', async () => {
  tools.add('python3', pip(`cp "${tinyWheel()}" "$dest"`));
  tools.add('g++', compiler('echo napi_register_module_v1 > "$2"'));
  // What a process that was killed on the way has left.
  mkdirSync(join(root, 'cache/engine/tensorflow.partial-1/lib'), { recursive: true });
  const phases: string[] = [];
  const onProgress = ({ phase }: Progress) => phases.push(inEnglish(phase));
  await expect(provisionEngine({ device: 'cpu' }, { onProgress })).rejects.toThrow(/does not run/);
  expect(left()).toEqual([]);
  expect([...new Set(phases)]).toEqual([
    expect.stringMatching(/^Downloading tensorflow/),
    'Unpacking TensorFlow',
    'Compiling the TensorFlow binding',
    'Testing TensorFlow',
  ]);
});

linked('a download reports how far it is, and ends at once when it is cancelled', async () => {
  tools.add(
    'python3',
    pip('echo "Downloading tensorflow.whl (2.0 kB)"; echo 12345 > "$dest/tmp/part"; exec sleep 60'),
  );
  tools.add('g++', compiler('exit 9'));
  const stop = new AbortController();
  const fractions: number[] = [];
  const began = Date.now();
  const onProgress = ({ fraction }: Progress) => {
    if (fraction === undefined) return;
    fractions.push(fraction);
    stop.abort(new Error('stopped'));
  };
  const provisioning = provisionEngine({ device: 'cpu' }, { onProgress, signal: stop.signal });
  await expect(provisioning).rejects.toThrow('stopped');
  expect(Date.now() - began).toBeLessThan(30_000);
  expect(fractions[0]).toBeGreaterThan(0);
  expect(left()).toEqual([]);
});

test('a full disk is refused before the download', async () => {
  await expect(requireEngineSpace(root, 'gpu', async () => 3e9)).rejects.toThrow(
    /needs 8.0 GB .*, but only 3.0 GB is free/,
  );
  await expect(requireEngineSpace(root, 'cpu', async () => 3e9)).resolves.toBeUndefined();
});

linked('the doctor names what is missing and what to do', async () => {
  const checks = new Map((await doctor()).map((check) => [check.name, check]));
  expect(checks.get('Python and pip')).toMatchObject({
    state: 'error',
    advice: expect.stringContaining('apt-get install python3-pip'),
  });
  expect(checks.get('C++ compiler')).toMatchObject({
    state: 'error',
    advice: expect.stringContaining('apt-get install g++'),
  });
  expect(checks.get('TensorFlow')).toMatchObject({ state: 'warning', found: 'not installed yet' });
  expect(checks.get('Node')).toMatchObject({ state: 'ok', found: process.versions.node });
  expect(checks.get('Device')?.found).toMatch(/CPU, \d+ thread/);
  expect(checks.get('Space for data')?.found).toContain(join(root, 'data'));
});
