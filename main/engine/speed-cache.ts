/** Measured speeds of precisions: a small file for each engine, device and shape of convolution. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { plural } from '../../core/format/plural';
import {
  type ConvolutionShape,
  type PrecisionSpeeds,
  precisionSpeedsSchema,
} from '../../core/study/precision';
import { writeJson } from '../disk/atomic';
import { detectDevice } from './device';
import { instructionSets } from './instruction-sets';
import type { Engine } from './types';

const entrySchema = z.object({
  /** Engine and device. */
  measuredOn: z.string(),
  measuredAt: z.string(),
  speeds: precisionSpeedsSchema,
});

/** The context of the figures: engine, device, and oneDNN's limit. */
export async function computesOn({ version, device }: Pick<Engine, 'version' | 'device'>): Promise<string> {
  if (device === 'gpu') {
    const { gpu } = await detectDevice();
    return `TensorFlow ${version}, ${gpu?.name ?? 'GPU'}, driver ${gpu?.driver ?? 'unknown'}`;
  }
  const processors = cpus();
  const limit = process.env.ONEDNN_MAX_CPU_ISA;
  return [
    `TensorFlow ${version}`,
    processors[0]?.model.trim() || 'CPU',
    plural(processors.length, 'thread'),
    ...(instructionSets() ?? []),
    ...(limit ? [`at most ${limit}`] : []),
  ].join(', ');
}

export class SpeedCache {
  constructor(private readonly folder: string) {}

  private file(measuredOn: string, convolution: ConvolutionShape): string {
    const key = createHash('sha256')
      .update(JSON.stringify([measuredOn, convolution]))
      .digest('hex');
    return join(this.folder, `${key.slice(0, 24)}.json`);
  }

  /** Undefined for a file that cannot be read, so it is measured again. */
  async get(measuredOn: string, convolution: ConvolutionShape): Promise<PrecisionSpeeds | undefined> {
    return (await read(this.file(measuredOn, convolution)))?.speeds;
  }

  async put(measuredOn: string, speeds: PrecisionSpeeds): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const measuredAt = new Date().toISOString();
    await writeJson(this.file(measuredOn, speeds.convolution), { measuredOn, measuredAt, speeds });
  }

  /** Everything measured there, oldest first. */
  async all(measuredOn: string): Promise<PrecisionSpeeds[]> {
    const names = await readdir(this.folder).catch(() => []);
    const entries = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => read(join(this.folder, name))),
    );
    return entries
      .flatMap((entry) => (entry?.measuredOn === measuredOn ? [entry] : []))
      .sort((a, b) => a.measuredAt.localeCompare(b.measuredAt))
      .map(({ speeds }) => speeds);
  }
}

async function read(path: string): Promise<z.infer<typeof entrySchema> | undefined> {
  try {
    return entrySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
