/** Addresses that processes of this machine listen on, from Linux. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTENING = '0A';

/** By process id: addresses as the kernel writes them, `0100007F:1F90`. */
export function listeners(): Map<number, string[]> {
  const addressOf = new Map<string, string>(
    ['tcp', 'tcp6']
      .flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').trim().split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === LISTENING)
      .map((fields) => [`socket:[${fields[9]}]`, fields[1] ?? '']),
  );
  const found = new Map<number, string[]>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const addresses = linksIn(`/proc/${pid}/fd`).flatMap((link) => addressOf.get(link) ?? []);
    if (addresses.length > 0) found.set(Number(pid), addresses);
  }
  return found;
}

export const isLoopback = (address: string): boolean =>
  /^([0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):/.test(address);

/** What has ended meanwhile has none. */
function linksIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(`${folder}/${name}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
