/** Builds what the installed app includes for TensorFlow (shipped.ts). scripts/package.mjs runs it; needs pip. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../../core/messages';
import { errorLine } from '../basics/error-line';
import { packageRoot } from '../basics/package-root';
import { Refusal } from '../basics/refusal';
import { fetchThrough } from '../download/proxy';
import { ensureEngine } from './index';
import { copyInstaller } from './installer-files';
import { cudnnFor, OLDEST_FOR_NEWEST_CUDNN } from './judge-gpu';
import { BINDING_FILE } from './locate';
import { runCommand } from './run-command';
import { bindingSources } from './shipped';
import { type Device, requirementOf, type WheelSource, wheelSource } from './versions';
import { findPython, PIP_TARGET } from './wheel';

type Wheels = Record<string, { url: string; fileName: string; bytes: number; sha256: string }>;

/** One package of pip's installation report (pip.pypa.io/en/stable/reference/installation-report). */
interface Reported {
  download_info: { url: string; archive_info: { hashes: { sha256: string } } };
  metadata: { name: string; requires_dist?: string[] };
}

async function makeShipped(folder: string, cpuOnly: boolean): Promise<void> {
  const cpu = wheelSource('cpu');
  if (!cpu) return copyInstaller(packageRoot(), join(folder, 'installer'));
  const { sources, headers } = bindingSources();
  cpSync(sources, join(folder, 'binding'), { recursive: true });
  cpSync(headers, join(folder, 'headers'), { recursive: true });
  const { bindingPath } = await ensureEngine({ onProgress: ({ phase }) => console.log(textOf(phase)) });
  copyFileSync(bindingPath, join(folder, BINDING_FILE));
  const wheels = { ...(await wheelsFor('cpu', cpu)), ...(cpuOnly ? {} : await wheelsOfGpu()) };
  writeFileSync(join(folder, 'wheels.json'), JSON.stringify(wheels, null, 2));
}

async function wheelsOfGpu(): Promise<Wheels> {
  const source = wheelSource('gpu');
  if (!source || process.platform !== 'linux' || process.arch !== 'x64') return {};
  return wheelsFor('gpu', source);
}

/** TensorFlow's wheel and, for a GPU, those of its CUDA libraries. */
async function wheelsFor(device: Device, source: WheelSource): Promise<Wheels> {
  const requirement = requirementOf(source);
  const [main] = await report([requirement], source);
  const wheels: Wheels = { [requirement]: await describe(main!) };
  if (device === 'cpu') return wheels;
  const extras = (main!.metadata.requires_dist ?? []).flatMap(
    (line) => /^([^;]+);\s*extra == "and-cuda"$/.exec(line)?.[1]?.trim() ?? [],
  );
  // An older GPU needs another cuDNN.
  const old = { computeCapability: `${Number(OLDEST_FOR_NEWEST_CUDNN) - 0.1}` };
  const changed = extras.map((one) => cudnnFor(one, old)).filter((one) => !extras.includes(one));
  for (const group of [extras, changed]) {
    for (const reported of await report(group, source)) {
      const asked = group.find((one) => nameIn(one) === nameIn(reported.metadata.name));
      if (asked !== undefined) wheels[asked] = await describe(reported);
    }
  }
  return wheels;
}

const nameIn = (requirement: string): string =>
  (/^[\w.-]+/.exec(requirement)?.[0] ?? '').toLowerCase().replace(/[-_.]+/g, '-');

/** What pip would download, without downloading it. @throws Error with pip's error. */
async function report(requirements: readonly string[], { platforms }: WheelSource): Promise<Reported[]> {
  if (requirements.length === 0) return [];
  const work = mkdtempSync(join(tmpdir(), 'skipwire-wheels-'));
  try {
    const file = join(work, 'report.json');
    const { code, output } = await runCommand(await findPython(), [
      ...['-m', 'pip', 'install', '--dry-run', '--ignore-installed', '--no-deps', '--only-binary=:all:'],
      ...PIP_TARGET,
      ...[...platforms, 'any'].flatMap((tag) => ['--platform', tag]),
      ...['--target', join(work, 'none'), '--report', file, ...requirements],
    ]);
    if (code !== 0) {
      throw new Error(
        `pip does not know ${requirements.join(', ')}. Received: ${errorLine(output) ?? output.slice(-300)}`,
      );
    }
    return JSON.parse(readFileSync(file, 'utf8')).install;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function describe({
  download_info: { url: address, archive_info },
}: Reported): Promise<Wheels[string]> {
  const url = new URL(address);
  // The index may need a password.
  url.username = '';
  url.password = '';
  const response = await fetchThrough()(url.href, { method: 'HEAD' });
  const bytes = Number(response.headers.get('content-length'));
  if (!response.ok || !(bytes > 0)) {
    throw new Error(
      `${url.href} should be a wheel that everybody can download. Received: HTTP ${response.status}.`,
    );
  }
  const fileName = decodeURIComponent(url.pathname.split('/').at(-1)!);
  return { url: url.href, fileName, bytes, sha256: archive_info.hashes.sha256 };
}

const [target, ...flags] = process.argv.slice(2);
if (target === undefined) throw new Error('The folder to fill must be named. Received: none.');
process.env.SKIPWIRE_DEVICE = 'cpu';
mkdirSync(target, { recursive: true });
makeShipped(target, flags.includes('--cpu')).catch((error: unknown) => {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
});
