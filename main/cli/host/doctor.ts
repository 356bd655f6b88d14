/** `skipwire doctor`: what this machine offers for training, and what to do about what it lacks. */
import { Command } from 'commander';
import { t, textOf } from '../../../core/messages';
import { deviceOption } from '../options/device';
import { columns, print, printJson, say } from '../output/output';
import { ProgressBar } from '../output/progress-bar';

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(t('cli.doctor.description'))
    .option('--provision', t('cli.doctor.provision'))
    .addOption(deviceOption())
    .option('--json', t('cli.options.json'))
    .action(async ({ json, provision }: { json?: boolean; provision?: boolean }) => {
      const { doctor } = await import('../../doctor');
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

/** Fetches the engine with a moving line on a terminal, and a line for each phase elsewhere. */
async function provisionInTerminal(): Promise<void> {
  const { ensureEngine } = await import('../../engine');
  const bar = process.stderr.isTTY ? new ProgressBar(process.stderr) : undefined;
  let said: string | undefined;
  try {
    await ensureEngine({
      onProgress: ({ fraction, detail, ...progress }) => {
        const phase = textOf(progress.phase);
        if (bar) bar.show(fraction, [phase, textOf(detail ?? '')].filter(Boolean).join('  '));
        else if (phase !== said) say(phase);
        said = phase;
      },
    });
  } finally {
    bar?.clear();
  }
}
