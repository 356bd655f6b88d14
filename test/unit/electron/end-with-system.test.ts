/** Each way in which a system says that it shuts down ends the app, and where it can be asked to wait, it is. */
import { EventEmitter } from 'node:events';
import { powerMonitor } from 'electron';
import { endWithSystem } from '../../../electron/end-with-system';

jest.mock('electron', () => {
  const { EventEmitter: Emitter } = jest.requireActual<typeof import('node:events')>('node:events');
  return { powerMonitor: new Emitter() };
});

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const app = new EventEmitter();
const window = new EventEmitter();
const end = jest.fn();

beforeAll(() => {
  endWithSystem(app as never, end);
  app.emit('browser-window-created', {}, window);
});
afterAll(() => {
  for (const signal of signals) process.off(signal, end);
});
beforeEach(() => end.mockClear());

test.each([
  ['shutdown', powerMonitor as unknown as EventEmitter, true],
  ['query-session-end', window, true],
  ['session-end', window, false],
])('%s', (event, emitter, waits) => {
  const preventDefault = jest.fn();
  emitter.emit(event, { preventDefault });
  expect(end).toHaveBeenCalledTimes(1);
  expect(preventDefault).toHaveBeenCalledTimes(waits ? 1 : 0);
});

test.each(signals)('%s', (signal) => {
  process.emit(signal);
  expect(end).toHaveBeenCalledTimes(1);
});
