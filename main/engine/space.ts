/** Room on the disk, asked for before hundreds of megabytes are fetched. */
import { formatBytes } from '../../core/format/bytes';
import { Refusal } from '../basics/refusal';
import { freeBytes } from '../disk/space';
import type { Device } from './versions';

/** Bytes while provisioning, when the wheel and what comes out of it stand side by side. */
export const ENGINE_BYTES: Readonly<Record<Device, number>> = { cpu: 1.6e9, gpu: 8e9 };

/** @throws Refusal naming the folder, what is needed and what is free. */
export async function requireEngineSpace(
  folder: string,
  device: Device,
  free: (folder: string) => Promise<number> = freeBytes,
): Promise<void> {
  const available = await free(folder);
  if (available >= ENGINE_BYTES[device]) return;
  throw new Refusal(
    `Getting TensorFlow needs ${formatBytes(ENGINE_BYTES[device])} in ${folder}. Received: a disk with ${formatBytes(available)} free. Free some space, or set SKIPWIRE_CACHE to a folder on another disk.`,
  );
}
