/** Images in a GPU's own memory. */
import type { TrainingOptions } from '../../../main/training/host/trainer';
import { type FakeWorker, fakeLauncher } from './fake-worker';
import { diligent, request, testTrainer, untilIdle } from './trainer-harness';
import { engine } from './trainer-support';

const trainer = testTrainer();

const onGpu = { ensureEngine: async () => ({ ...engine, device: 'gpu' as const }) };
const memory = (available: number | undefined) => ({
  deviceMemory: async () => ({ device: 'gpu' as const, available }),
});
/** 2000 + 1000 images of 4 bytes. */
const plenty = memory(1e12);
const trained = async (change: Partial<TrainingOptions>, act: (worker: FakeWorker, at: number) => void) => {
  const launcher = fakeLauncher((worker, { type }) => {
    if (type === 'train') act(worker, launcher.workers.indexOf(worker));
  });
  trainer.make({ launch: launcher.launch, ...change });
  const events = untilIdle(trainer.service.events());
  await trainer.service.start(request({}, ['residual']));
  await events;
  return launcher.workers.map(({ job }) => job.residentImages);
};
const exhausted = (worker: FakeWorker) => {
  worker.say({ type: 'failed', message: 'The device ran out of memory.', outOfMemory: true });
  worker.exit({ code: 1 });
};

test('a GPU holds the images where they fit, and a processor never', async () => {
  expect(await trained({ ...onGpu, ...plenty }, diligent)).toEqual([true]);
  expect(await trained({ ...onGpu, ...memory(undefined) }, diligent)).toEqual([undefined]);
  expect(await trained({ ...onGpu, ...memory(1000) }, diligent)).toEqual([undefined]);
  expect(await trained(plenty, diligent)).toEqual([undefined]);
});

test('they make way where memory runs out after all', async () => {
  const attempts = await trained({ ...onGpu, ...plenty }, (worker, at) =>
    at === 0 ? exhausted(worker) : diligent(worker),
  );
  expect(attempts).toEqual([true, undefined]);
  const [run] = trainer.service.status().runs;
  expect(run).toMatchObject({ state: 'finished', epochs: [{ epoch: 1 }] });
  expect(run!.error).toBeUndefined();
});

test('training without them is tried once', async () => {
  expect(await trained({ ...onGpu, ...plenty }, exhausted)).toEqual([true, undefined]);
  expect(trainer.service.status().runs[0]).toMatchObject({ state: 'failed' });
});

test('training without them is not tried where one asked to stop', async () => {
  const attempts = await trained({ ...onGpu, ...plenty }, (worker) => {
    void trainer.service.stop();
    exhausted(worker);
  });
  expect(attempts).toEqual([true]);
});
