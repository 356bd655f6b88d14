/** A child process's connection to its host, under child_process.fork and Electron's utilityProcess. */

export interface HostPort<Out, In> {
  /** Resolves when the message is sent: the process may end right after. */
  send(message: Out): Promise<void>;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  end(code: number): void;
}

/** Electron's process.parentPort (electron.d.ts). */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

export function hostPort<Out, In>(): HostPort<Out, In> {
  const parentPort = (process as NodeJS.Process & { parentPort?: ParentPort | null }).parentPort;
  return parentPort ? electronPort(parentPort) : forkPort();
}

function forkPort<Out, In>(): HostPort<Out, In> {
  if (!process.send) {
    throw new Error('This process is started by Skipwire, which sends it a job. Received: no channel.');
  }
  return {
    send: (message) =>
      new Promise((resolve) => {
        // An error means that the host is gone, see `disconnect`.
        if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
        else resolve();
      }),
    onMessage: (listener) => {
      process.on('message', (message) => listener(message as In));
    },
    onClose: (listener) => {
      process.on('disconnect', listener);
    },
    end: (code) => process.exit(code),
  };
}

function electronPort<Out, In>(port: ParentPort): HostPort<Out, In> {
  return {
    send: async (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data as In)),
    onClose: (listener) => port.on('close', listener),
    // postMessage does not say when a message has left; the host ends the process after its last message.
    end: (code) => {
      setTimeout(() => process.exit(code), 2000);
    },
  };
}
