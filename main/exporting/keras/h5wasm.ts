/** h5wasm, an ES module, which not every Electron can import from an asar archive. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../../core/basics/errors';
import { dependencyFolder } from '../../basics/package-root';
import { refuse } from '../../basics/refusal';

type Library = typeof import('h5wasm/node');

/** @throws Refusal when it is missing. */
export async function loadHdf5(): Promise<Library> {
  try {
    const file = join(dependencyFolder('h5wasm'), 'dist', 'node', 'hdf5_hl.js');
    return await import(pathToFileURL(file).href);
  } catch (error) {
    refuse('export.refused.h5wasm', { problem: messageOf(error) });
  }
}
