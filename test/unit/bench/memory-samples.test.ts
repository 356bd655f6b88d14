import { MemorySampler, stretchOf } from '../../bench/memory-samples';
import { linux, testNeeding } from '../../support/needs';

const sample = (own: number, others: number, mapped = 0) => ({ at: 0, own, others, mapped });

test('the peak is that of the sum; growth compares means of the first third and the last', () => {
  const samples = [
    sample(10, 0),
    sample(10, 0),
    sample(50, 5, 9),
    sample(5, 60),
    sample(10, 1),
    sample(1, 10),
  ];
  expect(stretchOf(samples)).toEqual({
    samples: 6,
    peak: 65,
    peakOwn: 50,
    peakOthers: 60,
    peakMapped: 9,
    growth: expect.closeTo(10, 9),
  });
  expect(stretchOf(samples.slice(0, 2))).toBeUndefined();
});

testNeeding(linux)('a process is sampled', async () => {
  const sampler = new MemorySampler(process.pid);
  while (sampler.samples.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
  sampler.stop();
  const stretch = sampler.between(0, Number.MAX_SAFE_INTEGER);
  // Node alone has tens of megabytes.
  expect(stretch!.peakOwn).toBeGreaterThan(10);
  expect(stretch!.peakMapped).toBeGreaterThan(1);
});
