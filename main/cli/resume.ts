/** `skipwire resume`: goes on with a run where its newest checkpoint left it. */
import { Command } from 'commander';
import { repairOption } from './repair';

export function resumeCommand(): Command {
  return new Command('resume')
    .description('go on with a run that was paused, stopped, interrupted or has failed')
    .argument('<run>', "a run's id, or its folder")
    .addOption(repairOption())
    .option('--json', 'one JSON object per line: every epoch, then the run')
    .action(async (run: string, { json = false, repair }: { json?: boolean; repair?: boolean }) => {
      const { takeUp } = await import('./take-up');
      const { say } = await import('./output');
      await takeUp(run, { json, repair }, async ({ training, runs }, id) => {
        if ((await runs.get(id)).diverged)
          say(
            'This run has diverged. With the same settings it would diverge again; "skipwire restart" takes others.',
          );
        await training.resume([id]);
        return id;
      });
    });
}
