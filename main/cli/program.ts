/** The `skipwire` command, one file per sub-command, whose heavy parts are loaded when they run. */
import { Command, CommanderError, Option } from 'commander';
import { GraphError } from '../../core/graph/problem';
import { setLanguage, t, textOf } from '../../core/messages';
import { Refusal } from '../basics/refusal';
import { inWords } from '../disk/trouble';
import { version } from '../hosts/app-info';
import { datasetsCommand } from './datasets/datasets';
import { binCommand } from './host/bin';
import { doctorCommand } from './host/doctor';
import { documentsCommand } from './host/documents';
import { openCommand } from './host/open';
import { serveCommand } from './host/serve';
import { LANGUAGE_OPTION, languageOf } from './language';
import { compileCommand } from './networks/compile';
import { presetsCommand } from './networks/presets';
import { summaryCommand } from './networks/summary';
import { say } from './output/output';
import { deleteCommand } from './runs/delete';
import { pauseCommand, stopCommand } from './runs/end';
import { exportCommand } from './runs/export';
import { extendCommand } from './runs/extend';
import { repairCommand } from './runs/repair';
import { restartCommand } from './runs/restart';
import { resumeCommand } from './runs/resume';
import { lrRangeCommand } from './training/lr-range';
import { recipesCommand } from './training/recipes';
import { settingsCommand } from './training/settings';
import { studyCommand } from './training/study';
import { trainCommand } from './training/train';

const WRONG_USAGE = 2;
const FAILED = 1;

export function createProgram(): Command {
  const program = new Command('skipwire')
    .description('Build, ablate and train residual networks, and see what the shortcuts are worth.')
    .version(version)
    .addOption(
      new Option(
        LANGUAGE_OPTION.flags,
        t('cli.language', { languages: LANGUAGE_OPTION.choices.join(', ') }),
      ).choices(LANGUAGE_OPTION.choices),
    )
    .showSuggestionAfterError()
    .exitOverride()
    // Commander puts its suggestion on a line of its own.
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`) });
  const commands = [
    presetsCommand(),
    recipesCommand(),
    settingsCommand(),
    summaryCommand(),
    compileCommand(),
    trainCommand(),
    studyCommand(),
    lrRangeCommand(),
    stopCommand(),
    pauseCommand(),
    resumeCommand(),
    repairCommand(),
    extendCommand(),
    restartCommand(),
    exportCommand(),
    deleteCommand(),
    binCommand(),
    datasetsCommand(),
    documentsCommand(),
    doctorCommand(),
    serveCommand(),
    openCommand(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  return program;
}

/** @returns the exit code. Mistakes are told in one line on stderr; only a fault of ours shows a stack. */
export async function run(argv: readonly string[]): Promise<number> {
  setLanguage(languageOf(argv, process.env));
  try {
    await createProgram().parseAsync([...argv], { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    // Commander has printed what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    if (error instanceof Refusal || error instanceof GraphError) {
      say(`skipwire: ${oneLine(textOf(error.said))}`);
      if (error instanceof Refusal && error.remedy) {
        const { type, label, runId } = error.remedy;
        say(
          `${textOf(label)}: skipwire ${type === 'repair' ? `repair ${runId}` : `delete --for-good ${runId}`}`,
        );
      }
      return FAILED;
    }
    const { code, message, stack, path } = error as NodeJS.ErrnoException;
    const trouble = inWords(error, { what: 'That could not be done', where: path ?? process.cwd() });
    if (trouble instanceof Refusal) {
      say(`skipwire: ${oneLine(textOf(trouble.said))}`);
      return FAILED;
    }
    if (code !== undefined && /^E[A-Z]+$/.test(code)) {
      say(`skipwire: ${oneLine(message)}`);
      return FAILED;
    }
    say(
      `skipwire: unexpected error. ${process.env.SKIPWIRE_DEBUG ? stack : oneLine(message ?? String(error))}`,
    );
    return FAILED;
  }
}

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');
