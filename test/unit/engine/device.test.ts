/** The report of the device, on texts recorded from nvidia-smi's documentation and reports; no card is needed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceEnvironment, reportOf } from '../../../main/engine/device';
import { readDeviceChoice } from '../../../main/engine/device-choice';
import { parseGpus } from '../../../main/engine/gpu';
import { libraryVersions } from '../../../main/engine/libraries';

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
    reportOf('CPU, 8 threads', text === undefined ? undefined : readDeviceChoice(text), present);

  test('the first card where there is one, else the processor', () => {
    expect(report(undefined)).toMatchObject({ device: 'gpu', name: 'NVIDIA GeForce RTX 4070', gpus });
    expect(report(undefined, [])).toEqual({
      device: 'cpu',
      name: 'CPU, 8 threads',
      processor: 'CPU, 8 threads',
      gpus: [],
    });
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
      'The device gpu:2 is not on this machine: there are gpu:0 (NVIDIA GeForce RTX 4070), gpu:1 (NVIDIA GeForce GTX 1080).',
    );
    expect(() => report('gpu', [])).toThrow(
      'The device gpu is not on this machine: nvidia-smi tells of no card.',
    );
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
