/** What becomes of each kind of picture: kept byte for byte, re-encoded, or dropped with the reason. */

import sharp from 'sharp';
import { inEnglish } from '../../../../core/messages';
import { preparePhoto } from '../../../../main/datasets/photos/formats/prepare';
import type { KeptPhoto } from '../../../../main/datasets/photos/formats/prepared-photo';
import { english } from '../../../support/english';
import { whiteBmp } from './bmp-file';
import { jpeg, picture, pixels, png } from './pictures';

const PIXELS = 1e6;
const prepare = (bytes: Buffer, name = 'x', most = PIXELS) => preparePhoto(bytes, name, most);

async function kept(bytes: Buffer, name = 'x'): Promise<KeptPhoto> {
  const photo = await prepare(bytes, name);
  expect(photo).toMatchObject({ state: 'kept' });
  return english(photo as KeptPhoto);
}
const reason = async (bytes: Buffer, most = PIXELS): Promise<string> => {
  const photo = await prepare(bytes, 'x', most);
  return photo.state === 'dropped' ? inEnglish(photo.reason) : `kept, ${photo.odd.map(inEnglish).join()}`;
};
/** RGB as decoded by somebody else than the code under test, which only ever writes plain PNG. */
const rgb = (bytes: Buffer) => sharp(bytes).removeAlpha().toColorspace('srgb').raw().toBuffer();
const meanDifference = (one: Buffer, other: Buffer): number =>
  one.reduce((sum, value, at) => sum + Math.abs(value - other[at]!), 0) / one.length;

describe('kept byte for byte', () => {
  test.each([
    ['baseline JPEG', () => jpeg()],
    ['progressive JPEG', () => picture().jpeg({ progressive: true }).toBuffer()],
    ['JPEG without subsampling', () => picture().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()],
    ['gray JPEG', () => picture().grayscale().toColorspace('b-w').jpeg().toBuffer()],
    ['8-bit RGB PNG', () => png()],
    ['8-bit gray PNG', () => picture().grayscale().toColorspace('b-w').png().toBuffer()],
    ['interlaced PNG', () => picture().png({ progressive: true }).toBuffer()],
  ])('%s', async (what, make) => {
    const bytes = await make();
    const photo = await kept(bytes);
    expect(photo.bytes.equals(bytes)).toBe(true);
    expect(photo).toMatchObject({ width: 24, height: 16, odd: [], gray: what.includes('gray') });
  });
});

