/** The command line of the bench. */
import { parseArgs } from 'node:util';
import { readDeviceChoice } from '../../main/engine/device-choice';

export const HELP = `npm run bench -- [options]
  --all                every scenario but time-to-accuracy, some 50 minutes on two cores
  --scenario <ids>     these scenarios, by comma (step-resnet50-32); --list names them
  --list               what can be measured
  --only <names>       some of skipwire,keras,tfjs,pytorch
  --rounds <n>         times that each contestant has its turn (5)
  --steps <n>          steps per turn (3)
  --device <device>    cpu, gpu or gpu:N (a GPU where there is one)
  --quick              small networks, one round: does the bench itself run?
  --write              writes docs/measurements/bench.md, with bench-notes.md in it
Keras runs in the Python that SKIPWIRE_PYTHON names, else in python3; PyTorch in SKIPWIRE_TORCH_PYTHON, else python3.
One that is not there is left out, and said to be.`;

export const CONTESTANTS = ['skipwire', 'keras', 'tfjs', 'pytorch'] as const;
export type ContestantId = (typeof CONTESTANTS)[number];

export interface Options {
  scenarios: readonly string[];
  only: readonly ContestantId[];
  rounds: number;
  steps: number;
  quick: boolean;
  write: boolean;
  list: boolean;
  help: boolean;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} takes a whole number above 0. Received: ${text}.`);
}

/** Each of the names is one of the known ones. */
function some<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  return text.split(',').map((name) => {
    const found = known.find((each) => each === name.trim());
    if (found === undefined)
      throw new Error(`--${option} takes some of ${known.join(',')}. Received: ${name}.`);
    return found;
  });
}

/**
 * @param known ids of the scenarios; the first is the one that is measured when none is named.
 * @param usual those of `--all`
 * @throws Error naming the option and what it was given.
 */
export function readOptions(
  args: readonly string[],
  known: readonly string[],
  usual: readonly string[] = known,
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      all: { type: 'boolean', default: false },
      scenario: { type: 'string' },
      list: { type: 'boolean', default: false },
      only: { type: 'string', default: CONTESTANTS.join(',') },
      rounds: { type: 'string' },
      steps: { type: 'string' },
      device: { type: 'string' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { all, scenario, quick, write, list, help } = values;
  if (all && scenario)
    throw new Error('--all measures every scenario: --scenario says less. Take one of both.');
  if (quick && write)
    throw new Error('--quick tries the bench on small networks: its numbers are none to --write.');
  if (values.device !== undefined) {
    if (!readDeviceChoice(values.device)) {
      throw new Error(`--device takes cpu, gpu or gpu:N. Received: ${values.device}.`);
    }
    // As for a whole shell: the engine and its workers look there.
    process.env.SKIPWIRE_DEVICE = values.device;
  }
  const named = scenario === undefined ? known.slice(0, 1) : some('scenario', scenario, known);
  return {
    scenarios: all ? usual : named,
    only: some('only', values.only, CONTESTANTS),
    rounds: positive('rounds', values.rounds ?? (quick ? '1' : '5')),
    steps: positive('steps', values.steps ?? (quick ? '2' : '3')),
    quick,
    write,
    list,
    help,
  };
}
