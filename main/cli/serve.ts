/** `skipwire serve`: the app in a browser. */
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { openBrowser } from './open-browser';
import { number } from './options';
import { print, say } from './output';

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the app to a browser on this machine')
    .option('--port <n>', 'to listen on; 0 takes any free one', number(z.int().min(0).max(65_535)), 0)
    .option('--open', 'open it in the default browser')
    .action(async ({ port, open }: { port: number; open?: boolean }) => {
      const { version } = await import('../hosts/app-info');
      const { serve } = await import('../hosts/browser');
      const { createServices } = await import('../services');
      const services = await createServices({ host: 'browser', version });
      try {
        const host = await serve({ port, services, rendererDir: rendererFolder(), log: say });
        print(host.url);
        say('Open this address in a browser on this machine. Ctrl+C ends Skipwire.');
        if (open) openBrowser(host.url);
        await interrupted();
        await host.close();
      } finally {
        await services.close();
      }
    });
}

/** Beside this bundle's folder, build/main; scripts/skipwire.mjs builds it first. */
const rendererFolder = (): string => join(__dirname, '..', 'renderer');

/** The second Ctrl+C ends the process at once. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      let seen = false;
      process.on(signal, () => {
        if (seen) process.exit(130);
        seen = true;
        resolve();
      });
    }
  });
}
