/** What the Export view shows of an export, event by event. */
import type { ExportEvent, Exported } from '../../../core/contract/exporting';
import { message } from '../../../core/messages';
import { optionsSchemaOf } from '../../../core/study/export-format';
import { ended, newJob, received } from '../../../renderer/exporting/job';

const exported = { path: '/models/a.onnx', bytes: 5, remarks: [], inference: {} } as unknown as Exported;
const states = ({ formats }: ReturnType<typeof newJob>) => formats.map(({ state }) => state.state);
const after = (...events: ExportEvent[]) => events.reduce(received, newJob(['keras', 'onnx']));

test('each event changes its own format', () => {
  expect(states(after())).toEqual(['waiting', 'waiting']);
  expect(states(after({ type: 'writing', format: 'onnx' }))).toEqual(['waiting', 'writing']);
  const job = after(
    { type: 'failed', format: 'keras', said: message('export.refused.gone', { path: '/a' }) },
    { type: 'exported', format: 'onnx', ...exported },
  );
  expect(job.formats.map(({ state }) => state)).toEqual([
    {
      state: 'failed',
      why: 'There is no Skipwire export at /a. It was moved, deleted, or replaced. Export the run again.',
    },
    { state: 'exported', exported },
  ]);
});

test('a cancelled export keeps the files that are whole', () => {
  const job = ended(
    after({ type: 'checking', format: 'keras', ...exported }, { type: 'writing', format: 'onnx' }),
  );
  expect(job.running).toBe(false);
  expect(job.formats.map(({ state }) => state)).toEqual([
    { state: 'exported', exported },
    { state: 'cancelled' },
  ]);
});

test('absent options have their defaults, and others are refused', () => {
  const schema = optionsSchemaOf({
    options: {
      layout: {
        label: 'export.form.title',
        help: 'export.form.title',
        choices: { nchw: 'export.form.title', nhwc: 'export.form.title' },
      },
      folded: { label: 'export.form.title', help: 'export.form.title' },
    },
  });
  expect(schema.parse({})).toEqual({ layout: 'nchw', folded: false });
  expect(schema.parse({ layout: 'nhwc', folded: true })).toEqual({ layout: 'nhwc', folded: true });
  expect(schema.safeParse({ layout: 'chwn' }).success).toBe(false);
  expect(schema.safeParse({ other: true }).success).toBe(false);
});
