/** Damaged JPEGs: what libjpeg warns of, and so TensorFlow's decoder, is never taken for whole. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkScans } from '../../../../main/datasets/photos/formats/jpeg-scans';
import { preparePhoto } from '../../../../main/datasets/photos/formats/prepare';
import { english } from '../../../support/english';
import { motionFrame, jpeg as someJpeg } from './pictures';

type Kind = 'flip' | 'cut' | 'more';
type Verdict = 'clean' | 'warn' | 'fail';
interface Fixture {
  bases: Record<string, string>;
  cases: [base: string, kind: Kind, where: number, value: number, verdict: Verdict][];
}
const file = join(__dirname, '..', '..', '..', 'reference', 'fixtures', 'jpeg-damage.json');
const { bases, cases }: Fixture = JSON.parse(readFileSync(file, 'utf8'));
const EOI = Buffer.from([0xff, 0xd9]);

/** As make_jpeg_damage_fixture.py does. */
function damaged(jpeg: Buffer, kind: Kind, where: number, value: number): Buffer {
  const [before, after] = [jpeg.subarray(0, where), jpeg.subarray(where)];
  if (kind === 'cut') return Buffer.concat([before, EOI]);
  if (kind === 'more') return Buffer.concat([before, Buffer.alloc(6 * after.length, value), after]);
  return Buffer.concat([before, Buffer.from([after[0]! ^ value]), after.subarray(1)]);
}

const prepare = (bytes: Buffer) => preparePhoto(bytes, 'x.jpg', 1e6);
/** Bytes left over that libjpeg had read ahead with the last code: it says nothing of so few. */
const READ_AHEAD = 8;

describe.each(Object.entries(bases))('%s', (name, text) => {
  const whole = Buffer.from(text, 'base64');
  const mine = cases.filter(([base]) => base === name);

  test('undamaged it is kept as it is', async () => {
    expect(english(await prepare(whole))).toMatchObject({ state: 'kept', bytes: whole, odd: [] });
  });

  test('with damage that libjpeg warns of it is dropped or listed as odd', async () => {
    const bad = mine.filter(([, , , , verdict]) => verdict !== 'clean');
    expect(bad.length).toBeGreaterThan(20);
    for (const [, kind, where, value] of bad) {
      const photo = english(await prepare(damaged(whole, kind, where, value)));
      const listed = photo.state === 'dropped' || photo.odd.length > 0;
      expect([kind, where, value, listed]).toEqual([kind, where, value, true]);
    }
  });

  test('the walk through its scans and libjpeg agree', async () => {
    for (const [, kind, where, value, verdict] of mine) {
      const report = await walkScans(damaged(whole, kind, where, value));
      if (name === 'progressive') expect(report).toBeUndefined();
      // Its tables are damaged.
      if (!report) continue;
      // A component whose scan never came is gray to libjpeg, without a word.
      if (name === 'three scans' && kind === 'cut' && verdict === 'clean') continue;
      const { state, extra } = report;
      const clean =
        (state === 'whole' && extra === 0) || (verdict === 'clean' && extra > 0 && extra <= READ_AHEAD);
      const soundTables = verdict !== 'fail';
      if (soundTables) expect([kind, where, value, clean]).toEqual([kind, where, value, verdict === 'clean']);
    }
  });
});

describe('what is done about it', () => {
  test('missing rows are reported, where the end mark is missing too', async () => {
    const bytes = await someJpeg(160, 160, 3);
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.7));
    expect(english(await prepare(cut))).toEqual({
      state: 'dropped',
      reason: expect.stringMatching(/^truncated: \d+ of 160 rows$/),
    });
  });

  test('bytes left over are left out, and the picture stays as it was', async () => {
    const bytes = await someJpeg(64, 48, 3);
    const more = Buffer.concat([bytes.subarray(0, -2), Buffer.from([1, 2, 3, 255, 0, 4]), EOI]);
    const photo = english(await prepare(more));
    expect(photo).toMatchObject({ state: 'kept', bytes, odd: ['6 extra bytes before its end were removed'] });
  });

  test('a lone missing end mark is added, whatever follows instead', async () => {
    const bytes = await someJpeg(64, 48, 3);
    for (const end of [Buffer.alloc(0), Buffer.alloc(100)]) {
      const photo = english(await prepare(Buffer.concat([bytes.subarray(0, -2), end])));
      expect(photo).toMatchObject({ state: 'kept', bytes, odd: ['its missing end mark was added'] });
    }
  });

  test('fill bytes in front of the end mark are nothing odd', async () => {
    const bytes = await someJpeg(64, 48, 3);
    const filled = Buffer.concat([bytes.subarray(0, -2), Buffer.from([0xff, 0xff]), EOI]);
    expect(english(await prepare(filled))).toMatchObject({ state: 'kept', bytes: filled, odd: [] });
  });
});

describe('a frame without Huffman tables, as Motion JPEG has them', () => {
  test('is walked through by the standard ones, and kept as it is', async () => {
    const { frame, whole } = await motionFrame(160, 120);
    expect(frame.includes(Buffer.from([0xff, 0xc4]))).toBe(false);
    expect(await walkScans(frame)).toMatchObject({ state: 'whole', rows: 128, extra: 0 });
    expect((await walkScans(whole))?.rows).toBe(128);
    expect(english(await prepare(frame))).toMatchObject({ state: 'kept', bytes: frame, odd: [] });
  });

  test('cut off or damaged, it is reported as any other', async () => {
    const { frame } = await motionFrame(160, 120);
    const cut = frame.subarray(0, Math.floor(frame.length * 0.6));
    expect(english(await prepare(cut))).toEqual({
      state: 'dropped',
      reason: expect.stringMatching(/^truncated: \d+ of 120 rows$/),
    });
    expect(english(await prepare(Buffer.concat([cut, EOI])))).toMatchObject({
      state: 'kept',
      extension: 'png',
      odd: [expect.stringMatching(/^damaged inside/)],
    });
  });
});
