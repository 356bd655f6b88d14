/** The report on the real CIFAR-10, against what is published of it. Skipped where it is absent. */
import { dirname, join } from 'node:path';
import { inEnglish } from '../../../core/messages';
import type { Overview } from '../../../main/datasets/examples/overview';
import { reportInProcess } from '../../../main/datasets/report/process';
import { launchProcess } from '../../../main/processes/launch';
import { cifar10, realCifarFolder } from '../../support/datasets';
import { describeNeeding } from '../../support/needs';
import { bundledWorker } from '../../support/worker';

const root = realCifarFolder();

describeNeeding(cifar10)('CIFAR-10', () => {
  test('channels as everybody has them, and near-duplicates that people marked', async () => {
    const folder = join(root!, 'cifar10');
    const phases = new Set<string>();
    let overview: Overview | undefined;
    // In its own process, as in the app; jest's sandbox makes loops over arrays slow.
    const entry = join(dirname(bundledWorker()), 'report.cjs');
    const { channels, duplicates, splits } = await reportInProcess(launchProcess, entry, folder, {
      onProgress: ({ phase }) => phases.add(inEnglish(phase)),
      onOverview: (computed) => {
        overview = computed;
      },
      signal: new AbortController().signal,
    });
    expect([...phases]).toEqual(['Reading images', 'Looking for duplicates']);
    expect(splits.map(({ count, imbalance }) => [count, imbalance])).toEqual([
      [50_000, 1],
      [10_000, 1],
    ]);
    expect(channels.mean.map((value) => value.toFixed(4))).toEqual(['0.4914', '0.4822', '0.4465']);
    expect(channels.deviation.map((value) => value.toFixed(4))).toEqual(['0.2470', '0.2435', '0.2616']);
    // The overview comes out of that process whole: 60,000 of 4 x 4, whose means are those of the images.
    expect(overview).toMatchObject({ side: 4, channels: 3 });
    expect(overview!.pixels).toHaveLength(60_000 * 4 * 4 * 3);
    const sums = [0, 0, 0];
    overview!.pixels.subarray(0, 50_000 * 48).forEach((value, i) => {
      sums[i % 3]! += value;
    });
    for (const [channel, sum] of sums.entries()) {
      expect(sum / (50_000 * 16) / 255).toBeCloseTo(channels.mean[channel]!, 3);
    }
    // Barz and Denzler (2020) found 3.3% of the test images, mirrored ones apart, by their own eyes.
    const [leakage] = duplicates.leakage;
    expect(leakage).toMatchObject({ of: 'val', in: 'train', count: 10_000, exact: 0 });
    expect(leakage!.images).toBeGreaterThan(330);
    expect(leakage!.images).toBeLessThan(600);
    expect(duplicates.alike).toBe(false);
    const crossing = duplicates.groups.filter(({ crossesSplits }) => crossesSplits);
    const places = (split: string) =>
      new Set(
        crossing.flatMap(({ members }) =>
          members.filter((member) => member.split === split).map(({ index }) => index),
        ),
      );
    // The five pairs nearest to each other in their list (duplicates_cifar10.csv).
    for (const [test, train] of [
      [6611, 49007],
      [159, 25768],
      [7293, 9640],
      [6080, 9148],
      [2901, 6801],
    ] as const) {
      expect([test, places('val').has(test)]).toEqual([test, true]);
      expect([train, places('train').has(train)]).toEqual([train, true]);
    }
  }, 300_000);
});
