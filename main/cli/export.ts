/** `skipwire export`: a trained run as a model that others can load. */
import { Command, Option } from 'commander';
import { type ExportFormat, exportFormatSchema } from '../../core/contract';
import { print, say, size } from './output';

interface ExportFlags {
  format: ExportFormat;
  out: string;
  force?: boolean;
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
    .option('--force', 'replace what an earlier export wrote there')
    .action(async (run: string, { format, out, force }: ExportFlags) => {
      const { exportRun, locateRun } = await import('../exporting');
      const { store, id } = await locateRun(run);
      const { path, bytes } = await exportRun(store, id, format, out, { force });
      print(path);
      say(`${size(bytes)} written`);
    });
}
