/** `skipwire compile`: the compiler at work, pass by pass. */

import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { formatDecimals } from '../../../core/format/number';
import { type Precision, precisionSchema } from '../../../core/study/precision';
import { trainingSettingsSchema } from '../../../core/study/settings';
import type { StyleName } from '../../../core/styles';
import { Refusal } from '../../basics/refusal';
import type { Program } from '../../compiler/ir/types';
import { styleOption } from '../options/style';
import { imageShape, number } from '../options/values';
import { columns, print, say } from '../output/output';
import { nearest } from '../output/suggest';

/** Images of a batch, classes. */
const whole = trainingSettingsSchema.shape.batchSize.unwrap();

interface CompileFlags {
  style?: StyleName;
  input?: [number, number, number];
  classes?: number;
  precision: Precision;
  batchSize: number;
  printAfter?: string;
  entry?: string;
  dot?: string | true;
  out?: string;
}

export function compileCommand(): Command {
  return new Command('compile')
    .description(
      'compile a network with its training step, and show what each pass of the compiler makes of it',
    )
    .argument('<network>', 'a preset (see "skipwire presets") or a graph document')
    .addOption(styleOption())
    .option('--input <shape>', 'height, width and channels of the images (default: 32x32x3)', imageShape)
    .option('--classes <n>', 'number of classes (default: 10)', number(whole))
    .addOption(
      new Option('--precision <type>', 'what the network computes in')
        .choices(precisionSchema.options)
        .default('float32'),
    )
    .option('--batch-size <n>', 'images per step', number(whole), 256)
    .option(
      '--print-after <pass>',
      'print the program after this pass, "lowering" for the first, "all" for each',
    )
    .option('--entry <name>', 'only what this entry runs: predict, train_on_batch, ...')
    .option('--dot [file]', 'draw the program for Graphviz, to a file or the terminal')
    .option('--out <file>', 'write the bytes of saved_model.pb')
    .action(async (network: string, flags: CompileFlags) => compileNetwork(network, flags));
}

interface Step {
  pass: string;
  program: Program;
  milliseconds: number;
}

async function compileNetwork(network: string, flags: CompileFlags): Promise<void> {
  const { printAfter, dot, out } = flags;
  const steps = await passes(network, flags);
  const last = steps.at(-1) as Step;
  const shown = printAfter === undefined ? [] : printAfter === 'all' ? steps : [stepNamed(steps, printAfter)];
  if (dot !== undefined) {
    if (shown.length > 1) throw new Refusal('--dot draws one program. Received: --print-after all.');
    const { drawProgram } = await import('../../compiler/ir/dot');
    const step = shown[0] ?? last;
    const text = drawProgram(await selected(step, flags), `${network} after ${step.pass}`);
    if (dot === true) print(text);
    else await writeFile(dot, text);
  } else if (shown.length > 0) {
    const { printProgram } = await import('../../compiler/ir/print');
    for (const step of shown) {
      if (shown.length > 1) print(`# after ${step.pass}`);
      print(printProgram(await selected(step, flags)));
    }
  }
  if (out !== undefined) {
    const { emit } = await import('../../compiler/emit');
    const { TRAINING_TAG } = await import('../../compiler');
    await writeFile(out, emit(last.program, { tags: [TRAINING_TAG] }));
    say(`wrote ${out}`);
  }
  if (shown.length === 0 && dot !== true) print(table(steps));
}

async function passes(network: string, flags: CompileFlags): Promise<Step[]> {
  const { loadNetwork } = await import('./network');
  const { analyze } = await import('../../../core/analysis/analyze');
  const { buildProgram } = await import('../../compiler');
  const { style, input, classes, precision, batchSize } = flags;
  const document = await loadNetwork(network, { style, inputShape: input, classes });
  const { inputId, nodes } = analyze(document);
  const shape = (inputId === undefined ? undefined : nodes[inputId]?.outputShape) ?? [];
  const steps: Step[] = [];
  const options = { optimizer: {}, precision, batchSize, imageShape: shape };
  buildProgram(document, options, (pass, program, milliseconds) => {
    steps.push({ pass, program, milliseconds });
  });
  return steps;
}

/** Passes are written as they are named or with hyphens. */
function stepNamed(steps: readonly Step[], name: string): Step {
  const hyphened = (text: string) => text.toLowerCase().replace(/\s+/g, '-');
  const found = steps.find(({ pass }) => hyphened(pass) === hyphened(name));
  if (found) return found;
  const names = steps.map(({ pass }) => hyphened(pass));
  const near = nearest(name, names);
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  throw new Refusal(`--print-after takes one of ${names.join(', ')}, all. Received: ${name}.${hint}`);
}

async function selected({ program }: Step, { entry }: CompileFlags): Promise<Program> {
  if (entry === undefined) return program;
  const { sliceOf } = await import('../../compiler/ir/slice');
  const names = program.entries.map((each) => each.name);
  if (!names.includes(entry)) {
    throw new Refusal(
      `--entry takes one of the program's: ${names.join(', ') || 'none after this pass'}. Received: ${entry}.`,
    );
  }
  return sliceOf(program, entry);
}

function table(steps: readonly Step[]): string {
  const rows = steps.map(({ pass, program, milliseconds }) => [
    pass,
    String(program.nodes.length),
    String(program.variables.length),
    program.entries.map(({ name }) => name).join(' '),
    formatDecimals(milliseconds, 1),
  ]);
  return columns([['pass', 'nodes', 'variables', 'entries', 'ms'], ...rows], [1, 2, 4]);
}
