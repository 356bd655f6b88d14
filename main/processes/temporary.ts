/**
 * Temporary folders. Their names say who made them, `skipwire-predict-<machine>-<process>-<start>-XXXXXX`: a process removes its own
 * when it exits, and the next start removes those of a killed one.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MessageOrText, message, messageFrom } from '../../core/messages';
import { writing } from '../disk/trouble';
import { processStart } from './owner';

const NAME = /^skipwire-[a-z-]+-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-.{6}$/;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Other machines may share the place. */
const machine = digest(hostname());

const own = new Set<string>();
let mark: string | undefined;

function ownMark(): string {
  if (mark === undefined) {
    mark = `${machine}-${process.pid}-${digest(processStart(process.pid) ?? '')}`;
    process.once('exit', () => {
      for (const folder of own) rmSync(folder, { recursive: true, force: true });
    });
  }
  return mark;
}

/** The caller removes it. @param prefix `skipwire-preview-` @param purpose "The preview". @throws DiskTrouble */
export const temporaryFolder = (prefix: string, purpose: MessageOrText): Promise<string> =>
  writing(
    {
      what: message('disk.temporaryFolder', { purpose: messageFrom(purpose) }),
      where: tmpdir(),
      next: 'disk.next.tryAgain',
    },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), `${prefix}${ownMark()}-`));
      own.add(folder);
      return folder;
    },
  );

/** Removes what killed processes of this machine left. Never throws: what cannot be removed is left for the next time. */
export async function sweepTemporary(place = tmpdir()): Promise<void> {
  for (const entry of await readdir(place).catch(() => [])) {
    const [, where, pid, started] = entry.match(NAME) ?? [];
    if (where !== machine) continue;
    const start = processStart(Number(pid));
    if (start !== undefined && digest(start) === started) continue;
    await rm(join(place, entry), { recursive: true, force: true }).catch(() => undefined);
  }
}
