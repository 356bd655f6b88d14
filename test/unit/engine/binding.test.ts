/** The binding: nothing is never linked, and what is linked is a binding. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBinding, SOURCE_FILES } from '../../../main/engine/binding';
import { bindingSources, shippedBinding, shippedWheel } from '../../../main/engine/shipped';
import { posix, testNeeding } from '../../support/needs';
import { Tools } from './tools';

let folder: string;
let tools: Tools;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-binding-'));
  tools = new Tools(folder);
});
afterEach(() => {
  tools.restore();
  rmSync(folder, { recursive: true, force: true });
});

const build = (sources: string) =>
  buildBinding('g++', folder, join(folder, 'include'), [], undefined, { sources, headers: folder });

test('its sources are where the package has them', () => {
  const { sources, headers } = bindingSources();
  expect(sources).toMatch(/tfjs-node-gpu.binding$/);
  expect(headers).toMatch(/node-api-headers.include$/);
});

testNeeding(posix)('without a source the compiler is not even asked', async () => {
  tools.add('g++', `touch "${folder}/asked"; exit 0`);
  const sources = join(folder, 'sources');
  mkdirSync(sources);
  writeFileSync(join(sources, SOURCE_FILES[0]!), '');
  await expect(build(sources)).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/source file .*tfjs_binding\.cc .* is missing\. Reinstall Skipwire\.$/),
  });
});

testNeeding(posix)(
  'a library without the entry point is refused, also where the compiler was content',
  async () => {
    tools.add('g++', 'while [ "$1" != -o ]; do shift; done; echo an empty library > "$2"');
    await expect(build(bindingSources().sources)).rejects.toThrow(
      /made a TensorFlow binding of 17 bytes without napi_register_module_v1/,
    );
    tools.add('g++', 'exit 0');
    rmSync(join(folder, 'tfjs_binding.node'));
    await expect(build(bindingSources().sources)).rejects.toThrow(/made no TensorFlow binding/);
  },
);

test('the installed app brings a binding and says where the wheels are', () => {
  expect(shippedBinding(folder)).toBeUndefined();
  expect(shippedWheel('a==1', folder)).toBeUndefined();
  writeFileSync(join(folder, 'tfjs_binding.node'), '');
  const wheel = { url: 'https://index.invalid/a-1.whl', fileName: 'a-1.whl', bytes: 12, sha256: 'ab' };
  writeFileSync(join(folder, 'wheels.json'), JSON.stringify({ 'a==1': wheel }));
  expect(shippedBinding(folder)).toBe(join(folder, 'tfjs_binding.node'));
  const { url, ...rest } = wheel;
  expect(shippedWheel('a==1', folder)).toEqual({ ...rest, urls: [url] });
  expect(shippedWheel('a==2', folder)).toBeUndefined();
});
