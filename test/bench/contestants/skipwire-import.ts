/** Imports CIFAR-10 from an archive, once, and says how long it took: verified, unpacked, indexed, on the disk. */
import { DatasetStore } from '../../../main/datasets';
import { serve } from '../protocol';

const { archive, root } = JSON.parse(process.argv[2] ?? '') as { archive: string; root: string };

async function main(): Promise<void> {
  const began = performance.now();
  const info = await new DatasetStore({ root }).importFrom('cifar10', archive);
  const times = { import: performance.now() - began };
  const parameters = info.trainCount + info.valCount;
  await serve({ type: 'ready', versions: `Node ${process.versions.node}`, times, parameters }, {});
}

void main();
