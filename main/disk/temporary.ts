/** Temporary folders. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MessageOrText, message, messageFrom } from '../../core/messages';
import { writing } from './trouble';

/** To be removed by the caller. @throws DiskTrouble. @param purpose "The preview" */
export const temporaryFolder = (prefix: string, purpose: MessageOrText): Promise<string> =>
  writing(
    {
      what: message('disk.temporaryFolder', { purpose: messageFrom(purpose) }),
      where: tmpdir(),
      next: 'disk.next.tryAgain',
    },
    () => mkdtemp(join(tmpdir(), prefix)),
  );
