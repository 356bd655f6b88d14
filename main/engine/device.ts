/** What computes: the NVIDIA GPU where its driver answers, else the processor; or what the person says. */
import { cpus } from 'node:os';
import { plural } from '../../core/format/plural';
import { Refusal } from '../basics/refusal';
import { hasAvx, WITHOUT_AVX } from './crash';
import { type DeviceChoice, readDeviceChoice } from './device-choice';
import { findGpus, type Gpu } from './gpu';
import { judgeGpu, type Verdict } from './judge-gpu';
import type { Device } from './versions';

export interface DeviceReport {
  device: Device;
  /** "NVIDIA GeForce RTX 4070" or "CPU, 8 threads". */
  name: string;
  /** "CPU, 8 threads", also where there is a GPU. */
  processor: string;
  /** The card that trains; absent with `cpu`. */
  gpu?: Gpu;
  /** All that there are, also those that do not train. */
  gpus: readonly Gpu[];
  /** About the card that trains or, where the CPU trains because no card can, about the first one. */
  verdict?: Verdict;
}

let known: Promise<DeviceReport> | undefined;

/**
 * Asked once per process. `SKIPWIRE_DEVICE` chooses: `cpu`, `gpu`, or `gpu:1` for the second card.
 * @throws Refusal when it is none of these, or names a card that there is not.
 */
export function detectDevice(): Promise<DeviceReport> {
  known ??= detect(process.env.SKIPWIRE_DEVICE);
  return known;
}

/** From now on in this process, as if it had been started with the choice. */
export function chooseDevice(text: string): void {
  process.env.SKIPWIRE_DEVICE = text;
  known = undefined;
}

async function detect(chosen: string | undefined): Promise<DeviceReport> {
  const threads = cpus().length;
  const processor = `CPU, ${plural(threads, 'thread')}`;
  const choice = choiceOf(chosen);
  // Who keeps to the processor is not kept waiting by a driver.
  return reportOf(processor, choice, choice?.device === 'cpu' ? [] : await findGpus());
}

function choiceOf(text: string | undefined): DeviceChoice | undefined {
  if (text === undefined || text === '') return undefined;
  const choice = readDeviceChoice(text);
  if (choice) return choice;
  throw new Refusal(`A device is cpu, gpu, or gpu:N for one of several cards. Received: ${text}.`);
}

/**
 * Without a choice, the first card that this TensorFlow can use, else the processor. A card that is asked for is taken.
 * @throws Refusal when the choice is a card that is not among `gpus`.
 */
export function reportOf(
  processor: string,
  choice: DeviceChoice | undefined,
  gpus: readonly Gpu[],
  arch: string = process.arch,
): DeviceReport {
  const cpu: DeviceReport = { device: 'cpu', name: processor, processor, gpus };
  if (choice?.device === 'cpu') return cpu;
  const judged = gpus.map((gpu) => ({ gpu, verdict: judgeGpu(gpu, arch) }));
  const usable = judged.find(({ verdict }) => verdict.state === 'ok');
  const wanted = choice?.index;
  const found =
    wanted === undefined
      ? (usable ?? (choice ? judged[0] : undefined))
      : judged.find(({ gpu }) => gpu.index === wanted);
  if (found) return { device: 'gpu', name: found.gpu.name, processor, gpus, ...found };
  if (!choice) return judged[0] ? { ...cpu, verdict: judged[0].verdict } : cpu;
  const asked = wanted === undefined ? 'gpu' : `gpu:${wanted}`;
  const present =
    gpus.length === 0
      ? 'nvidia-smi lists no card'
      : `there are ${gpus.map(({ index, name }) => `gpu:${index} (${name})`).join(', ')}`;
  throw new Refusal(
    `The device ${asked} is not on this machine: ${present}. Leave --device out, or say cpu.`,
  );
}

/** @throws Refusal when the card that is asked for cannot work with this TensorFlow, before it is fetched. */
export function requireUsable({ gpu, verdict }: DeviceReport): void {
  if (hasAvx() === false) throw new Refusal(WITHOUT_AVX);
  if (!gpu || verdict?.state !== 'unusable') return;
  const { found, advice } = verdict;
  throw new Refusal(
    [
      `${gpu.name} cannot train.`,
      found,
      advice,
      'To train on the CPU, use --device cpu or set SKIPWIRE_DEVICE=cpu.',
    ]
      .filter(Boolean)
      .join(' '),
  );
}

/** What the worker needs to see the chosen card and no other. */
export function deviceEnvironment({ gpu, gpus }: DeviceReport): Record<string, string> {
  if (!gpu || gpus.length < 2) return {};
  // CUDA's own order is by speed; ours is nvidia-smi's.
  return { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', CUDA_VISIBLE_DEVICES: String(gpu.index) };
}
