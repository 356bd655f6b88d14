/** The NVIDIA GPUs of this machine, from nvidia-smi. */
import { formatBytes } from '../../core/format/bytes';
import { runCommand } from './run-command';

export interface Gpu {
  /** By PCI bus, as in nvidia-smi. */
  index: number;
  /** "NVIDIA GeForce RTX 4070" */
  name: string;
  driver: string;
  /** "8.9"; unknown to drivers before 510. */
  computeCapability?: string;
  /** Bytes */
  memory?: number;
  /** Bytes */
  freeMemory?: number;
}

const FIELDS = ['index', 'name', 'driver_version', 'memory.total', 'memory.free', 'compute_cap'] as const;
const MIB = 2 ** 20;

/** Empty if there is no GPU or no driver. */
export async function findGpus(): Promise<Gpu[]> {
  // CUDA wheels exist for Linux only.
  if (process.platform !== 'linux') return [];
  const all = await query(FIELDS);
  if (all !== undefined) return all;
  // "Field "compute_cap" is not a valid field to query."
  return (await query(FIELDS.filter((field) => field !== 'compute_cap'))) ?? [];
}

async function query(fields: readonly string[]): Promise<Gpu[] | undefined> {
  const args = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
  const { code, output } = await runCommand('nvidia-smi', args, { timeout: 5_000 });
  return code === 0 ? parseGpus(output) : undefined;
}

/** Lines such as `0, NVIDIA GeForce RTX 4070, 560.35.03, 12282, 11771, 8.9`, memory in MiB; `[N/A]` if unknown. */
export function parseGpus(output: string): Gpu[] {
  return output.split('\n').flatMap((line): Gpu[] => {
    const [index = '', name = '', driver = '', total = '', free = '', capability = ''] = line
      .split(',')
      .map((cell) => cell.trim());
    if (!/^\d+$/.test(index) || name === '' || !/^\d[\d.]*$/.test(driver)) return [];
    const bytes = (text: string) => (/^\d+$/.test(text) ? Number(text) * MIB : undefined);
    const [memory, freeMemory] = [bytes(total), bytes(free)];
    return [
      {
        index: Number(index),
        name,
        driver,
        ...(/^\d+\.\d+$/.test(capability) ? { computeCapability: capability } : {}),
        ...(memory === undefined ? {} : { memory }),
        ...(freeMemory === undefined ? {} : { freeMemory }),
      },
    ];
  });
}

/** "NVIDIA GeForce RTX 4070, driver 560.35.03, compute capability 8.9, 12.9 GB (12.3 GB free)" */
export function describeGpu({ name, driver, computeCapability, memory, freeMemory }: Gpu): string {
  const free = freeMemory === undefined ? '' : ` (${formatBytes(freeMemory)} free)`;
  return [
    name,
    `driver ${driver}`,
    ...(computeCapability === undefined ? [] : [`compute capability ${computeCapability}`]),
    ...(memory === undefined ? [] : [`${formatBytes(memory)}${free}`]),
  ].join(', ');
}
