/** Temporary folders. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writing } from './trouble';

/** To be removed by the caller. @throws DiskTrouble in words. @param whose "The preview" */
export const temporaryFolder = (prefix: string, whose: string): Promise<string> =>
  writing({ what: `${whose} needs a temporary folder`, where: tmpdir(), next: 'try again' }, () =>
    mkdtemp(join(tmpdir(), prefix)),
  );
