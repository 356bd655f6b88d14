/** `skipwire export`: a trained run as a model that others can load. */
import { Command, Option } from 'commander';
import { type CheckpointChoice, type ExportFormat, exportFormatSchema } from '../../core/contract';
import { print, say, size } from './output';
import { checkpointOption } from './restart';

interface ExportFlags {
  format: ExportFormat;
  out: string;
  checkpoint: CheckpointChoice;
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
    .addOption(checkpointOption())
    .option('--force', 'replace what an earlier export wrote there')
    .action(async (run: string, { format, out, force, checkpoint }: ExportFlags) => {
      const { exportRun, locateRun } = await import('../exporting');
      const { store, id } = await locateRun(run);
      const { path, bytes, remarks } = await exportRun(store, id, format, out, { force, checkpoint });
      print(path);
      say(`${size(bytes)} written`);
      for (const remark of remarks) say(`note: ${remark}`);
    });
}
