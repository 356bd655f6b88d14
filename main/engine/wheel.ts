/** Downloads wheels, from the addresses in the installed app or through pip. */
import { readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../../core/contract/engine';
import { sizeMessage } from '../../core/format/bytes';
import { listOf, type Message, message, sentences, type Value } from '../../core/messages';
import { wheelsRoot } from '../basics/paths';
import { Refusal } from '../basics/refusal';
import { DiskTrouble, refuseTrouble } from '../disk/trouble';
import { defaultDownloadOptions, downloadAll } from '../download/download';
import { fetchThrough } from '../download/proxy';
import type { RemoteFile } from '../download/remote-file';
import { installAdvice, MissingTool } from './install-advice';
import { type CommandOptions, runCommand } from './run-command';
import { shippedWheel } from './shipped';

export interface WheelRequest {
  /** `tensorflow-cpu==2.21.0` */
  requirement: string;
  /** pip's platform tags. */
  platforms: readonly string[];
  /** Folder for the download, emptied first. */
  folder: string;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** What fails when the disk is full. */
export const INSTALLING = { what: message('engine.what.install'), next: 'disk.next.tryAgain' } as const;

/** @throws Refusal naming what to install when there is no Python, or one without pip. */
export async function findPython(signal?: AbortSignal): Promise<string> {
  let withoutPip: string | undefined;
  for (const program of ['python3', 'python']) {
    const { code, missing } = await runCommand(program, ['-m', 'pip', '--version'], { signal });
    if (code === 0) return program;
    if (!missing) withoutPip ??= program;
  }
  const advice = installAdvice('python');
  if (withoutPip) throw new MissingTool(message('engine.needs.pip', { program: withoutPip }), advice);
  throw new MissingTool(message('engine.needs.python'), advice);
}

/**
 * Downloads one wheel without its dependencies and returns its path. If its own address does not answer, pip may know a
 * mirror.
 * @throws Refusal saying why neither worked.
 */
export async function downloadWheel(request: WheelRequest): Promise<string> {
  const known = shippedWheel(request.requirement);
  if (!known) return downloadByPip(await findPython(request.signal), request);
  try {
    return await downloadKnown(known, request);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (!(error instanceof Refusal) || error instanceof DiskTrouble) throw error;
    const python = await findPython(request.signal).catch(() => undefined);
    if (python !== undefined) return downloadByPip(python, request);
    throw new Refusal(
      sentences(
        message('engine.download.failed', {
          requirement: request.requirement,
          error: withoutImportAdvice(error.said),
        }),
        message('engine.download.ownIndex'),
      ),
    );
  }
}

/** Why a download failed, without the advice to import a data set instead. */
export function withoutImportAdvice(said: Message): Value {
  const { error, failures, text } = said.values ?? {};
  if (said.key === 'datasets.download.failed' && error !== undefined) return error;
  if (said.key === 'datasets.download.allFailed' && failures !== undefined) return failures;
  if (said.key !== 'common.verbatim' || typeof text !== 'object' || !('list' in text)) return said;
  const kept = text.list.filter(
    (one) => typeof one !== 'object' || !('key' in one) || one.key !== 'datasets.download.elsewhere',
  );
  return listOf(kept, text.type);
}

async function downloadKnown(
  known: RemoteFile,
  { requirement, folder, signal, onProgress }: WheelRequest,
): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  const phase = downloadPhase(requirement);
  const report = (progress: Progress) =>
    onProgress?.(isDownloading(progress) ? { ...progress, phase } : progress);
  const options = { ...defaultDownloadOptions, fetch: fetchThrough() };
  // The next attempt continues a partial download.
  const [path] = await downloadAll([known], wheelsRoot(), { onProgress: report, signal }, options);
  return path!;
}

const isDownloading = ({ phase }: Progress): boolean =>
  typeof phase === 'object' && phase.key === 'datasets.download.downloading';

/** "Downloading tensorflow-cpu 2.21.0" */
const downloadPhase = (requirement: string): Message =>
  message('engine.phase.downloading', {
    what: requirement.replace('==', ' ').replace(/[<>!].*/, ''),
  });

/** The Python that a wheel is for. Only its libraries are used. */
export const PIP_TARGET = '--python-version 3.11 --implementation cp --abi cp311 --abi none'.split(' ');

/**
 * With tags of platform and Python, as the user's own Python may be too old or too new for the wheel.
 * @throws Refusal with pip's own error when it fails.
 */
async function downloadByPip(python: string, request: WheelRequest): Promise<string> {
  const { requirement, platforms, folder, signal, onProgress } = request;
  const temporary = join(folder, 'tmp');
  await rm(folder, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const phase = downloadPhase(requirement);
  onProgress?.({ phase });
  const watch = watchDownload(folder, phase, onProgress);
  const { code, output } = await runCommand(
    python,
    [
      ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:'],
      // Our own cache has the result.
      ...['--no-cache-dir', '--no-input', '--disable-pip-version-check'],
      ...PIP_TARGET,
      ...[...platforms, 'any'].flatMap((tag) => ['--platform', tag]),
      ...['--dest', folder, requirement],
    ],
    { signal, env: { TMPDIR: temporary, PYTHONUNBUFFERED: '1' }, onLine: watch.read },
  ).finally(watch.end);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (code === 0 && wheel) return join(folder, wheel);
  refuseTrouble(output, { ...INSTALLING, where: folder });
  throw new Refusal(
    sentences(
      message('engine.download.pip', {
        requirement,
        error: lastWords(output) || message('engine.download.exit', { code: String(code) }),
      }),
      message('engine.download.pipAdvice'),
    ),
  );
}

/** pip's error, without its retries and tracebacks. */
function lastWords(output: string): string {
  const lines = output.trim().split('\n');
  const said = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
  return said.replace(/^ERROR: /, '').replace(/([^.!?])$/, '$1.');
}

/** Without a terminal, pip shows no progress: the size is in its output, the downloaded part on the disk. */
function watchDownload(
  folder: string,
  phase: Message,
  onProgress: WheelRequest['onProgress'],
): { read: NonNullable<CommandOptions['onLine']>; end(): void } {
  let total = 0;
  const timer = setInterval(() => {
    if (total === 0) return;
    const arrived = largestFile(folder);
    const detail = message('datasets.download.of', {
      done: sizeMessage(arrived),
      total: sizeMessage(total),
    });
    onProgress?.({ phase, fraction: Math.min(1, arrived / total), detail });
  }, 250);
  return {
    read: (line) => {
      total = announcedBytes(line) ?? total;
    },
    end: () => clearInterval(timer),
  };
}

/** The size in `Downloading tensorflow_cpu-...whl (272.4 MB)`, in bytes. */
export function announcedBytes(line: string): number | undefined {
  const [, size, unit] = line.match(/\(([\d.]+) (kB|MB|GB)\)/) ?? [];
  if (!size) return undefined;
  return Math.round(Number(size) * (unit === 'GB' ? 1e9 : unit === 'MB' ? 1e6 : 1e3));
}

function largestFile(folder: string): number {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Math.max(0, ...files.map((entry) => statSync(join(entry.parentPath, entry.name)).size));
  } catch {
    // pip moved a file during the check.
    return 0;
  }
}
