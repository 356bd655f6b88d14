/** Licenses collected by scripts/licenses.mjs for this build. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { type License, licenseSchema } from '../../core/contract/licenses';
import { packageRoot } from '../basics/package-root';

export async function readLicenses(): Promise<License[]> {
  const file = join(packageRoot(), 'build', 'licenses.json.gz');
  return z.array(licenseSchema).parse(JSON.parse(gunzipSync(await readFile(file)).toString()));
}
