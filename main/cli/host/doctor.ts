/** `skipwire doctor`: what this machine can train with, and how to get what is missing. */
import { Command } from 'commander';
import { t } from '../../../core/messages';
import { keptRoot } from '../../basics/paths';
import { preferKeptDevice } from '../../engine/kept-device';
import { KeptStore } from '../../kept';
import { deviceOption } from '../options/device';
import { columns, print, printJson } from '../output/output';
import { Phases } from '../output/phases';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(t('cli.doctor.description'))
    .option('--provision', t('cli.doctor.provision'))
    .addOption(deviceOption())
    .option('--json', t('cli.options.json'))
    .action(async ({ json, provision }: { json?: boolean; provision?: boolean }) => {
      const { doctor } = await import('../../doctor');
      await preferKeptDevice(new KeptStore({ root: keptRoot() }));
      if (provision) await provisionInTerminal();
      const checks = await doctor();
      if (json) printJson(checks);
      else {
        const rows = checks.flatMap(({ name, state, found, advice }) => [
          [t('cli.doctor.state', { state }), `${name}: ${found}`],
          ...(advice ? [['', advice]] : []),
        ]);
        print(columns(rows));
      }
      if (checks.some((check) => check.state === 'error')) process.exitCode = 1;
    });
}

async function provisionInTerminal(): Promise<void> {
  const { ensureEngine } = await import('../../engine');
  const phases = new Phases();
  try {
    await ensureEngine({ onProgress: (progress) => phases.show(progress) });
  } finally {
    phases.clear();
  }
}
