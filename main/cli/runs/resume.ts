/** `skipwire resume`: goes on with a run, or with all that a study has left, each where its newest checkpoint left it. */
import { Command, Option } from 'commander';
import { repairOption } from './repair';
import type { ResumeStudyFlags } from './resume-study';

type ResumeFlags = Omit<ResumeStudyFlags, 'study'> & {
  json?: boolean;
  repair?: boolean;
  study?: string | true;
};

export function resumeCommand(): Command {
  return new Command('resume')
    .description('resume a run that was paused, stopped or interrupted, or that failed, or a whole study')
    .argument('[run]', "a run's id, or its folder")
    .addOption(repairOption())
    .option(
      '--study [id]',
      'everything that a study has left, then its table (default: the newest unfinished study)',
    )
    .option('--out <folder>', 'of --study: the folder that its runs are in')
    .addOption(
      new Option('--format <format>', 'of the table of --study').choices(['md', 'csv', 'json']).default('md'),
    )
    .option('--json', 'one JSON object per line: every epoch, then the run')
    .action(
      async (
        run: string | undefined,
        { json = false, repair, study, ...flags }: ResumeFlags,
        command: Command,
      ) => {
        if ((run === undefined) === (study === undefined)) {
          command.error(
            `error: Name a run, or a study with --study. Received: ${run === undefined ? 'neither' : 'both'}.`,
          );
        }
        if (study !== undefined) {
          const { resumeStudy } = await import('./resume-study');
          await resumeStudy({ ...flags, study });
          return;
        }
        if (run === undefined) return;
        const { takeUp } = await import('./take-up');
        const { say } = await import('../output/output');
        await takeUp(run, { json, repair }, async ({ training, runs }, id) => {
          if ((await runs.get(id)).diverged)
            say(
              'This run has diverged. With the same settings it would diverge again; "skipwire restart" takes others.',
            );
          await training.resume([id]);
          return id;
        });
      },
    );
}
