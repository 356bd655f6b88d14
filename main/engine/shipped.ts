/**
 * What the installed app includes for TensorFlow, so it needs neither Python nor a compiler: `resources/tensorflow`, made by
 * scripts/package.mjs. A checkout has none of it.
 *
 *   binding/*.cc, *.h       the binding's sources
 *   headers/*.h             Node-API
 *   tfjs_binding.node       built from them when the app was packaged
 *   wheels.json             addresses of the wheels, with checksums
 *   installer/              in place of all this where there is no wheel to link against (installer-files.ts)
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dependencyFolder, shippedFolder } from '../basics/package-root';
import type { RemoteFile } from '../download/remote-file';
import { BINDING_FILE } from './locate';

const shippedTensorFlow = (): string | undefined => shippedFolder('tensorflow');

export interface BindingSources {
  /** tfjs_backend.cc and the rest. */
  sources: string;
  /** Headers of Node-API. */
  headers: string;
}

export function bindingSources(): BindingSources {
  const shipped = shippedTensorFlow();
  if (shipped) return { sources: join(shipped, 'binding'), headers: join(shipped, 'headers') };
  return {
    sources: join(dependencyFolder('@tensorflow/tfjs-node-gpu'), 'binding'),
    headers: join(dependencyFolder('node-api-headers'), 'include'),
  };
}

/** The binding that was built with the app; undefined in a checkout. */
export function shippedBinding(folder: string | undefined = shippedTensorFlow()): string | undefined {
  const file = folder && join(folder, BINDING_FILE);
  return file && existsSync(file) ? file : undefined;
}

/** The package's own installer, where there is no wheel to link against. */
export function shippedInstaller(folder: string | undefined = shippedTensorFlow()): string | undefined {
  const installer = folder && join(folder, 'installer');
  return installer && existsSync(installer) ? installer : undefined;
}

/** By requirement, as pip reads it: `tensorflow-cpu==2.21.0`. */
const wheelsSchema = z.record(
  z.string(),
  z.object({ url: z.string(), fileName: z.string(), bytes: z.number(), sha256: z.string() }),
);

/** Where to download a wheel without pip; undefined in a checkout. */
export function shippedWheel(
  requirement: string,
  folder: string | undefined = shippedTensorFlow(),
): RemoteFile | undefined {
  const list = folder && join(folder, 'wheels.json');
  if (!list || !existsSync(list)) return undefined;
  const wheel = wheelsSchema.parse(JSON.parse(readFileSync(list, 'utf8')))[requirement];
  if (!wheel) return undefined;
  const { url, ...rest } = wheel;
  return { urls: [url], ...rest };
}
