/** The report of the device, on texts recorded from nvidia-smi's documentation and reports; no card is needed. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish, sentences } from '../../../core/messages';
import { engineStatus } from '../../../main/engine';
import {
  deviceEnvironment,
  preferDevice,
  preferredReport,
  reportOf,
  requireUsable,
} from '../../../main/engine/device';
import { readDeviceChoice } from '../../../main/engine/device-choice';
import { type Gpu, parseGpus } from '../../../main/engine/gpu';
import { cudnnFor, judgeGpu } from '../../../main/engine/judge-gpu';
import { preferKeptDevice } from '../../../main/engine/kept-device';
import { libraryVersions } from '../../../main/engine/libraries';
import { TENSORFLOW_VERSION } from '../../../main/engine/versions';
import { KeptStore } from '../../../main/kept';

const MIB = 2 ** 20;
const two = [
  '0, NVIDIA GeForce RTX 4070, 560.35.03, 12282, 11771, 8.9',
  '1, NVIDIA GeForce GTX 1080, 560.35.03, 8192, 8105, 6.1',
  '',
].join('\n');

test('name, driver, memory and compute capability of every card', () => {
  expect(parseGpus(two)).toEqual([
    {
      index: 0,
      name: 'NVIDIA GeForce RTX 4070',
      driver: '560.35.03',
      memory: 12_282 * MIB,
      freeMemory: 11_771 * MIB,
      computeCapability: '8.9',
    },
    {
      index: 1,
      name: 'NVIDIA GeForce GTX 1080',
      driver: '560.35.03',
      memory: 8192 * MIB,
      freeMemory: 8105 * MIB,
      computeCapability: '6.1',
    },
  ]);
});

test('an old driver, and a card that does not tell of its memory', () => {
  expect(parseGpus('0, Tesla K80, 470.82.01, 11441, 11438')).toEqual([
    { index: 0, name: 'Tesla K80', driver: '470.82.01', memory: 11_441 * MIB, freeMemory: 11_438 * MIB },
  ]);
  expect(parseGpus('0, NVIDIA GB10, 580.95.05, [N/A], [N/A], 12.1')).toEqual([
    { index: 0, name: 'NVIDIA GB10', driver: '580.95.05', computeCapability: '12.1' },
  ]);
});

test.each([
  [''],
  ['No devices were found'],
  ['\n'],
  ["NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."],
  ['Field "compute_cap" is not a valid field to query.'],
])('an answer without a card: "%s"', (output) => {
  expect(parseGpus(output)).toEqual([]);
});

test.each([
  ['cpu', { device: 'cpu' }],
  ['gpu', { device: 'gpu' }],
  ['gpu:1', { device: 'gpu', index: 1 }],
  ['gpu:', undefined],
  ['gpu:x', undefined],
  ['tpu', undefined],
  ['CPU', undefined],
])('the device %s', (text, choice) => expect(readDeviceChoice(text)).toEqual(choice));

describe('which one trains', () => {
  const gpus = parseGpus(two);
  const report = (text: string | undefined, present = gpus) =>
    reportOf('CPU, 8 threads', text === undefined ? undefined : readDeviceChoice(text), present, 'x64');

  test('the first card where there is one, else the processor', () => {
    expect(report(undefined)).toMatchObject({ device: 'gpu', name: 'NVIDIA GeForce RTX 4070', gpus });
    expect(report(undefined, [])).toEqual({
      device: 'cpu',
      name: 'CPU, 8 threads',
      processor: 'CPU, 8 threads',
      gpus: [],
      cards: [],
    });
  });

  test('without a choice, runs are spread over all usable cards; a chosen one trains alone', () => {
    expect(report(undefined).cards.map(({ index }) => index)).toEqual([0, 1]);
    expect(report('gpu:1').cards.map(({ index }) => index)).toEqual([1]);
    expect(report('cpu').cards).toEqual([]);
  });

  test('the one that is asked for; the worker sees no other', () => {
    expect(report('gpu:1')).toMatchObject({ device: 'gpu', name: 'NVIDIA GeForce GTX 1080' });
    expect(deviceEnvironment(report('gpu:1'))).toEqual({
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: '1',
    });
    expect(report('cpu')).toMatchObject({ device: 'cpu' });
    expect(deviceEnvironment(report('cpu'))).toEqual({});
    expect(deviceEnvironment(report(undefined, gpus.slice(0, 1)))).toEqual({});
  });

  test('one that is not there is refused, with those that are', () => {
    expect(() => report('gpu:2')).toThrow(
      'There is no device gpu:2 on this machine. It has gpu:0 (NVIDIA GeForce RTX 4070) and gpu:1 (NVIDIA GeForce GTX 1080).',
    );
    expect(() => report('gpu', [])).toThrow(
      'There is no device gpu on this machine: nvidia-smi lists no GPU.',
    );
  });
});

describe('the choice of Settings', () => {
  const gpus = parseGpus(two);

  test.each([
    ['auto', 'gpu', 'auto'],
    ['cpu', 'cpu', 'cpu'],
    ['gpu:1', 'gpu', 'gpu:1'],
    // The card has been taken out.
    ['gpu:2', 'gpu', 'auto'],
  ])('%s trains on the %s', (text, device, chosen) => {
    const report = preferredReport('CPU, 8 threads', text, gpus, 'x64');
    expect(report).toMatchObject({ device, choice: { device: chosen, by: 'settings' } });
    // All cards are offered, whichever trains.
    expect(report.gpus).toEqual(gpus);
  });

  test('is found by another process on the same data folder, and the environment comes first', async () => {
    const root = mkdtempSync(join(tmpdir(), 'skipwire-device-'));
    const before = process.env.SKIPWIRE_DEVICE;
    try {
      delete process.env.SKIPWIRE_DEVICE;
      const window = new KeptStore({ root });
      await window.change({ concern: 'device', values: { choice: 'cpu' }, origin: 'one' });
      await preferKeptDevice(new KeptStore({ root }));
      expect((await engineStatus()).choice).toEqual({ device: 'cpu', by: 'settings' });
      process.env.SKIPWIRE_DEVICE = 'cpu';
      await preferKeptDevice(new KeptStore({ root }));
      expect((await engineStatus()).choice).toEqual({ device: 'cpu', by: 'environment' });
    } finally {
      if (before === undefined) delete process.env.SKIPWIRE_DEVICE;
      else process.env.SKIPWIRE_DEVICE = before;
      preferDevice('auto');
      rmSync(root, { recursive: true });
    }
  });
});

/** As nvidia-smi lists it. */
const card = (name: string, driver: string, capability?: string) =>
  parseGpus(`0, ${name}, ${driver}, 8119, 8000${capability === undefined ? '' : `, ${capability}`}`)[0]!;

