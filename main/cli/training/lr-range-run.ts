/** A range test from the terminal: gets the images, runs it, ends it on Ctrl+C. */
import type { Progress } from '../../../core/contract/engine';
import type { RangeTestEvent, RangeTestRequest } from '../../../core/contract/training';
import { refuse } from '../../basics/refusal';
import { version } from '../../hosts/app-info';
import { createServices } from '../../services';
import type { TrainingFlags } from '../options/training';
import { networksAndImages } from './network-and-images';

type Point = Omit<Extract<RangeTestEvent, { type: 'point' }>, 'type'>;
type Done = Omit<Extract<RangeTestEvent, { type: 'done' }>, 'type'>;

export interface RangeTestReporter {
  phase(progress: Progress): void;
  step(point: Point): void;
  /** Takes away what only makes sense while something moves. */
  end(): void;
}

/** @throws Refusal when the network, the data or the settings will not do, and when it is interrupted. */
export async function rangeTestFromTerminal(
  network: string,
  flags: Pick<TrainingFlags, 'dataset' | 'data' | 'style' | 'input' | 'width'>,
  request: Omit<RangeTestRequest, 'graph'>,
  reporter: RangeTestReporter,
): Promise<{ points: Point[]; done: Done }> {
  const services = await createServices({ host: 'cli', version });
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const { signal } = interruption;
  try {
    const { datasets, rangeTest } = services;
    const { selection } = request.settings;
    const { graphs } = await networksAndImages(datasets, [network], flags, selection.classes?.length, {
      signal,
      onProgress: (progress) => reporter.phase(progress),
    });
    const graph = graphs[0]!;
    const points: Point[] = [];
    for await (const event of rangeTest.run({ ...request, graph }, signal)) {
      const { type, ...rest } = event;
      if (event.type === 'progress') reporter.phase(event.progress);
      if (event.type === 'done') return { points, done: rest as Done };
      if (event.type !== 'point') continue;
      points.push(rest as Point);
      reporter.step(rest as Point);
    }
    refuse(signal.aborted ? 'cli.lrRange.interrupted' : 'cli.lrRange.noResult');
  } finally {
    reporter.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await services.close();
  }
}
