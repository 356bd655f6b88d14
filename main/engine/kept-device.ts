/** The device that Settings say, for the window and the command line. */
import type { KeptStore } from '../kept';
import { preferDevice } from './device';

/** One that cannot be read leaves the choice to Skipwire. */
export async function preferKeptDevice(kept: KeptStore): Promise<void> {
  const choice = await kept.value('device', 'choice').catch(() => undefined);
  if (typeof choice === 'string') preferDevice(choice);
}
