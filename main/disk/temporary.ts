import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MessageOrText, message, messageFrom } from '../../core/messages';
import { writing } from './trouble';

/** The caller removes it. @param purpose "The preview". @throws DiskTrouble */
export const temporaryFolder = (prefix: string, purpose: MessageOrText): Promise<string> =>
  writing(
    {
      what: message('disk.temporaryFolder', { purpose: messageFrom(purpose) }),
      where: tmpdir(),
      next: 'disk.next.tryAgain',
    },
    () => mkdtemp(join(tmpdir(), prefix)),
  );
