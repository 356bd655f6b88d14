/** `skipwire serve`: the app in a browser. */
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { number } from '../options/values';
import { print, say } from '../output/output';
import { HAND_OVER_MS, handOver, removeHandOver, sweepHandOvers } from './hand-over';

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the app to a browser on this machine')
    .option(
      '--port <n>',
      'to listen on; 0 takes any free one. Without it: the one of the last time, if it is free',
      number(z.int().min(0).max(65_535)),
    )
    .option('--open', 'open it in the default browser')
    .action(async ({ port, open }: { port?: number; open?: boolean }) => {
      const { version } = await import('../../hosts/app-info');
      const { serve } = await import('../../hosts/browser');
      const { announceHost } = await import('../../hosts/host-folder');
      const { serveAtUsualPort } = await import('../../hosts/usual-port');
      const { createServices } = await import('../../services');
      const services = await createServices({ host: 'browser', version });
      try {
        await sweepHandOvers();
        const onSignIn = (token: string) => {
          say('A browser has signed in. For another one, get a new link: skipwire open');
          void removeHandOver(token).catch(() => undefined);
        };
        const serveAt = (at: number) =>
          serve({ port: at, services, rendererDir: rendererFolder(), onSignIn, log: say });
        const host = port === undefined ? await serveAtUsualPort(serveAt, say) : await serveAt(port);
        const gone = await announceHost(host.port);
        print(host.newLink());
        say(
          'Open this link in a browser on this machine. It works once, within an hour. Ctrl+C ends Skipwire.',
        );
        const handed = open ? await openLink(host.newLink(HAND_OVER_MS)) : undefined;
        await interrupted();
        await handed?.end();
        await gone();
        await host.close();
      } finally {
        await services.close();
      }
    });
}

/** Beside this bundle's folder, build/main; scripts/skipwire.mjs builds it first. */
const rendererFolder = (): string => join(__dirname, '..', 'renderer');

async function openLink(link: string) {
  const handed = await handOver(link, link.slice(link.indexOf('#') + 1));
  if (handed) setTimeout(() => void handed.end().catch(() => undefined), HAND_OVER_MS).unref();
  return handed;
}

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
