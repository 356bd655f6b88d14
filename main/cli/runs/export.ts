/** `skipwire export`: a trained run as a model that others can load. */

import { Command, Option } from 'commander';
import type { CheckpointChoice } from '../../../core/contract';
import { formatBytes } from '../../../core/format/bytes';
import { t } from '../../../core/messages';
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
    .description(t('cli.export.description'))
    .argument('<run>', t('cli.arguments.run'))
    .addOption(
      new Option('--format <format>', t('cli.export.format'))
        .choices(exportFormatSchema.options)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', t('cli.export.out'))
    .addOption(checkpointOption())
    .addOption(
      new Option('--input-range <range>', t('cli.export.inputRange'))
        .choices(inputRangeSchema.options)
        .default('0-1'),
    )
    .option('--snippet', t('cli.export.snippet'))
    .option('--force', t('cli.export.force'))
    .action(async (run: string, { format, out, snippet, ...options }: ExportFlags) => {
      const { exportRun, locateRun } = await import('../../exporting');
      const { store, id } = await locateRun(run);
      const { path, bytes, remarks, inference } = await exportRun(store, id, format, out, options);
      print(path);
      say(t('cli.export.written', { size: formatBytes(bytes) }));
      say(columns(describeInference(inference).map(([label, value]) => [`  ${label}`, value])));
      if (format === 'keras' && inference.input.range[1] === 1) {
        say(t('cli.export.note', { remark: t('cli.export.divide') }));
      }
      for (const remark of remarks) say(t('cli.export.note', { remark }));
      if (snippet) print(pythonSnippet(format, path, inference));
    });
}
