/** `skipwire import`: imports a model of another framework into the data folder. */
import { Command, Option } from 'commander';
import type { ModelInfo } from '../../../core/contract/models';
import { t, textOf } from '../../../core/messages';
import { type PixelValues, pixelValuesSchema, pixelWords } from '../../../core/ops/pixels';
import { countEntries, type ImportReport } from '../../../core/study/import-report';
import { INTERRUPTED, interruptible } from '../interrupt';
import { print, printJson, say } from '../output/output';

interface ImportFlags {
  name?: string;
  onto?: string;
  inputRange?: PixelValues;
  json?: boolean;
}

export function importCommand(): Command {
  return new Command('import')
    .description(t('cli.import.description'))
    .argument('<file>', t('cli.arguments.modelFile'))
    .option('--name <name>', t('cli.import.name'))
    .option('--onto <preset>', t('cli.import.onto'))
    .addOption(
      new Option('--input-range <values>', t('cli.import.inputRange')).choices(pixelValuesSchema.options),
    )
    .option('--json', t('cli.options.json'))
    .action(async (file: string, { name, onto, inputRange: pixels, json }: ImportFlags) => {
      const { importInto } = await import('../../importing/process');
      const { ModelStore } = await import('../../models/store');
      const { launchProcess } = await import('../../processes/launch');
      const models = new ModelStore();
      await models.sweep();
      await interruptible(async (signal) => {
        try {
          const request = { path: file, onto, pixels, name, signal, launch: launchProcess };
          const { model, report } = await importInto(models, request);
          const { id, totalParams, trainableParams } = model;
          if (json) return printJson({ model: id, totalParams, trainableParams, report });
          print(id);
          tell(model, report);
        } catch (error) {
          if (!signal.aborted) throw error;
          process.exitCode = INTERRUPTED;
        }
      });
    });
}

function tell({ id, totalParams, trainableParams }: ModelInfo, report: ImportReport): void {
  const { entries, remarks, pixels } = report;
  say(t('cli.import.done', { id, layers: entries.length, params: totalParams, trainable: trainableParams }));
  say(
    t('cli.import.counts', {
      understood: countEntries(report, 'understood'),
      folded: countEntries(report, 'folded'),
      approximated: countEntries(report, 'approximated'),
      refused: countEntries(report, 'refused'),
    }),
  );
  if (pixels) {
    say(t('cli.import.pixels', { values: pixelWords(pixels.values), why: pixels.why }));
  }
  for (const { layer, type, outcome, reason } of entries) {
    if (!reason) continue;
    const said = { layer, type, outcome: t(OUTCOMES[outcome]), reason: textOf(reason) };
    say(`  ${t('cli.import.entry', said)}`);
  }
  for (const remark of remarks) say(textOf(remark));
  say(t('cli.import.next', { id }));
}

const OUTCOMES = {
  understood: 'import.outcome.understood',
  folded: 'import.outcome.folded',
  approximated: 'import.outcome.approximated',
  refused: 'import.outcome.refused',
} as const;
