/** `skipwire serve`: the app in a browser. */
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { t } from '../../../core/messages';
import { number } from '../options/values';
import { print, say } from '../output/output';
import { HAND_OVER_MS, handOver, removeHandOver, sweepHandOvers } from './hand-over';

export function serveCommand(): Command {
  return new Command('serve')
    .description(t('cli.serve.description'))
    .option('--port <n>', t('cli.serve.port'), number(z.int().min(0).max(65_535)))
    .option('--open', t('cli.serve.open'))
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
          say(t('cli.serve.signedIn'));
          void removeHandOver(token).catch(() => undefined);
        };
        const serveAt = (at: number) =>
          serve({ port: at, services, rendererDir: rendererFolder(), onSignIn, log: say });
        const host = port === undefined ? await serveAtUsualPort(serveAt, say) : await serveAt(port);
        const gone = await announceHost(host.port);
        print(host.newLink());
        say(t('cli.serve.link'));
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

/** scripts/skipwire.mjs builds it first. */
const rendererFolder = (): string => join(__dirname, '..', 'renderer');

async function openLink(link: string) {
  const handed = await handOver(link, link.slice(link.indexOf('#') + 1));
  if (handed) setTimeout(() => void handed.end().catch(() => undefined), HAND_OVER_MS).unref();
  return handed;
}

/** Waits for Ctrl+C. A second one ends the process at once. */
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
