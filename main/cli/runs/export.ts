/** `skipwire export`: exports a trained model for other programs. */

import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import type { Exported } from '../../../core/contract/exporting';
import { formatBytes } from '../../../core/format/bytes';
import { t, textOf } from '../../../core/messages';
import type { ExportCheck } from '../../../core/study/export-check';
import { describeCheck } from '../../../core/study/export-check';
import {
  type ExportFormat,
  exportFormatSchema,
  exportName,
  formatInfo,
} from '../../../core/study/export-format';
import { describeInference, type InputRange, inputRangeSchema } from '../../../core/study/inference';
import { snippet as snippetOf } from '../../../core/study/snippet';
import { INTERRUPTED, interruptible } from '../interrupt';
import { addFormatOptions, formatOptionsIn } from '../options/export';
import { columns, print, printJson, say } from '../output/output';
import { checkpointOption } from './restart';

interface ExportFlags {
  format: ExportFormat[];
  out: string;
  checkpoint: CheckpointChoice;
  force?: boolean;
  inputRange: InputRange;
  snippet?: boolean;
  foldBatchnorm?: boolean;
  check?: boolean;
  json?: boolean;
}

type Written = Exported & { format: ExportFormat };

export function exportCommand(): Command {
  const command = new Command('export')
    .description(t('cli.export.description'))
    .argument('<network>', t('cli.arguments.trained'))
    .addOption(
      new Option(
        '--format <formats>',
        t('cli.export.formats', { formats: exportFormatSchema.options.join(', ') }),
      )
        .argParser(readFormats)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <path>', t('cli.export.out'))
    .addOption(checkpointOption())
    .addOption(
      new Option('--input-range <range>', t('cli.export.inputRange'))
        .choices(inputRangeSchema.options)
        .default('0-1'),
    )
    .option('--fold-batchnorm', t('cli.export.foldBatchNorm'))
    .option('--check', t('cli.export.check'))
    .option('--snippet', t('cli.export.snippet'))
    .option('--json', t('cli.export.json'))
    .option('--force', t('cli.export.force'));
  return addFormatOptions(command).action(
    async (network: string, { format, out, snippet, check, json, checkpoint, ...options }: ExportFlags) => {
      const { exportEvents, locateNetwork } = await import('../../exporting');
      const { askedNetworks } = await import('../../exporting/asked-networks');
      const { standaloneChecks } = await import('../../exporting/check/options');
      const { Refusal } = await import('../../basics/refusal');
      const { of, runs, models } = await locateNetwork(network, checkpoint);
      const tasks = format.map((one) => ({
        format: one,
        options: formatOptionsIn(options, one),
        path: format.length === 1 ? out : join(out, exportName(of, one)),
      }));
      const how = {
        ...options,
        foldBatchNorm: options.foldBatchnorm,
        force: options.force ?? false,
      };
      const checking = check ? await standaloneChecks(runs, of) : undefined;
      const results: Record<string, unknown>[] = [];
      await interruptible(async (signal) => {
        const all = { ...how, signal, check: checking && { ...checking, signal } };
        try {
          for await (const event of exportEvents(askedNetworks(runs, models), of, tasks, all)) {
            if (event.type === 'failed') {
              if (tasks.length === 1) throw new Refusal(event.said, event.remedy);
              process.exitCode = 1;
              results.push({ format: event.format, refused: event.said });
              if (!json) {
                const values = { format: formatInfo(event.format).name, why: event.said };
                say(t('cli.export.notWritten', values));
              }
            } else if (event.type === 'exported') {
              results.push(asJson(event));
              if (!json) report(event, snippet);
              if (event.check?.result === 'failed' || event.check?.result === 'different')
                process.exitCode = 1;
            }
          }
        } catch (error) {
          if (!signal.aborted) throw error;
          process.exitCode = INTERRUPTED;
          say(t('cli.export.stopped'));
        }
      });
      if (json) printJson(results);
    },
  );
}

function readFormats(value: string): ExportFormat[] {
  const names = [...new Set(value.split(',').map((name) => name.trim()))];
  const parsed = exportFormatSchema.array().nonempty().safeParse(names);
  if (parsed.success) return parsed.data;
  const formats = exportFormatSchema.options.join(', ');
  throw new InvalidArgumentError(t('cli.export.unknownFormat', { formats, value }));
}

function report({ format, path, bytes, remarks, inference, check }: Written, snippet?: boolean): void {
  print(path);
  say(t('cli.export.written', { size: formatBytes(bytes) }));
  if (check) say(textOf(describeCheck(check)));
  say(columns(describeInference(inference).map(([label, value]) => [`  ${label}`, value])));
  if (format === 'keras' && inference.input.range[1] === 1) {
    say(t('cli.export.note', { remark: t('cli.export.divide') }));
  }
  for (const remark of remarks) say(t('cli.export.note', { remark }));
  if (snippet) print(snippetOf(format, path, inference));
}

function asJson({ format, path, bytes, remarks, check }: Written): Record<string, unknown> {
  const checked = check ? checkFields(check) : { unchecked: t('cli.export.notAsked') };
  return { format, path, bytes, ...checked, remarks };
}

function checkFields(check: ExportCheck): Record<string, unknown> {
  switch (check.result) {
    case 'unchecked':
      return { unchecked: check.why };
    case 'failed':
      return { failed: check.why };
    default: {
      const { result, ...fields } = check;
      return { ...fields, ...(result === 'different' ? { different: true } : {}) };
    }
  }
}
