/** The device for training: the chosen one, otherwise an NVIDIA GPU, otherwise the CPU. */
import { cpus } from 'node:os';
import type { EngineStatus } from '../../core/contract/engine';
import { listOf, type MessageOrText, message, sentences } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { hasAvx, WITHOUT_AVX } from './crash';
import { type DeviceChoice, readDeviceChoice } from './device-choice';
import { findGpus, type Gpu } from './gpu';
import { judgeGpu, type Verdict } from './judge-gpu';
import type { Device } from './versions';

export interface DeviceReport {
  device: Device;
  /** "NVIDIA GeForce RTX 4070" or "CPU, 8 threads" */
  name: MessageOrText;
  /** "CPU, 8 threads", with a GPU too. */
  processor: MessageOrText;
  /** The GPU that trains; absent with `cpu`. */
  gpu?: Gpu;
  /** All cards of this machine. */
  gpus: readonly Gpu[];
  /** Those that may train: the chosen one, otherwise all that this TensorFlow can use. */
  cards: readonly Gpu[];
  /** What was asked for, and where. */
  choice?: NonNullable<EngineStatus['choice']>;
  /** About the GPU that trains, or the first one if none can train. */
  verdict?: Verdict;
}

let known: Promise<DeviceReport> | undefined;
let preferred = 'auto';

/**
 * Detected once per process. `SKIPWIRE_DEVICE` chooses: `cpu`, `gpu`, or `gpu:1` for the second card. Without it, what Settings say
 * does.
 * @throws Refusal when `SKIPWIRE_DEVICE` is none of these, or its card does not exist.
 */
export function detectDevice(): Promise<DeviceReport> {
  known ??= detect(process.env.SKIPWIRE_DEVICE);
  return known;
}

/** @param text `auto`, or as `SKIPWIRE_DEVICE`, which comes first */
export function preferDevice(text: string): void {
  preferred = text;
  known = undefined;
}

/** From now on in this process, whatever it was started with. */
export function chooseDevice(text: string): void {
  delete process.env.SKIPWIRE_DEVICE;
  preferDevice(text);
}

/** @throws Refusal if this card does not exist */
export async function requireDevice(text: string): Promise<void> {
  reportOf('', readDeviceChoice(text), await findGpus());
}

async function detect(asked: string | undefined): Promise<DeviceReport> {
  const processor = message('engine.cpu', { threads: cpus().length });
  if (asked === undefined || asked === '') return preferredReport(processor, preferred, await findGpus());
  const choice = choiceOf(asked);
  // If the CPU was chosen, do not wait for a driver.
  const report = reportOf(processor, choice, choice.device === 'cpu' ? [] : await findGpus());
  return { ...report, choice: { device: asked, by: 'environment' } };
}

/** What Settings say. A card that has been removed since leaves the choice to Skipwire. */
export function preferredReport(
  processor: MessageOrText,
  text: string,
  gpus: readonly Gpu[],
  arch?: string,
): DeviceReport {
  const choice = readDeviceChoice(text);
  const isThere =
    choice?.device !== 'gpu' ||
    (choice.index === undefined ? gpus.length > 0 : gpus.some(({ index }) => index === choice.index));
  const report = reportOf(processor, isThere ? choice : undefined, gpus, arch);
  return { ...report, choice: { device: isThere && choice ? text : 'auto', by: 'settings' } };
}

function choiceOf(text: string): DeviceChoice {
  const choice = readDeviceChoice(text);
  if (choice) return choice;
  refuse('engine.device.choice', { text });
}

/**
 * Without a choice, the first GPU that this TensorFlow can use, otherwise the CPU. A chosen GPU is always used.
 * @throws Refusal if the choice is a GPU that is not among `gpus`
 */
export function reportOf(
  processor: MessageOrText,
  choice: DeviceChoice | undefined,
  gpus: readonly Gpu[],
  arch: string = process.arch,
): DeviceReport {
  const cpu: DeviceReport = { device: 'cpu', name: processor, processor, gpus, cards: [] };
  if (choice?.device === 'cpu') return cpu;
  const judged = gpus.map((gpu) => ({ gpu, verdict: judgeGpu(gpu, arch) }));
  const usable = judged.find(({ verdict }) => verdict.state === 'ok');
  const wanted = choice?.index;
  const found =
    wanted === undefined
      ? (usable ?? (choice ? judged[0] : undefined))
      : judged.find(({ gpu }) => gpu.index === wanted);
  if (found) {
    const ok = judged.filter(({ verdict }) => verdict.state === 'ok').map(({ gpu }) => gpu);
    const cards = wanted === undefined && usable ? ok : [found.gpu];
    return { device: 'gpu', name: found.gpu.name, processor, gpus, cards, ...found };
  }
  if (!choice) return judged[0] ? { ...cpu, verdict: judged[0].verdict } : cpu;
  const asked = wanted === undefined ? 'gpu' : `gpu:${wanted}`;
  const present = gpus.map(({ index, name }) => `gpu:${index} (${name})`);
  throw new Refusal(
    present.length === 0
      ? message('engine.device.noneFound', { asked })
      : message('engine.device.notAmong', { asked, gpus: listOf(present) }),
  );
}

/** @throws Refusal when the chosen card cannot work with this TensorFlow, before it is downloaded. */
export function requireUsable({ gpu, verdict }: DeviceReport): void {
  if (hasAvx() === false) throw new Refusal(WITHOUT_AVX);
  if (!gpu || verdict?.state !== 'unusable') return;
  const { found, advice } = verdict;
  throw new Refusal(
    sentences(
      message('engine.gpu.cannotTrain', { name: gpu.name }),
      found,
      advice,
      message('cli.doctor.useCpu'),
    ),
  );
}

/** Environment in which the worker sees only the chosen GPU. */
export function deviceEnvironment({ gpu, gpus }: DeviceReport): Record<string, string> {
  return gpu && gpus.length > 1 ? cardEnvironment(gpu.index) : {};
}

/** CUDA orders cards by speed, nvidia-smi by PCI bus. */
export const cardEnvironment = (index: number): Record<string, string> => ({
  CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
  CUDA_VISIBLE_DEVICES: String(index),
});
