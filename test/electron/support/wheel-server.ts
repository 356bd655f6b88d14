/** TensorFlow's wheel on this machine, as the index has it: it is fetched through pip once, and kept in the user's cache. */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { cacheRoot } from '../../../main/basics/paths';
import { TENSORFLOW_VERSION, wheelSource } from '../../../main/engine/versions';
import { PIP_TARGET } from '../../../main/engine/wheel';

export const REQUIREMENT = `${wheelSource('cpu')?.package}==${TENSORFLOW_VERSION}`;

/** @returns undefined where pip cannot get it. */
export function fetchWheel(fileName: string): string | undefined {
  const folder = join(cacheRoot(), 'test-wheels');
  const file = join(folder, fileName);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const platforms = wheelSource('cpu')?.platforms ?? [];
  spawnSync('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', folder],
    ...PIP_TARGET,
    ...platforms.flatMap((tag) => ['--platform', tag]),
    REQUIREMENT,
  ]);
  return existsSync(file) ? file : undefined;
}

export interface WheelServer {
  url: string;
  close(): void;
}

export async function serveFile(file: string): Promise<WheelServer> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wheel.whl`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