describe('re-encoded as 8-bit PNG without alpha', () => {
  const check = async (bytes: Buffer, name = 'x') => {
    const photo = await kept(bytes, name);
    expect(photo.extension).toBe('png');
    // Bit depth and color type: gray or RGB.
    expect(photo.bytes[24]).toBe(8);
    expect([0, 2]).toContain(photo.bytes[25]);
    const { width, height } = await sharp(photo.bytes).metadata();
    expect([photo.width, photo.height]).toEqual([width, height]);
    return photo;
  };

  test('CMYK JPEG', async () => {
    const bytes = await picture().toColorspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    const photo = await check(bytes);
    expect(photo.odd).toEqual(['CMYK']);
    const colors = await rgb(photo.bytes);
    expect(colors.equals(await rgb(bytes))).toBe(true);
    // Inks print fewer colors than a screen shows: 11.5 apart on average. Inverted they would be 127.
    expect(meanDifference(colors, pixels(24, 16))).toBeLessThan(20);
  });

  test.each(
    [2, 3, 4, 5, 6, 7, 8].flatMap((orientation) =>
      (['jpeg', 'png', 'webp'] as const).map((format) => [format, orientation] as const),
    ),
  )('%s with EXIF orientation %i', async (format, orientation) => {
    const bytes = await picture().toFormat(format).withMetadata({ orientation }).toBuffer();
    const photo = await check(bytes);
    expect(photo.odd).toEqual([`rotated by its EXIF orientation (${orientation})`]);
    expect([photo.width, photo.height]).toEqual(orientation > 4 ? [16, 24] : [24, 16]);
    const upright = await sharp(bytes).autoOrient().raw().toBuffer();
    expect((await rgb(photo.bytes)).equals(upright)).toBe(true);
  });

  test('WebP, lossless, PLACEHOLDER', async () => {
    const photo = await check(await picture().webp({ lossless: true }).toBuffer(), 'cat.webp');
    expect(photo.odd).toEqual([]);
    expect((await rgb(photo.bytes)).equals(pixels(24, 16))).toBe(true);
    expect((await check(await picture().webp().toBuffer(), 'cat.jpg')).odd).toEqual([
      'WebP, despite its name',
    ]);
  });

  test('palette and 16-bit PNG', async () => {
    const palette = await picture().png({ palette: true }).toBuffer();
    const flat = await check(palette);
    expect(flat.odd).toEqual([]);
    expect((await rgb(flat.bytes)).equals(await rgb(palette))).toBe(true);
    const deep = await picture().toColorspace('rgb16').png().toBuffer();
    expect(deep[24]).toBe(16);
    const photo = await check(deep);
    expect(photo.odd).toEqual(['reduced from 16 to 8 bits']);
    expect((await rgb(photo.bytes)).equals(pixels(24, 16))).toBe(true);
    const gray = await picture().toColorspace('grey16').png().toBuffer();
    const shallow = await check(gray);
    expect(shallow).toMatchObject({ gray: true, odd: ['reduced from 16 to 8 bits'] });
    const levels = await picture().toColorspace('b-w').raw().toBuffer();
    expect((await sharp(shallow.bytes).toColorspace('b-w').raw().toBuffer()).equals(levels)).toBe(true);
  });

  test('alpha on white', async () => {
    const clear = await sharp({ create: { width: 4, height: 4, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer();
    const photo = await check(clear);
    expect(photo.odd).toEqual(['transparency replaced by white']);
    expect(new Set(await rgb(photo.bytes))).toEqual(new Set([255]));
    // Three fifths of a color and two fifths of white.
    const half = await sharp({ create: { width: 4, height: 4, channels: 4, background: '#ff321499' } })
      .png()
      .toBuffer();
    expect([...(await rgb((await check(half)).bytes)).subarray(0, 3)]).toEqual([255, 132, 114]);
  });

  test('GIF: the first frame', async () => {
    const still = await check(await picture().gif().toBuffer());
    expect(still).toMatchObject({ width: 24, height: 16, odd: [] });
    const bars = (levels: number[]) =>
      Buffer.from(Array.from({ length: 24 * 16 }, (_, n) => Array(3).fill(levels[n % levels.length])).flat());
    const [first, second] = [bars([0, 90, 200]), bars([255, 30])];
    const frames = await sharp(Buffer.concat([first, second]), {
      raw: { width: 24, height: 32, channels: 3, pageHeight: 16 },
    })
      .gif()
      .toBuffer();
    const photo = await check(frames);
    expect(photo).toMatchObject({ width: 24, height: 16, odd: ['the first of 2 frames'] });
    expect((await rgb(photo.bytes)).equals(first)).toBe(true);
  });

  test('a JPEG with bytes before its end loses them and nothing else', async () => {
    const whole = await jpeg();
    const padded = Buffer.concat([whole.subarray(0, -2), Buffer.alloc(200), whole.subarray(-2)]);
    const photo = await kept(padded);
    expect(photo.odd).toEqual(['200 extra bytes before its end were removed']);
    expect(photo.bytes.equals(whole)).toBe(true);
  });

  test('a JPEG that is damaged inside', async () => {
    const bytes = await jpeg(200, 200);
    // A restart marker where none belongs.
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    const middle = scan + Math.floor((bytes.length - scan) / 2);
    bytes.set([0xff, 0xd3], middle);
    const whole = await rgb(await jpeg(200, 200));
    const photo = await check(bytes);
    expect(photo.odd).toEqual(['damaged inside; decoded as far as possible']);
    // What was coded before the damage is what it was: blocks of 16 rows.
    const rows = (colors: Buffer, count: number) => colors.subarray(0, count * 200 * 3);
    const colors = await rgb(photo.bytes);
    expect(rows(colors, 80).equals(rows(whole, 80))).toBe(true);
    expect(colors.equals(whole)).toBe(false);
  });
});

describe('whole up to the last row, and damaged behind it', () => {
  test('a JPEG without its end mark gets one', async () => {
    const whole = await jpeg(64, 64);
    const photo = await kept(whole.subarray(0, -2));
    expect(photo.odd).toEqual(['its missing end mark was added']);
    expect(photo.bytes.equals(whole)).toBe(true);
  });

  test('a JPEG with a strange marker before its end', async () => {
    const whole = await jpeg();
    const strange = Buffer.concat([whole.subarray(0, -2), Buffer.from([0xff, 0x09]), whole.subarray(-2)]);
    const photo = await kept(strange);
    expect(photo).toMatchObject({ extension: 'png', odd: ['damaged after its last row'] });
    expect((await rgb(photo.bytes)).equals(await rgb(whole))).toBe(true);
  });

  test('a PNG with a wrong checksum in its last chunk', async () => {
    const bytes = Buffer.from(await png());
    bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 1;
    const photo = await kept(bytes);
    expect(photo.odd).toEqual(['damaged in a part that its pixels do not need']);
    expect(photo.bytes.equals(bytes)).toBe(false);
    expect((await rgb(photo.bytes)).equals(pixels(24, 16))).toBe(true);
  });
});

describe('dropped', () => {
  test('a cut JPEG tells its rows', async () => {
    const bytes = await jpeg(160, 160);
    expect(await reason(bytes.subarray(0, Math.floor(bytes.length / 2)))).toMatch(
      /^truncated: (64|72|80|88|96) of 160 rows$/,
    );
    const progressive = await picture(160, 160).jpeg({ progressive: true }).toBuffer();
    expect(await reason(progressive.subarray(0, -200))).toBe('truncated within its progressive scans');
    expect(await reason(bytes.subarray(0, 100))).toBe('truncated before its first row');
  });

  test('a gray JPEG that lacks a part of its last rows', async () => {
    const bytes = await picture(160, 160).grayscale().toColorspace('b-w').jpeg().toBuffer();
    expect(await reason(bytes.subarray(0, -60))).toMatch(/^truncated: 1\d\d of 160 rows$/);
  });

  test('cut files of the other formats', async () => {
    const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.6));
    const ends = 'truncated before its end mark';
    expect(await reason(cut(await png(64, 64)))).toBe(ends);
    expect(await reason(cut(await picture(64, 64).webp().toBuffer()))).toBe(ends);
    expect(await reason(cut(await picture(64, 64).gif().toBuffer()))).toBe(ends);
    expect(await reason(cut(whiteBmp(64, 64)))).toBe('truncated: 38 of 64 rows');
  });

  test('damaged PNG', async () => {
    const bytes = await png(64, 64);
    bytes.fill(0xaa, 80, 120);
    expect(await reason(bytes)).toBe('damaged; it cannot be decoded as PNG');
  });

  test('too many pixels, by what the header says alone', async () => {
    const large = '1,000 × 1,001 pixels (at most 1 million)';
    const [wide, long] = [1000, 1001];
    const white = sharp({ create: { width: wide, height: long, channels: 3, background: '#fff' } });
    expect(await reason(await white.clone().jpeg().toBuffer())).toBe(large);
    expect(await reason(await white.clone().png().toBuffer())).toBe(large);
    expect(await reason(await white.clone().webp().toBuffer())).toBe(large);
    expect(await reason(await white.clone().gif().toBuffer())).toBe(large);
    const bmp = whiteBmp(1, 1);
    bmp.writeInt32LE(2_000_000_000, 18);
    bmp.writeInt32LE(2_000_000_000, 22);
    expect(await reason(bmp)).toBe('2,000,000,000 × 2,000,000,000 pixels (at most 1 million)');
  });

  test.each([
    ['', 'empty'],
    ['hello', 'text, not an image'],
    ['<!DOCTYPE html><html>', 'a web page; JPEG, PNG, WebP, BMP, and GIF are supported'],
    ['II*\0\x08\0\0\0', 'a TIFF image; JPEG, PNG, WebP, BMP, and GIF are supported'],
    ['\0\0\0\x18ftypheic', 'a HEIC image; JPEG, PNG, WebP, BMP, and GIF are supported'],
    ['\x01\x02\xff', 'not a JPEG, PNG, WebP, BMP, or GIF'],
    ['\0'.repeat(600), 'starts with zeros, not an image'],
    ['BM', 'text, not an image'],
    [`BM${'\0'.repeat(60)}`, 'a header of 0 bytes is not a BMP header'],
  ])('%j', async (content, why) => {
    expect(await reason(Buffer.from(content, 'latin1'))).toBe(why);
  });
});
