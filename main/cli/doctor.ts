/** `skipwire doctor`: what this machine offers for training, and what to do about what it lacks. */
import { Command } from 'commander';
import { print, printJson } from './output';

const marks = { ok: 'ok     ', warning: 'warning', error: 'ERROR  ' } as const;

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the TensorFlow runtime, the device and what else training needs')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { doctor } = await import('../engine');
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
