/** `skipwire compile`: the result of each compiler pass. */

import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { hintFor } from '../../../core/basics/suggest';
import { formatDecimals } from '../../../core/format/number';
import { listOf, message, sentences, t } from '../../../core/messages';
import { type Precision, precisionSchema } from '../../../core/study/precision';
import { trainingSettingsSchema } from '../../../core/study/settings';
import { Refusal, refuse } from '../../basics/refusal';
import type { Program } from '../../compiler/ir/types';
import { addNetworkOptions, type NetworkFlags } from '../options/network';
import { number } from '../options/values';
import { columns, headings, print, say } from '../output/output';

const batchSize = trainingSettingsSchema.shape.batchSize.unwrap();

interface CompileFlags extends NetworkFlags {
  precision: Precision;
  batchSize: number;
  printAfter?: string;
  entry?: string;
  dot?: string | true;
  out?: string;
}

export function compileCommand(): Command {
  const command = new Command('compile').description(t('cli.compile.description'));
  return addNetworkOptions(command)
    .addOption(
      new Option('--precision <type>', t('cli.compile.precision'))
        .choices(precisionSchema.options)
        .default('float32'),
    )
    .option('--batch-size <n>', t('cli.options.batchSize'), number(batchSize), 256)
    .option('--print-after <pass>', t('cli.compile.printAfter'))
    .option('--entry <name>', t('cli.compile.entry'))
    .option('--dot [file]', t('cli.compile.dot'))
    .option('--out <file>', t('cli.compile.out'))
    .action(compileNetwork);
}

interface Step {
  pass: string;
  program: Program;
  milliseconds: number;
}

async function compileNetwork(network: string, flags: CompileFlags): Promise<void> {
  const { printAfter, entry, dot, out } = flags;
  const steps = await passes(network, flags);
  const last = steps.at(-1) as Step;
  const shown = printAfter === undefined ? [] : printAfter === 'all' ? steps : [stepNamed(steps, printAfter)];
  if (dot !== undefined) {
    if (shown.length > 1) refuse('cli.compile.oneDot');
    const { drawProgram } = await import('../../compiler/ir/dot');
    const step = shown[0] ?? last;
    const text = drawProgram(
      await selected(step, steps, entry),
      t('cli.compile.after', { network, pass: step.pass }),
    );
    if (dot === true) print(text);
    else await writeFile(dot, text);
  } else if (shown.length > 0) {
    const { printProgram } = await import('../../compiler/ir/print');
    for (const step of shown) {
      if (shown.length > 1) print(t('cli.compile.heading', { pass: step.pass }));
      print(printProgram(await selected(step, steps, entry)));
    }
  }
  if (out !== undefined) {
    const { emit } = await import('../../compiler/emit');
    const { TRAINING_TAG } = await import('../../compiler');
    await writeFile(out, emit(last.program, { tags: [TRAINING_TAG] }));
    say(t('cli.compile.wrote', { path: out }));
  }
  if (shown.length === 0 && dot !== true) print(table(steps));
}

async function passes(network: string, flags: CompileFlags): Promise<Step[]> {
  const { loadNetwork } = await import('./network');
  const { analyze } = await import('../../../core/analysis/analyze');
  const { buildProgram } = await import('../../compiler');
  const { precision, batchSize } = flags;
  const document = await loadNetwork(network, flags);
  const { inputId, nodes } = analyze(document);
  const shape = (inputId === undefined ? undefined : nodes[inputId]?.outputShape) ?? [];
  const steps: Step[] = [];
  const options = { optimizer: {}, precision, batchSize, imageShape: shape };
  buildProgram(document, options, (pass, program, milliseconds) => {
    steps.push({ pass, program, milliseconds });
  });
  return steps;
}

/** Names may be written with hyphens for spaces. */
function stepNamed(steps: readonly Step[], name: string): Step {
  const hyphened = (text: string) => text.toLowerCase().replace(/\s+/g, '-');
  const found = steps.find(({ pass }) => hyphened(pass) === hyphened(name));
  if (found) return found;
  const names = steps.map(({ pass }) => hyphened(pass));
  const hint = hintFor(name, names, undefined);
  const unknown = message('cli.compile.unknownPass', { names: listOf([...names, 'all'], 'unit'), name });
  throw new Refusal(sentences(unknown, hint));
}

const entriesOf = ({ program }: Step): string[] => program.entries.map(({ name }) => name);

/** What runs for one entry point after `step`, or everything. */
async function selected(step: Step, steps: readonly Step[], entry: string | undefined): Promise<Program> {
  if (entry === undefined) return step.program;
  const { sliceOf } = await import('../../compiler/ir/slice');
  if (entriesOf(step).includes(entry)) return sliceOf(step.program, entry);
  const names = listOf(entriesOf(step), 'unit');
  const later = steps.find((one) => entriesOf(one).includes(entry));
  return later
    ? refuse('cli.compile.laterEntry', { names, name: entry, pass: later.pass })
    : refuse('cli.compile.unknownEntry', { names, name: entry });
}

function table(steps: readonly Step[]): string {
  const rows = steps.map(({ pass, program, milliseconds }) => [
    pass,
    String(program.nodes.length),
    String(program.variables.length),
    program.entries.map(({ name }) => name).join(' '),
    formatDecimals(milliseconds, 1),
  ]);
  return columns([headings('pass', 'nodes', 'variables', 'entries', 'milliseconds'), ...rows], [1, 2, 4]);
}
