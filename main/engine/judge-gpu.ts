/**
 * Whether the TensorFlow that would be fetched can use a card, judged by what its driver reports before anything is
 * downloaded. The facts are those of the wheel tensorflow 2.21.0 for Linux x86_64 (its
 * tensorflow/python/platform/build_info.py) and of NVIDIA's release notes.
 */
import { type Message, message } from '../../core/messages';
import type { Gpu } from './gpu';
import { TENSORFLOW_VERSION } from './versions';

/** What the wheel holds machine code for: a card of the same major version and an equal or later minor one runs it. */
export const COMPILED = ['6.0', '7.0', '8.0', '8.9'] as const;
/** And what it holds PTX for, which the driver compiles when it is first used. */
export const PTX = '9.0';
/** The wheel's CUDA is 12.5, which by minor-version compatibility runs with any driver of CUDA 12.0 on. */
export const OLDEST_DRIVER = '525.60.13';
const CUDA = '12';
/** cuDNN 9.11 dropped the cards before this one; cuDNN 9.10 still knows them. */
export const OLDEST_FOR_NEWEST_CUDNN = '7.5';

export interface Verdict {
  /**
   * ok: use it. untested: kernels may fail, so it is used only where the person asks for it. unusable: it cannot work
   * with this TensorFlow.
   */
  state: 'ok' | 'untested' | 'unusable';
  /** What to know, as a sentence; absent where there is nothing. */
  found?: Message;
  /** What to do about it, besides training on the CPU. */
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
  // The card comes first: a new driver does not help one that is too old.
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

/** pip's requirement for cuDNN, where the newest one does not know the card; else the requirement as it is. */
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
