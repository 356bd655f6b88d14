/** `skipwire doctor`: what this machine offers for training, and what to do about what it lacks. */
import { Command } from 'commander';
import { textOf } from '../../../core/messages';
import { deviceOption } from '../options/device';
import { print, printJson, say } from '../output/output';
import { ProgressBar } from '../output/progress-bar';

const marks = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' } as const;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the TensorFlow runtime, the device and what else training needs')
    .option('--provision', 'fetch TensorFlow first, if it is not on this machine yet')
    .addOption(deviceOption())
    .option('--json', 'as JSON')
    .action(async ({ json, provision }: { json?: boolean; provision?: boolean }) => {
      const { doctor } = await import('../../doctor');
      if (provision) await provisionInTerminal();
      const checks = await doctor();
      if (json) printJson(checks);
      else {
        for (const { name, state, found, advice } of checks) {
          print(`${marks[state]}  ${name}: ${found}`);
          if (advice) print(`         ${advice}`);
        }
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
