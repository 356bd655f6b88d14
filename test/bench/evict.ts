/** Files taken out of the page cache, so that the next to read them waits for the disk. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../main/basics/package-root';
import { python } from './roster';

/** Node cannot ask for it; Python can, on Linux. */
export class Eviction {
  private constructor(
    private readonly program: string,
    private readonly pathsFile: string,
  ) {}

  /** @returns undefined where it cannot be done: not on Linux, or without Python. */
  static of(pathsFile: string): Eviction | undefined {
    const program = process.platform === 'linux' ? python('SKIPWIRE_PYTHON', ['mmap']) : undefined;
    return program === undefined ? undefined : new Eviction(program, pathsFile);
  }

  /** @throws Error when some of their pages are still in memory. */
  evict(): void {
    const script = join(packageRoot(), 'test', 'bench', 'evict.py');
    const { stdout, stderr } = spawnSync(this.program, [script, this.pathsFile], { encoding: 'utf8' });
    if (!stdout) throw new Error(`Files could not be evicted: ${stderr.trim().split('\n').at(-1)}`);
    const { pages, resident } = JSON.parse(stdout) as { pages: number; resident: number };
    if (resident > 0) throw new Error(`Of ${pages} pages ${resident} stay in the page cache.`);
  }
}
