/** `skipwire open`: opens a browser on the running app. */
import { Command } from 'commander';
import { z } from 'zod';
import { listOf, t } from '../../../core/messages';
import { dataRoot } from '../../basics/paths';
import { refuse } from '../../basics/refusal';
import { number } from '../options/values';
import { print, say } from '../output/output';
import { HAND_OVER_MS, handOver } from './hand-over';

const LOOK_EVERY_MS = 200;

export function openCommand(): Command {
  return new Command('open')
    .description(t('cli.open.description'))
    .option('--port <n>', t('cli.open.port'), number(z.int().min(1).max(65_535)))
    .option('--no-browser', t('cli.open.noBrowser'))
    .action(async ({ port, browser }: { port?: number; browser: boolean }) => {
      const { linkOf, newToken } = await import('../../hosts/access');
      const { hostKey, runningHosts } = await import('../../hosts/host-folder');
      const running = await runningHosts();
      const chosen = port ?? running[0];
      if (chosen === undefined || !running.includes(chosen)) notRunning(port, running);
      const key = await hostKey();
      print(linkOf(chosen, newToken(key, chosen)));
      say(t('cli.open.link'));
      if (!browser) return;
      const token = newToken(key, chosen, HAND_OVER_MS);
      const handed = await handOver(linkOf(chosen, token), token);
      const until = Date.now() + HAND_OVER_MS;
      // The host removes the file when the browser has signed in.
      while (handed?.isWaiting() && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
      await handed?.end();
    });
}

function notRunning(port: number | undefined, running: readonly number[]): never {
  if (running.length === 0) refuse('cli.open.noneRunning', { folder: dataRoot() });
  refuse('cli.open.otherPort', { port: String(port), running: listOf(running.map(String), 'unit') });
}
