/** What computes: the NVIDIA GPU where its driver answers, else the processor. */
import { cpus } from 'node:os';
import { runCommand } from './command';
import type { Device } from './versions';

export interface DeviceReport {
  device: Device;
  /** "NVIDIA GeForce RTX 4070" or "CPU, 8 threads". */
  name: string;
  /** "CPU, 8 threads", also where there is a GPU. */
  processor: string;
  /** Version of the GPU's driver. */
  driver?: string;
}

let known: Promise<DeviceReport> | undefined;

/** Asked once per process. `SKIPWIRE_DEVICE=cpu` keeps to the processor. */
export function detectDevice(): Promise<DeviceReport> {
  known ??= detect();
  return known;
}

async function detect(): Promise<DeviceReport> {
  const threads = cpus().length;
  const processor = `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const cpu: DeviceReport = { device: 'cpu', name: processor, processor };
  // CUDA wheels exist for Linux only.
  if (process.env.SKIPWIRE_DEVICE === 'cpu' || process.platform !== 'linux') return cpu;
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const { code, output } = await runCommand('nvidia-smi', query, { timeout: 5_000 });
  const gpu = code === 0 ? parseGpu(output) : undefined;
  return gpu ? { device: 'gpu', ...gpu, processor } : cpu;
}

/** The first card in the answer of nvidia-smi: `NVIDIA GeForce RTX 4070, 560.35.03`. */
export function parseGpu(output: string): { name: string; driver: string } | undefined {
  const [name, driver] = (output.trim().split('\n')[0] ?? '').split(',').map((part) => part.trim());
  return name && driver ? { name, driver } : undefined;
}
