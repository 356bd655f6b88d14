/**
 * Whether TensorFlow can use a GPU, according to its driver, before anything is downloaded. Sources: the wheel
 * tensorflow 2.21.0 for Linux x86_64 (tensorflow/python/platform/build_info.py) and NVIDIA's release notes.
 */
import { type Message, message } from '../../core/messages';
import type { Gpu } from './gpu';
import { TENSORFLOW_VERSION } from './versions';

/**
 * Compute capabilities with machine code in the wheel, which runs on the same major version with an equal or later
 * minor one.
 */
const COMPILED = ['6.0', '7.0', '8.0', '8.9'] as const;
/** Capabilities with PTX, which the driver compiles on first use. */
const PTX = '9.0';
/** The wheel's CUDA is 12.5, which runs with any driver since CUDA 12.0. */
export const OLDEST_DRIVER = '525.60.13';
const CUDA = '12';
/** cuDNN 9.11 dropped older GPUs; cuDNN 9.10 supports them. */
export const OLDEST_FOR_NEWEST_CUDNN = '7.5';

export interface Verdict {
  /** untested: kernels may fail, so it is used only if chosen. unusable: it cannot work with this TensorFlow. */
  state: 'ok' | 'untested' | 'unusable';
  /** What to know about it, as a sentence. */
  found?: Message;
  /** What to do about it, other than training on the CPU. */
  advice?: Message;
}

const OK: Verdict = { state: 'ok' };

/** @param arch of the machine, as Node names it. */
export function judgeGpu(
  { driver, computeCapability: capability }: Pick<Gpu, 'driver' | 'computeCapability'>,
  arch: string = process.arch,
): Verdict {
  const tensorflow = `TensorFlow ${TENSORFLOW_VERSION}`;
  if (arch !== 'x64') {
    return { state: 'unusable', found: message('engine.gpu.noWheel', { tensorflow, arch }) };
  }
  // The GPU comes first: a new driver does not help if the GPU is too old.
  if (capability !== undefined && isBefore(capability, COMPILED[0])) {
    return {
      state: 'unusable',
      found: message('engine.gpu.tooOld', { tensorflow, least: COMPILED[0], capability }),
    };
  }
  if (isBefore(driver, OLDEST_DRIVER)) {
    return {
      state: 'unusable',
      found: message('engine.gpu.oldDriver', { tensorflow, cuda: CUDA, least: OLDEST_DRIVER, driver }),
      advice: message('engine.gpu.updateDriver'),
    };
  }
  if (capability === undefined) return OK;
  if (majorOf(capability) > majorOf(PTX)) {
    return {
      state: 'untested',
      found: message('engine.gpu.tooNew', { tensorflow, least: COMPILED[0], most: PTX, capability }),
      advice: message('engine.gpu.tryAnyway'),
    };
  }
  if (majorOf(capability) === majorOf(PTX)) {
    return {
      state: 'ok',
      found: message('engine.gpu.compiles', { tensorflow, capability }),
    };
  }
  return OK;
}

/** The requirement, with an older cuDNN if the newest one does not support the GPU. */
export function cudnnFor(requirement: string, gpu: Pick<Gpu, 'computeCapability'> | undefined): string {
  const capability = gpu?.computeCapability;
  const isOld = capability !== undefined && isBefore(capability, OLDEST_FOR_NEWEST_CUDNN);
  return isOld && requirement.startsWith('nvidia-cudnn-cu12') ? `${requirement},<9.11` : requirement;
}

const majorOf = (version: string): number => Number(version.split('.')[0]);

/** Compares versions number by number. */
function isBefore(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  const length = Math.max(a!.length, b!.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a![index] ?? 0) - (b![index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
