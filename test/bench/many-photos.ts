/** A folder of many photographs of all sizes, for what depends on their number. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { randomNumbers } from './inputs';

const DRAWN = 300;
const [SMALLEST, LARGEST] = [96, 640];

/** `count` JPEG files in two folders of classes. 300 are drawn; the others are these with another comment. */
export async function writeManyPhotos(folder: string, count: number): Promise<{ bytes: number }> {
  const classes = ['one', 'two'].map((name) => join(folder, name));
  for (const each of classes) mkdirSync(each, { recursive: true });
  const random = randomNumbers(5);
  const drawn: Buffer[] = [];
  for (let index = 0; index < Math.min(count, DRAWN); index++) drawn.push(await draw(random));
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const photo = commented(drawn[index % drawn.length] as Buffer, `photograph ${index}`);
    writeFileSync(join(classes[index % 2] as string, `${index}.jpg`), photo);
    bytes += photo.length;
  }
  return { bytes };
}

/** Blurred noise: about the bytes a pixel of a photograph. */
function draw(random: () => number): Promise<Buffer> {
  const side = () => Math.round(SMALLEST + (LARGEST - SMALLEST) * random());
  const noise = { type: 'gaussian', mean: 60 + 130 * random(), sigma: 60 } as const;
  return sharp({ create: { width: side(), height: side(), channels: 3, background: '#888', noise } })
    .blur(1.2)
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** With a comment segment behind its first marker. */
function commented(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}
