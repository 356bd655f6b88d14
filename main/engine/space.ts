/** Free space, checked before hundreds of megabytes are downloaded. */
import { sizeMessage } from '../../core/format/bytes';
import { message, sentences } from '../../core/messages';
import { Refusal } from '../basics/refusal';
import { freeBytes } from '../disk/space';
import type { Device } from './versions';

/** Bytes for the wheel together with what is unpacked from it. */
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
    sentences(
      message('disk.noSpace', {
        purpose: message('engine.space.purpose'),
        size: sizeMessage(ENGINE_BYTES[device]),
        folder,
        free: sizeMessage(available),
      }),
      message('engine.space.advice'),
    ),
  );
}
