/** `skipwire export`: a trained run as a model that others can load. */

import { Command, Option } from 'commander';
import type { CheckpointChoice } from '../../../core/contract';
import { formatBytes } from '../../../core/format/bytes';
import { textOf } from '../../../core/messages';
import { type ExportFormat, exportFormatSchema } from '../../../core/study/export-format';
import { describeInference, type InputRange, inputRangeSchema } from '../../../core/study/inference';
import { pythonSnippet } from '../../../core/study/snippet';
import { columns, print, say } from '../output/output';
import { checkpointOption } from './restart';

interface ExportFlags {
  format: ExportFormat;
  out: string;
  checkpoint: CheckpointChoice;
  force?: boolean;
  inputRange: InputRange;
  snippet?: boolean;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('write a trained run as a TensorFlow SavedModel or a Keras file')
    .argument('<run>', "a run's id, or its folder")
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(exportFormatSchema.options)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', 'the folder (savedmodel) or .keras file to write')
    .addOption(checkpointOption())
    .addOption(
      new Option(
        '--input-range <range>',
        'what the model is fed: 0-1 (pixels divided by 255), or 0-255 (pixels as they are; the model scales them)',
      )
        .choices(inputRangeSchema.options)
        .default('0-1'),
    )
    .option('--snippet', 'print Python that uses the model')
    .option('--force', 'replace what an earlier export wrote there')
    .action(async (run: string, { format, out, snippet, ...options }: ExportFlags) => {
      const { exportRun, locateRun } = await import('../../exporting');
      const { store, id } = await locateRun(run);
      const { path, bytes, remarks, inference } = await exportRun(store, id, format, out, options);
      print(path);
      say(`${formatBytes(bytes)} written`);
      say(columns(describeInference(inference).map(([label, value]) => [`  ${label}`, value])));
      if (format === 'keras' && inference.input.range[1] === 1) {
        say('note: Divide pixels by 255 before you feed them, or let the model do it: --input-range 0-255.');
      }
      for (const remark of remarks) say(`note: ${textOf(remark)}`);
      if (snippet) print(pythonSnippet(format, path, inference));
    });
}
