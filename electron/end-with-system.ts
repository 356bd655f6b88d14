/** Ends the app when the system logs out or shuts down: signals on Linux and macOS, events on macOS and Windows. */
import { type App, type BrowserWindow, powerMonitor } from 'electron';

interface Preventable {
  preventDefault(): void;
}

/** @param end may be called more than once. */
export function endWithSystem(app: Pick<App, 'on'>, end: () => void): void {
  const endFirst = (event?: Preventable) => {
    // The system waits for the app to end.
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
