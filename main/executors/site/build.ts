/** This build of Skipwire as it is sent to other machines: the programs that train, and the sources of TensorFlow's binding. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../basics/package-root';
import { bindingSources } from '../../engine/shipped';
import { bundledEntry } from '../../processes/bundled-entry';
import { filesIn, type TreeFile } from './tree';

export interface Build {
  /** Hexadecimal. */
  digest: string;
  /** Where `packageRoot` and `bindingSources` look for them. */
  files: TreeFile[];
}

export async function ownBuild(): Promise<Build> {
  const built = dirname(bundledEntry('cli.cjs'));
  const programs = await filesIn(built, (name) => name.endsWith('.cjs'));
  const { sources, headers } = bindingSources();
  const files: TreeFile[] = [
    { name: 'package.json', from: join(packageRoot(), 'package.json') },
    ...programs.map((file) => ({ ...file, name: `build/main/${file.name}` })),
    ...(await packageOf('@tensorflow/tfjs-node-gpu', 'binding', sources)),
    ...(await packageOf('node-api-headers', 'include', headers)),
  ];
  const hash = createHash('sha256');
  for (const { name, from } of files) {
    const bytes = typeof from === 'string' ? await readFile(from) : from;
    hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  }
  return { digest: hash.digest('hex').slice(0, 16), files };
}

/** A package with only this folder. */
async function packageOf(name: string, part: string, folder: string): Promise<TreeFile[]> {
  const at = `node_modules/${name}`;
  const files = await filesIn(folder);
  return [
    { name: `${at}/package.json`, from: Buffer.from('{}\n') },
    ...files.map((file) => ({ ...file, name: `${at}/${part}/${file.name}` })),
  ];
}
