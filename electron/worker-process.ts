/** A worker under Electron: a utility process with the same handle as a forked Node. */
import { type UtilityProcess, utilityProcess } from 'electron';
import { inspectFlags } from '../main/processes/inspect';
import type { LaunchOptions, LaunchProcess, ProcessExit, ProcessHandle } from '../main/processes/launch';

/** Milliseconds to wait for a dead worker's last output. */
const OUTPUT_GRACE = 500;

export const launchUtilityProcess: LaunchProcess = <To, From>({
  env,
  entry,
  task,
}: LaunchOptions): ProcessHandle<To, From> => {
  const child = utilityProcess.fork(entry, [], {
    env: { ...process.env, ...env },
    execArgv: inspectFlags(),
    stdio: ['ignore', 'pipe', 'pipe'],
    serviceName: `Skipwire ${task}`,
    // TensorFlow's libraries are not signed with our certificate.
    allowLoadingUnsignedLibraries: true,
  });
  let gone = false;
  const exited = exitOf(child).then((exit) => {
    gone = true;
    return exit;
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      if (!gone) child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', (message: From) => listener(message));
    },
    onOutput: (listener) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer | string) => listener(chunk.toString()));
      }
    },
    onExit: (listener) => {
      void exited.then(listener);
    },
    kill: () => kill(child),
  };
};

/** Electron's own `kill` sends SIGTERM, which a worker inside a TensorFlow call ignores. */
function kill(child: UtilityProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    else child.kill();
  } catch {
    // Already gone.
  }
}

/** Resolves after the last output, which may follow the exit. */
async function exitOf(child: UtilityProcess): Promise<ProcessExit> {
  const outputs = [child.stdout, child.stderr].map(
    (stream) => new Promise<void>((resolve) => (stream ? stream.once('end', () => resolve()) : resolve())),
  );
  const code = await new Promise<number>((resolve) => child.once('exit', resolve));
  await Promise.race([Promise.all(outputs), new Promise((resolve) => setTimeout(resolve, OUTPUT_GRACE))]);
  return { code, signal: null };
}
