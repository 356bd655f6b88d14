/** A program of its own, started by datasets.ts: <archive> <root of the data sets>. */
import { DatasetStore } from '../../main/datasets';

const [archive, root] = process.argv.slice(2);
if (!archive || !root) throw new Error('Give the archive and the root. Received: fewer arguments');

new DatasetStore({ root }).importFrom('cifar10', archive).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
