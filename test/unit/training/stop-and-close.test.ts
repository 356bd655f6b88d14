/** Stopping a study, and closing the service while one trains. */
import { fakeLauncher } from './fake-worker';
import { deaf, diligent, request, testTrainer, tireless, untilRunning } from './trainer-harness';

const trainer = testTrainer();

test('runs that train or wait are not removed', async () => {
  const { launch } = tireless();
  trainer.make({ launch });
  const { runIds } = await trainer.service.start(request());
  await expect(trainer.runs.remove(runIds[0]!)).rejects.toThrow(/Stop it before you delete it/);
  await expect(trainer.runs.remove(runIds[1]!)).rejects.toThrow(
    /is queued by .+ Stop it before you delete it/,
  );
  await trainer.service.stop();
  await trainer.runs.remove(runIds[0]!);
});

test('stop ends the running run at its next batch and drops the queued ones', async () => {
  const { launch, workers } = tireless();
  trainer.make({ launch });
  const events = trainer.service.events();
  await trainer.service.start(request());
  await untilRunning(events);
  await trainer.service.stop();
  expect(trainer.service.status().active).toBe(false);
  expect(trainer.service.status().runs.map((run) => run.state)).toEqual(['stopped', 'stopped']);
  expect(workers).toHaveLength(1);
});

test('a stop while the engine is being fetched cancels that', async () => {
  trainer.make({
    launch: fakeLauncher(diligent).launch,
    ensureEngine: ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  await trainer.service.start(request());
  await trainer.service.stop();
  expect(trainer.service.status().runs.map((run) => run.state)).toEqual(['stopped', 'stopped']);
});

test('closing ends a worker, and its run counts as interrupted', async () => {
  const { launch } = tireless();
  const note = jest.fn(async () => undefined);
  trainer.make({ launch, unfinished: { note } });
  const events = trainer.service.events();
  const { runIds } = await trainer.service.start(request());
  await untilRunning(events);
  await trainer.service.close();
  expect(trainer.service.status().runs.map((run) => run.state)).toEqual(['interrupted', 'interrupted']);
  expect(trainer.service.status().runs[0]?.error).toMatch(/was closed/);
  expect(note.mock.calls).toEqual([[runIds]]);
  await expect(trainer.service.start(request())).rejects.toThrow(/closing/);
});

test('closing with a pause puts all runs aside as paused, to be offered at the next start', async () => {
  const { launch } = tireless();
  const note = jest.fn(async () => undefined);
  trainer.make({ launch, unfinished: { note } });
  const events = trainer.service.events();
  const { runIds } = await trainer.service.start(request());
  await untilRunning(events);
  await trainer.service.close({ pause: true });
  expect(trainer.service.status().runs.map((run) => run.state)).toEqual(['paused', 'paused']);
  expect(note.mock.calls).toEqual([[runIds]]);
});

test('closing with a pause kills a worker that does not answer in time: its run is interrupted', async () => {
  const { launch, workers } = deaf();
  trainer.make({ launch, closingGrace: 3_600_000 });
  const events = trainer.service.events();
  await trainer.service.start(request({}, ['one']));
  await untilRunning(events);
  await trainer.service.close({ pause: true, grace: 10 });
  expect(workers[0]?.killed).toBe(true);
  expect(trainer.service.status().runs[0]?.state).toBe('interrupted');
});

test('closing kills a worker that does not answer', async () => {
  const { launch, workers } = deaf();
  trainer.make({ launch });
  const events = trainer.service.events();
  await trainer.service.start(request({}, ['one']));
  await untilRunning(events);
  await trainer.service.close();
  expect(workers[0]?.received.map((message) => message.type)).toEqual(['train', 'stop']);
  expect(workers[0]?.killed).toBe(true);
  expect(trainer.service.status().runs[0]?.state).toBe('interrupted');
});
