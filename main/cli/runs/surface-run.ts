import type { CheckpointChoice } from '../../../core/contract/checkpoint-choice';
import { surfaceRequestSchema } from '../../../core/contract/surface';
import { formatLoss } from '../../../core/format/number';
import { type Message, t, textOf } from '../../../core/messages';
import { bandOf, levelsOf } from '../../../core/surface/levels';
import {
  computedCount,
  type Surface,
  type SurfaceSettings,
  surfaceSettingsSchema,
} from '../../../core/surface/surface';
import { datasetsRoot } from '../../basics/paths';
import { refuse } from '../../basics/refusal';
import { DatasetStore } from '../../datasets';
import { findEngine } from '../../engine';
import { locateNetwork } from '../../exporting';
import { askedNetworks } from '../../exporting/asked-networks';
import type { AskedNetwork } from '../../predicting/network';
import { trainedHere } from '../../predicting/network';
import { launchProcess, workerEntry } from '../../processes/launch';
import { surfacePath } from '../../surface/kept';
import { SurfaceService } from '../../surface/service';
import { interruptible } from '../interrupt';
import { print, printJson, say } from '../output/output';
import { Phases } from '../output/phases';

export interface SurfaceFlags extends SurfaceSettings {
  with?: string;
  checkpoint: CheckpointChoice;
  json?: boolean;
}

/** From the lowest band up. */
const SHADES = ' .:-=+*#%@';

interface Computed {
  title: Message;
  file: string;
  surface: Surface;
}

/** @throws Refusal if the runs were trained on other images, or after Ctrl+C. */
export async function surface(run: string, flags: SurfaceFlags): Promise<void> {
  const phases = new Phases();
  try {
    const computed = await interruptible((signal) => compute(run, flags, phases, signal));
    phases.clear();
    if (flags.json) printJson(computed);
    else for (const text of report(computed)) print(text);
    for (const { file } of computed) say(t('cli.surface.kept', { file }));
  } finally {
    phases.clear();
  }
}

async function compute(
  run: string,
  flags: SurfaceFlags,
  phases: Phases,
  signal: AbortSignal,
): Promise<Computed[]> {
  const settings = surfaceSettingsSchema.parse(flags);
  const networks: AskedNetwork[] = [];
  for (const text of [run, ...(flags.with === undefined ? [] : [flags.with])]) {
    const { of, runs, models } = await locateNetwork(text, flags.checkpoint);
    networks.push(await askedNetworks(runs, models)(of));
  }
  const of = networks.map((network) => ({ runId: trainedHere(network).run.id }));
  const service = new SurfaceService({
    runner: { findEngine, launch: launchProcess, entry: workerEntry() },
    read: async (asked) =>
      networks.find(({ trained }) => 'runId' in asked && trained?.run.id === asked.runId) as AskedNetwork,
    datasets: new DatasetStore({ root: datasetsRoot() }),
    isBusy: () => false,
  });
  const surfaces: Surface[] = [];
  try {
    for await (const event of service.events(surfaceRequestSchema.parse({ of, settings }), signal)) {
      if (event.type === 'progress') phases.show(event.progress);
      if (event.type === 'surface') surfaces[event.network] = event.surface;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const done = surfaces.reduce((sum, one) => sum + computedCount(one), 0);
    refuse('cli.surface.interrupted', { done, count: settings.points ** 2 * networks.length });
  }
  return networks.map((network, index) => ({
    title: network.title,
    file: surfacePath(trainedHere(network), settings),
    surface: surfaces[index] as Surface,
  }));
}

function* report(computed: readonly Computed[]): Iterable<string> {
  const levels = levelsOf(
    computed.map(({ surface }) => surface),
    SHADES.length,
  );
  if (!levels) return;
  for (const { title, surface } of computed) {
    const { points } = surface.settings;
    const values = surface.losses.filter((loss) => typeof loss === 'number');
    const center = surface.losses[(surface.losses.length - 1) / 2];
    print(textOf(title));
    // A character is twice as high as wide.
    for (let row = points - 1; row >= 0; row -= 2) {
      const losses = surface.losses.slice(row * points, (row + 1) * points);
      yield losses.map((loss) => (loss === null ? '?' : SHADES[bandOf(loss, levels)])).join('');
    }
    const [least, most] = [Math.min(...values), Math.max(...values)];
    yield t('cli.surface.losses', {
      least: formatLoss(least),
      most: formatLoss(most),
      isOdd: points % 2 === 1 ? 'yes' : 'no',
      center: typeof center === 'number' ? formatLoss(center) : '',
    });
  }
  const limits = levels.map((level) => formatLoss(level));
  const bands = [...SHADES].map((shade, band) => `"${shade}" ${limits[band]}`);
  yield t('cli.surface.legend', { bands: bands.join('  ') });
}
