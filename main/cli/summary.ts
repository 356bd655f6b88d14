/** `skipwire summary`: layers, shapes, parameters and multiply-adds of a network. */
import { Command, Option } from 'commander';
import { z } from 'zod';
import type { Style } from '../../core/presets';
import { styles } from '../../core/presets/styles';
import { Refusal } from '../refusal';
import { imageShape, number } from './options';
import { print, printJson } from './output';

export const styleOption = (): Option =>
  new Option('--style <style>', "details of a preset's published variant (default: study)").choices([
    ...styles,
  ]);

interface SummaryOptions {
  style?: Style;
  input?: [number, number, number];
  classes?: number;
  json?: boolean;
}

export function summaryCommand(): Command {
  return new Command('summary')
    .description('show the layers, output shapes, parameters and multiply-adds of a network')
    .argument('<network>', 'a preset (see "skipwire presets") or a graph document')
    .addOption(styleOption())
    .option('--input <shape>', 'height, width and channels of the images (default: 32x32x3)', imageShape)
    .option('--classes <n>', 'number of classes (default: 10)', number(z.int().min(1).max(1_000_000)))
    .option('--json', 'as JSON')
    .action(async (network: string, { style, input, classes, json }: SummaryOptions) => {
      const { loadNetwork, firstOf } = await import('./network');
      const { analyze } = await import('../../core/analysis/analyze');
      const { formatSummary, summarize } = await import('../../core/analysis/summary');
      const { presetFor } = await import('../../core/presets');
      if (!presetFor(network) && (input !== undefined || classes !== undefined)) {
        throw new Refusal(
          `--input and --classes are for presets; a graph document says both itself. Received: ${network}.`,
        );
      }
      const document = await loadNetwork(network, { style, inputShape: input, classes });
      const analysis = analyze(document);
      const errors = analysis.problems.filter((problem) => problem.severity === 'error');
      if (errors.length > 0) throw new Refusal(`${document.name}: ${firstOf(errors)}`);
      const summary = summarize(analysis, document.name);
      if (json) printJson(summary);
      else print(formatSummary(summary));
    });
}
