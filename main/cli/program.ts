/** The `skipwire` command. Each subcommand has a file, and loads its heavy parts when it runs. */
import { Command, CommanderError, Option } from 'commander';
import { type Key, LANGUAGES, setLanguage, t, textOf } from '../../core/messages';
import { isForUser, Refusal } from '../basics/refusal';
import { inWords } from '../disk/trouble';
import { version } from '../hosts/app-info';
import { datasetsCommand } from './datasets/datasets';
import { heading, translatedHelp } from './help';
import { binCommand } from './host/bin';
import { doctorCommand } from './host/doctor';
import { documentsCommand } from './host/documents';
import { openCommand } from './host/open';
import { serveCommand } from './host/serve';
import { languageOf } from './language';
import { compileCommand } from './networks/compile';
import { diffCommand } from './networks/diff';
import { importCommand } from './networks/import';
import { modelsCommand } from './networks/models';
import { presetsCommand } from './networks/presets';
import { summaryCommand } from './networks/summary';
import { say } from './output/output';
import { deleteCommand } from './runs/delete';
import { evaluateCommand } from './runs/evaluate';
import { exportCommand } from './runs/export';
import { extendCommand } from './runs/extend';
import { predictCommand } from './runs/predict';
import { queueCommand } from './runs/queue';
import { repairCommand } from './runs/repair';
import { reportCommand } from './runs/report';
import { restartCommand } from './runs/restart';
import { resumeCommand } from './runs/resume';
import { runFolderCommand } from './runs/run-folder';
import { runsCommand } from './runs/runs';
import { pauseCommand, stopCommand } from './runs/stop-and-pause';
import { surfaceCommand } from './runs/surface';
import { lrRangeCommand } from './training/lr-range';
import { recipesCommand } from './training/recipes';
import { settingsCommand } from './training/settings';
import { studyCommand } from './training/study';
import { trainCommand } from './training/train';
import { usageError } from './usage-errors';

const WRONG_USAGE = 2;
const FAILED = 1;

export function createProgram(): Command {
  const program = new Command('skipwire')
    .description(t('cli.program.description'))
    .addOption(new Option('--language <name>', t('cli.language')).choices(LANGUAGES))
    .showSuggestionAfterError()
    .exitOverride()
    .version(version, '-V, --version', t('cli.help.version'))
    .helpOption('-h, --help', t('cli.help.help'))
    .configureHelp(translatedHelp)
    // usageError shows it, in the user's language.
    .configureOutput({ outputError: () => undefined });
  for (const [group, commands] of commandGroups()) {
    program.commandsGroup(heading(t(group)));
    for (const command of commands) program.addCommand(inheriting(command, program));
  }
  return program.helpCommand('help [command]', t('cli.help.helpCommand'));
}

/** In the order of the help; the command `help` joins the last group. */
const commandGroups = (): [Key, Command[]][] => [
  [
    'cli.groups.networks',
    [presetsCommand(), summaryCommand(), diffCommand(), compileCommand(), importCommand(), modelsCommand()],
  ],
  [
    'cli.groups.training',
    [trainCommand(), studyCommand(), lrRangeCommand(), recipesCommand(), settingsCommand()],
  ],
  [
    'cli.groups.runs',
    [
      runsCommand(),
      queueCommand(),
      pauseCommand(),
      stopCommand(),
      resumeCommand(),
      repairCommand(),
      extendCommand(),
      restartCommand(),
      deleteCommand(),
      runFolderCommand(),
    ],
  ],
  [
    'cli.groups.results',
    [predictCommand(), evaluateCommand(), surfaceCommand(), exportCommand(), reportCommand()],
  ],
  ['cli.groups.data', [datasetsCommand(), documentsCommand(), binCommand()]],
  ['cli.groups.app', [serveCommand(), openCommand(), doctorCommand()]],
];

/** Commander copies settings to direct subcommands only, and the help command to none. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  if (command.commands.length > 0) command.helpCommand('help [command]', t('cli.help.helpCommand'));
  for (const one of command.commands) inheriting(one, command);
  return command;
}

/** @returns the exit code. Errors are shown in one line on stderr, without a stack. */
export async function run(argv: readonly string[]): Promise<number> {
  setLanguage(languageOf(argv, process.env));
  try {
    await createProgram().parseAsync([...argv], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const said = usageError(error);
      if (said !== undefined) say(said);
      return WRONG_USAGE;
    }
    say(`skipwire: ${textOfError(error)}`);
    if (error instanceof Refusal && error.remedy) {
      const { type, label, runId } = error.remedy;
      const command = `skipwire ${type === 'repair' ? 'repair' : 'delete --for-good'} ${runId}`;
      say(t('cli.program.remedy', { label, command }));
    }
    return FAILED;
  }
}

function textOfError(error: unknown): string {
  if (isForUser(error)) return oneLine(textOf(error.said));
  const { code, message, stack, path } = error as NodeJS.ErrnoException;
  const trouble = inWords(error, { what: t('cli.program.failed'), where: path ?? process.cwd() });
  if (trouble instanceof Refusal) return oneLine(textOf(trouble.said));
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return oneLine(message);
  const fault = process.env.SKIPWIRE_DEBUG ? stack : oneLine(message ?? String(error));
  return t('cli.program.unexpected', { error: fault ?? '' });
}

/** Indented lines, such as code to copy, are not wrapped. */
const oneLine = (text: string): string => text.trim().replace(/\s*\n(?! {4}\S)\s*/g, ' ');
