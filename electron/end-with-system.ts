/** The system logs out or shuts down: by a signal on Linux and macOS, by an event on macOS and Windows. */
import { type App, type BrowserWindow, powerMonitor } from 'electron';

interface Preventable {
  preventDefault(): void;
}

/** @param end is called once or more often, and ends the app within seconds. */
export function endWithSystem(app: Pick<App, 'on'>, end: () => void): void {
  const endFirst = (event?: Preventable) => {
    // The system waits until we have ended.
    event?.preventDefault();
    end();
  };
  powerMonitor.on('shutdown', endFirst);
  app.on('browser-window-created', (_event, window: BrowserWindow) => {
    window.on('query-session-end', endFirst);
    window.on('session-end', end);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}
