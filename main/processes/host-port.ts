/** The started process's side of the line to its host, the same under child_process.fork and Electron's utilityProcess. */

export interface HostPort<Out, In> {
  /** Resolves when the message is on its way, so that ending right after does not lose it. */
  send(message: Out): Promise<void>;
  onMessage(listener: (message: In) => void): void;
  /** The host is gone. */
  onClose(listener: () => void): void;
  /** Ends this process in the host's own way. */
  end(code: number): void;
}

/** What Electron adds to `process` in a utility process (electron.d.ts, ParentPort). */
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
        // The error, if any, means that the host is gone; `disconnect` tells that.
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
    // postMessage does not say when a message has left; the host ends the process as soon as it has the last one.
    end: (code) => {
      setTimeout(() => process.exit(code), 2000);
    },
  };
}
