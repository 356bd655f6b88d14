/** `skipwire study run`, `check`, `new` and `script`: studies as files. */
import { Command, Option } from 'commander';
import { STUDY_TEMPLATES } from '../../../core/ablation/catalogue';
import { message, t } from '../../../core/messages';
import type { ScriptKind } from '../../executors/script/options';
import { deviceOption } from '../options/device';
import { onOption } from '../options/on';
import { wrongUsage } from '../usage-errors';
import type { CheckFlags } from './study-check';

export const tableFormat = (): Option =>
  new Option('--format <format>', t('cli.study.format')).choices(['md', 'csv', 'json']).default('md');

export const studyRunCommand = (): Command =>
  new Command('run')
    .description(t('cli.study.run.description'))
    .argument('<file>', t('cli.study.file'))
    .option('--out <folder>', t('cli.options.out'))
    .addOption(onOption())
    .addOption(deviceOption())
    .addOption(tableFormat())
    .action(async (file: string, _flags: object, command: Command) => {
      // Commander gives `study` the flags that it has, too, wherever they are.
      const flags = command.optsWithGlobals<{ out?: string; on?: string[]; format: 'md' | 'csv' | 'json' }>();
      const { runStudyFile } = await import('./study-run');
      const { tellStudyEnd } = await import('./study-end');
      tellStudyEnd(await runStudyFile(file, flags), flags.format);
    });

export const studyCheckCommand = (): Command =>
  new Command('check')
    .description(t('cli.study.check.description'))
    .argument('<file>', t('cli.study.file'))
    .option('--measure', t('cli.study.check.measure'))
    .option('--add-controls', t('cli.study.check.addControlsFlag'))
    .option('--pin', t('cli.study.check.pin'))
    .option('--json', t('cli.options.json'))
    .action(async (file: string, flags: CheckFlags) => {
      const { checkStudyFile } = await import('./study-check');
      await checkStudyFile(file, flags);
    });

export const studyNewCommand = (): Command =>
  new Command('new')
    .description(t('cli.study.new.description'))
    .argument('<file>', t('cli.study.new.file'))
    .addOption(
      new Option('--from <study>', t('cli.study.new.from'))
        .choices(STUDY_TEMPLATES.map(({ id }) => id))
        .default(STUDY_TEMPLATES[0]!.id),
    )
    .option('--network <network>', t('cli.study.new.network'), 'resnet20')
    .action(async (file: string, flags: { from: string; network: string }) => {
      const { newStudyFile } = await import('./study-new');
      await newStudyFile(file, flags);
    });

const SCRIPTS: readonly ScriptKind[] = ['sh', 'sky'];

export const studyScriptCommand = (): Command =>
  new Command('script')
    .description(t('cli.study.script.description'))
    .argument('<file>', t('cli.study.file'))
    .addOption(new Option('--as <kind>', t('cli.study.script.as')).choices(SCRIPTS).default('sh'))
    .option('--out <folder>', t('cli.study.script.out'))
    .action(async (file: string, _flags: object, command: Command) => {
      // As for `run`.
      const { as, out } = command.optsWithGlobals<{ as: ScriptKind; out?: string }>();
      if (out === undefined)
        return wrongUsage(message('cli.usage.missingOption', { name: '--out <folder>', other: '' }));
      const { writeStudyScript } = await import('./study-script');
      await writeStudyScript(file, { as, out });
    });