describe('a card is judged before anything is downloaded', () => {
  test.each([
    ['NVIDIA GeForce GTX 1080', '560.35.03', '6.1', 'ok'],
    ['Tesla V100', '525.60.13', '7.0', 'ok'],
    ['NVIDIA GeForce RTX 4070', '560.35.03', '8.9', 'ok'],
    ['NVIDIA H200', '570.86', '9.0', 'ok'],
    ['NVIDIA B200', '570.86', '10.0', 'untested'],
    ['NVIDIA GeForce RTX 5090', '570.86', '12.0', 'untested'],
    ['Tesla K40m', '470.256.02', '3.5', 'unusable'],
    ['NVIDIA GeForce GTX 980', '560.35.03', '5.2', 'unusable'],
    ['NVIDIA GeForce GTX 1080', '418.87', '6.1', 'unusable'],
    ['NVIDIA GeForce GTX 1080', '525.60.11', '6.1', 'unusable'],
    ['Tesla K80', '470.82.01', undefined, 'unusable'],
  ])('%s, driver %s, compute capability %s: %s', (name, driver, capability, state) => {
    expect(judgeGpu(card(name, driver, capability), 'x64').state).toBe(state);
  });

  test('and the refusal says what is wrong, what is needed and what there is', () => {
    const said = (gpu: Gpu) => {
      const { found, advice } = judgeGpu(gpu, 'x64');
      return inEnglish(sentences(found, advice));
    };
    expect(said(card('Tesla K40m', '470.256.02', '3.5'))).toBe(
      `The GPU is too old: TensorFlow ${TENSORFLOW_VERSION} needs compute capability 6.0 or later, but this GPU has 3.5.`,
    );
    expect(said(card('NVIDIA GeForce GTX 1080', '418.87', '6.1'))).toMatch(
      /driver is too old: .* CUDA 12, which needs driver 525\.60\.13 or later, but this is 418\.87\. Update the NVIDIA driver\.$/,
    );
    expect(said(card('NVIDIA GeForce RTX 5090', '570.86', '12.0'))).toMatch(
      /GPU is too new: .* 6\.0 to 9\.0, but this GPU has 12\.0, .* use --device gpu /,
    );
    expect(judgeGpu(card('NVIDIA GH200', '570.86', '9.0'), 'arm64')).toMatchObject({ state: 'unusable' });
  });

  const report = (choice: string | undefined, ...gpus: Gpu[]) =>
    reportOf('CPU, 8 threads', choice === undefined ? undefined : readDeviceChoice(choice), gpus, 'x64');
  const old = card('Tesla K40m', '470.256.02', '3.5');
  const tooNew = card('NVIDIA GeForce RTX 5090', '570.86', '12.0');
  const good = { ...card('NVIDIA GeForce RTX 4070', '570.86', '8.9'), index: 1 };

  test('without a choice the first usable one trains, else the processor', () => {
    expect(report(undefined, old)).toMatchObject({ device: 'cpu', verdict: { state: 'unusable' } });
    expect(report(undefined, tooNew)).toMatchObject({ device: 'cpu', verdict: { state: 'untested' } });
    expect(report(undefined, tooNew, good)).toMatchObject({ device: 'gpu', gpu: { index: 1 } });
    expect(report('gpu', tooNew, good)).toMatchObject({ device: 'gpu', gpu: { index: 1 } });
  });

  test('one that is asked for is taken, but refused where it cannot work', () => {
    expect(report('gpu', tooNew)).toMatchObject({ device: 'gpu', gpu: { index: 0 } });
    expect(() => requireUsable(report('gpu', tooNew))).not.toThrow();
    expect(() => requireUsable(report('gpu:0', tooNew))).not.toThrow();
    expect(() => requireUsable(report('gpu', old))).toThrow(
      /^Tesla K40m cannot be used for training\. The GPU is too old: .* --device cpu or set SKIPWIRE_DEVICE=cpu\.$/,
    );
    expect(() => requireUsable(report('cpu', old))).not.toThrow();
  });

  test('cards that the newest cuDNN dropped get one that knows them', () => {
    const wanted = 'nvidia-cudnn-cu12<10.0,>=9.3.0.75';
    expect(cudnnFor(wanted, card('NVIDIA GeForce GTX 1080', '560.35.03', '6.1'))).toBe(`${wanted},<9.11`);
    expect(cudnnFor(wanted, good)).toBe(wanted);
    expect(cudnnFor(wanted, undefined)).toBe(wanted);
    expect(cudnnFor('nvidia-nccl-cu12<3.0', card('V100', '560.35.03', '7.0'))).toBe('nvidia-nccl-cu12<3.0');
  });
});

test("versions of CUDA's libraries, by the names of their files", () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-libraries-'));
  for (const name of ['libcudnn.so.9', 'libcudnn_ops.so.9', 'libcudart.so.12', 'libcublas.so.12', 'README'])
    writeFileSync(join(folder, name), '');
  expect(libraryVersions([folder, join(folder, 'none')])).toEqual({
    cuDNN: '9',
    'CUDA runtime': '12',
    cuBLAS: '12',
  });
  rmSync(folder, { recursive: true });
});
