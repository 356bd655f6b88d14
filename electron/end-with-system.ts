/** The system logs out or shuts down: by a signal on Linux and macOS, by an event on macOS and Windows. */
import { type App, type BrowserWindow, powerMonitor } from 'electron';

export function endWithSystem(app: Pick<App, 'on'>, end: () => void): void {
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // Gives us the time that `end` takes.
    event?.preventDefault();
    end();
  });
  app.on('browser-window-created', (_event, window: BrowserWindow) => {
    window.on('session-end', end);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
}
