/** The engine of this machine: found, tried, and distinguished from a broken one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish, textOf } from '../../../core/messages';
import { doctor } from '../../../main/doctor';
import { engineStatus, ensureEngine, findEngine } from '../../../main/engine';
import { loadTensorFlow } from '../../../main/engine/load';
import { probeEngine } from '../../../main/engine/probe';
import { wheelSource } from '../../../main/engine/versions';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { bundledWorker } from '../../support/worker';

beforeAll(() => {
  bundledWorker();
  return testEngine();
}, ENGINE_TIMEOUT);

test('one that is there is found, and asked for again without a word', async () => {
  const phases: string[] = [];
  const engine = await ensureEngine({ onProgress: ({ phase }) => phases.push(inEnglish(phase)) });
  expect(await findEngine()).toEqual(engine);
  expect(phases).toEqual([]);
  const status = await engineStatus();
  expect(status).toMatchObject({
    state: 'ready',
    runtime: `TensorFlow ${engine.version}`,
    device: 'cpu',
  });
  expect(textOf(status.deviceName ?? '')).toMatch(/^CPU, \d+ thread/);
});

test('it runs in a process of its own, and says its version', async () => {
  const engine = await testEngine();
  const probe = await probeEngine(engine);
  expect(probe).toMatchObject({ ok: true, gpu: false });
  // The package's own installer fetches TensorFlow with a version of its own, where there is no wheel.
  if (wheelSource('cpu')) expect(probe.message).toBe(engine.version);
});

test('the doctor has tried it', async () => {
  const checks = new Map((await doctor()).map((check) => [check.name, check]));
  const { bindingPath, version } = await testEngine();
  expect(checks.get('TensorFlow')).toEqual({
    name: 'TensorFlow',
    state: 'ok',
    found: `${version} (cpu), ${bindingPath}`,
  });
});

test('a broken one is found out without harm to this process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-broken-'));
  try {
    const bindingPath = join(folder, 'tfjs_binding.node');
    writeFileSync(bindingPath, 'no library');
    const probe = await probeEngine({ ...(await testEngine()), bindingPath });
    expect(probe.ok).toBe(false);
    expect(probe.message).toContain(bindingPath);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('one process runs one engine', async () => {
  const engine = await testEngine();
  expect(loadTensorFlow(engine)).toBe(loadTensorFlow(engine));
  expect(() => loadTensorFlow({ ...engine, bindingPath: '/another.node' })).toThrow(
    /Received: \/another.node/,
  );
});
