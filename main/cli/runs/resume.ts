/** `skipwire resume`: resumes a run, or a study, from the newest checkpoints. */
import { Command, Option } from 'commander';
import { message, t } from '../../../core/messages';
import { onOption } from '../options/on';
import { wrongUsage } from '../usage-errors';
import { repairOption } from './repair';
import type { ResumeStudyFlags } from './resume-study';

type ResumeFlags = Omit<ResumeStudyFlags, 'study'> & {
  json?: boolean;
  repair?: boolean;
  on?: string[];
  abandon?: boolean;
  study?: string | true;
};

export function resumeCommand(): Command {
  return new Command('resume')
    .description(t('cli.resume.description'))
    .argument('[run]', t('cli.arguments.run'))
    .addOption(repairOption())
    .addOption(onOption())
    .option('--abandon', t('cli.resume.abandon'))
    .option('--study [id]', t('cli.resume.study'))
    .option('--out <folder>', t('cli.resume.out'))
    .addOption(
      new Option('--format <format>', t('cli.resume.format')).choices(['md', 'csv', 'json']).default('md'),
    )
    .option('--json', t('cli.options.jsonLines'))
    .action(
      async (
        run: string | undefined,
        { json = false, repair, study, on, abandon, ...flags }: ResumeFlags,
      ) => {
        if ((run === undefined) === (study === undefined)) {
          wrongUsage(message(run === undefined ? 'cli.resume.neither' : 'cli.resume.both'));
        }
        if (study !== undefined) {
          const { resumeStudy } = await import('./resume-study');
          await resumeStudy({ ...flags, study, on, abandon });
          return;
        }
        if (run === undefined) return;
        const { takeUp } = await import('./continue-run');
        const { say } = await import('../output/output');
        await takeUp(run, { json, repair }, async ({ training, runs }, id) => {
          if ((await runs.get(id)).diverged) say(t('cli.resume.diverged'));
          await training.resume([id], on, { abandon });
          return id;
        });
      },
    );
}
