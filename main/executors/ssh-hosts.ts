/** The hosts that a user's ~/.ssh/config names, as the program ssh reads it (ssh_config(5)). */
import { readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { wildcards } from '../../core/basics/wildcards';
import { textIfThere } from '../disk/regular-file';

const MOST_BYTES = 1024 * 1024;
/** Files that include each other, as in ssh. */
const DEEPEST = 16;

/** The program ssh does not use $HOME either. */
const sshFolder = () => join(userInfo().homedir, '.ssh');

/** Names without wildcards, in the order of the file; those of included files, too. What cannot be read is left out. */
export async function sshHosts(config = join(sshFolder(), 'config')): Promise<string[]> {
  return [...new Set(await hostsIn(config, dirname(config), 0))].filter((host) => !/[*?!]/.test(host));
}

async function hostsIn(file: string, folder: string, depth: number): Promise<string[]> {
  const text = await textIfThere(file, MOST_BYTES).catch(() => undefined);
  const hosts: string[] = [];
  for (const line of text?.split('\n') ?? []) {
    const [, keyword = '', rest = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    const words = (rest.match(/"[^"]*"|[^\s"]+/g) ?? []).map((word) => word.replaceAll('"', ''));
    if (/^host$/i.test(keyword)) hosts.push(...words);
    if (!/^include$/i.test(keyword) || depth === DEEPEST) continue;
    for (const pattern of words) {
      for (const path of await filesOf(pattern, folder))
        hosts.push(...(await hostsIn(path, folder, depth + 1)));
    }
  }
  return hosts;
}

/** @param pattern may have wildcards in the name of the file */
async function filesOf(pattern: string, folder: string): Promise<string[]> {
  const home = pattern.replace(/^~(?=\/)/, dirname(folder));
  const path = isAbsolute(home) ? home : join(folder, home);
  const name = path.slice(dirname(path).length + 1);
  if (!/[*?]/.test(name)) return [path];
  const matching = wildcards(name);
  const all = await readdir(dirname(path)).catch(() => []);
  return all
    .filter((one) => !one.startsWith('.') && matching.test(one))
    .sort()
    .map((one) => join(dirname(path), one));
}
