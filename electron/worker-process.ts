/** The training worker under Electron: a utility process in place of a forked Node, with the same handle. */
import { type UtilityProcess, utilityProcess } from 'electron';
import { inspectFlags } from '../main/processes/inspect';
import type { LaunchOptions, LaunchProcess, ProcessExit, ProcessHandle } from '../main/processes/launch';

/** Milliseconds that a dead worker's last output may take to arrive. */
const OUTPUT_GRACE = 500;

export const launchUtilityProcess: LaunchProcess = <To, From>({
  env,
  entry,
}: LaunchOptions): ProcessHandle<To, From> => {
  const child = utilityProcess.fork(entry, [], {
    env: { ...process.env, ...env },
    execArgv: inspectFlags(),
    stdio: ['ignore', 'pipe', 'pipe'],
    serviceName: 'Skipwire training',
    // TensorFlow's libraries come from the Python package and bear no signature of ours.
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

/** Electron's own `kill` asks politely, which a worker inside a TensorFlow call does not hear. */
function kill(child: UtilityProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    else child.kill();
  } catch {
    // Gone already.
  }
}

/** Resolves after the last output, which may come later than the news of the exit. */
async function exitOf(child: UtilityProcess): Promise<ProcessExit> {
  const outputs = [child.stdout, child.stderr].map(
    (stream) => new Promise<void>((resolve) => (stream ? stream.once('end', () => resolve()) : resolve())),
  );
  const code = await new Promise<number>((resolve) => child.once('exit', resolve));
  await Promise.race([Promise.all(outputs), new Promise((resolve) => setTimeout(resolve, OUTPUT_GRACE))]);
  return { code, signal: null };
}
