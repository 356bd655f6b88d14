/** Downloads wheels through pip and takes out of them what the engine needs. */
import { readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../../core/contract/engine';
import { refuseTrouble } from '../disk/trouble';
import { Refusal } from '../refusal';
import { type CommandOptions, type CommandResult, runCommand } from './command';

export interface WheelRequest {
  /** A requirement as pip reads it: `tensorflow-cpu==2.21.0`. */
  requirement: string;
  /** pip's platform tags. */
  platforms: readonly string[];
  /** Folder for the download; what is in it is removed first. */
  folder: string;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** What fails where a program that is run finds the disk full. */
export const INSTALLING = { what: 'TensorFlow could not be installed', next: 'try again' };

const PYTHON_ADVICE = 'Install Python 3 with pip (on Debian: apt-get install python3-pip) and try again.';

/** @throws Refusal naming what to install when there is no Python, or one without pip. */
export async function findPython(signal?: AbortSignal): Promise<string> {
  let withoutPip: string | undefined;
  for (const program of ['python3', 'python']) {
    const { code, missing } = await runCommand(program, ['-m', 'pip', '--version'], { signal });
    if (code === 0) return program;
    if (!missing) withoutPip ??= program;
  }
  if (withoutPip) {
    throw new Refusal(`Getting TensorFlow needs pip. Received: a ${withoutPip} without it. ${PYTHON_ADVICE}`);
  }
  throw new Refusal(`Getting TensorFlow needs Python 3. Received: no python3 on the PATH. ${PYTHON_ADVICE}`);
}

/**
 * Downloads one wheel without its dependencies and returns its path. The platform and Python tags are given, so that
 * the wheel does not depend on the person's own Python, which may be too old or too new for it.
 * @throws Refusal with pip's own error when it fails.
 */
export async function downloadWheel(python: string, request: WheelRequest): Promise<string> {
  const { requirement, platforms, folder, signal, onProgress } = request;
  const temporary = join(folder, 'tmp');
  await rm(folder, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const phase = `downloading ${requirement.replace('==', ' ').replace(/[<>!].*/, '')}`;
  onProgress?.({ phase });
  const watch = watchDownload(folder, phase, onProgress);
  const target = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none'];
  const { code, output } = await runCommand(
    python,
    [
      ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:'],
      // Kept in our own cache already, and in its final form.
      ...['--no-cache-dir', '--no-input', '--disable-pip-version-check'],
      ...target,
      ...[...platforms, 'any'].flatMap((tag) => ['--platform', tag]),
      ...['--dest', folder, requirement],
    ],
    { signal, env: { TMPDIR: temporary, PYTHONUNBUFFERED: '1' }, onLine: watch.read },
  ).finally(watch.end);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (code === 0 && wheel) return join(folder, wheel);
  refuseTrouble(output, { ...INSTALLING, where: folder });
  throw new Refusal(
    `pip could not download ${requirement}. Received: ${lastWords(output) || `exit code ${code}`} Check the network (and pip's proxy and index settings) and try again.`,
  );
}

/** pip's error, without its retries and tracebacks. */
function lastWords(output: string): string {
  const lines = output.trim().split('\n');
  const said = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
  return said.replace(/^ERROR: /, '').replace(/([^.!?])$/, '$1.');
}

/** pip draws no bar where there is no terminal: the size is in its words, what has arrived is on the disk. */
function watchDownload(
  folder: string,
  phase: string,
  onProgress: WheelRequest['onProgress'],
): { read: NonNullable<CommandOptions['onLine']>; end(): void } {
  let total = 0;
  const timer = setInterval(() => {
    if (total === 0) return;
    const arrived = largestFile(folder);
    const detail = `${Math.round(arrived / 1e6)} of ${Math.round(total / 1e6)} MB`;
    onProgress?.({ phase, fraction: Math.min(1, arrived / total), detail });
  }, 250);
  return {
    read: (line) => {
      total = announcedBytes(line) ?? total;
    },
    end: () => clearInterval(timer),
  };
}

/** The size in `Downloading tensorflow_cpu-...whl (272.4 MB)`; absent in other lines. */
export function announcedBytes(line: string): number | undefined {
  const [, size, unit] = line.match(/\(([\d.]+) (kB|MB|GB)\)/) ?? [];
  if (!size) return undefined;
  return Math.round(Number(size) * (unit === 'GB' ? 1e9 : unit === 'MB' ? 1e6 : 1e3));
}

function largestFile(folder: string): number {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return Math.max(0, ...files.map((entry) => statSync(join(entry.parentPath, entry.name)).size));
  } catch {
    // pip moved a file while we looked.
    return 0;
  }
}

/** Streams the members that match one of the patterns; the wheel never stands in memory. */
const EXTRACT = `
import fnmatch, os, shutil, sys, zipfile
wheel, target, *patterns = sys.argv[1:]
root = os.path.realpath(target)
count = 0
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        if member.is_dir() or not any(fnmatch.fnmatchcase(member.filename, p) for p in patterns):
            continue
        path = os.path.realpath(os.path.join(root, member.filename))
        if not path.startswith(root + os.sep):
            raise SystemExit('a member outside the wheel: ' + member.filename)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(member) as source, open(path, 'wb') as file:
            shutil.copyfileobj(source, file, 1 << 20)
        if (member.external_attr >> 16) & 0o100:
            os.chmod(path, 0o755)
        count += 1
print(count)
`;

/**
 * @param patterns as Python's fnmatch reads them, of which `*` matches slashes too: `tensorflow/include/tsl/*`.
 * @returns how many files were taken out.
 * @throws Refusal when the wheel is not whole.
 */
export async function extractWheel(
  python: string,
  wheel: string,
  target: string,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  const result = await runCommand(python, ['-c', EXTRACT, wheel, target, ...patterns], { signal });
  return Number(outputOf(result, target).at(-1));
}

/** The requirements that a wheel lists for one of its extras, `and-cuda` for instance. */
export async function extraRequirements(
  python: string,
  wheel: string,
  extra: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    name = next(n for n in archive.namelist() if n.endswith('.dist-info/METADATA'))
    print(archive.read(name).decode())
`;
  return outputOf(await runCommand(python, ['-c', script, wheel], { signal }), wheel).flatMap((line) => {
    const [, requirement, name] = line.match(/^Requires-Dist: ([^;]+);\s*extra == "([^"]+)"$/) ?? [];
    return requirement && name === extra ? [requirement.trim()] : [];
  });
}

function outputOf({ code, output }: CommandResult, where: string): string[] {
  const lines = output.trim().split('\n');
  if (code === 0) return lines;
  refuseTrouble(output, { ...INSTALLING, where });
  throw new Refusal(`The wheel could not be unpacked. Received: ${lines.at(-1)}`);
}
