/** Weights of an ONNX file that are stored in other files. */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { refuse } from '../../basics/refusal';
import { openRegular } from '../../disk/regular-file';
import { checkWithin } from '../limits';
import { opened } from '../steps';

/** Bytes by the name of the weight. */
export type ExternalData = ReadonlyMap<string, Uint8Array>;

/**
 * @param path of the ONNX file. @param places what it says of each weight: `location`, `offset`, `length`.
 * @throws Refusal for a location outside the file's folder, also by way of a link, and for bytes that are not there.
 */
export async function readExternal(
  path: string,
  file: string,
  places: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<ExternalData> {
  const found = new Map<string, Uint8Array>();
  if (places.size === 0) return found;
  const folder = await realpath(dirname(path));
  const contents = new Map<string, Promise<Uint8Array>>();
  for (const [name, place] of places) {
    const location = place.get('location') ?? '';
    const whole = contents.get(location) ?? readInside(folder, location, file);
    contents.set(location, whole);
    const bytes = await whole;
    const offset = Number(place.get('offset') ?? 0);
    const length = Number(place.get('length') ?? bytes.byteLength - offset);
    checkWithin({ file: location, what: name, bytes: offset }, bytes.byteLength);
    checkWithin({ file: location, what: name, bytes: offset + length }, bytes.byteLength);
    found.set(name, bytes.subarray(offset, offset + length));
  }
  return found;
}

async function readInside(folder: string, location: string, file: string): Promise<Uint8Array> {
  const outside = () => refuse('import.onnx.outside', { file, location });
  if (location === '' || isAbsolute(location) || location.includes('\0')) outside();
  const target = await realpath(join(folder, location)).catch(() =>
    isWithin(folder, join(folder, location)) ? refuse('import.onnx.missing', { file, location }) : outside(),
  );
  if (!isWithin(folder, target)) outside();
  const weights = await openRegular(target);
  try {
    opened((await weights.stat()).size);
    return await weights.readFile();
  } finally {
    await weights.close();
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
