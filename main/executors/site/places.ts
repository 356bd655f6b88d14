/**
 * Folders on the machine that trains, below one of our own:
 *
 *   builds/<digest>/                 a build of Skipwire; `installed` once it has installed TensorFlow
 *   data/<digest>/datasets/<id>/     a data set
 *   runs/<id>/                       job.sh, which trains the run; job, what the scheduler calls it; exit, its exit code; out.txt
 *   runs/<id>/<id>/                  the run's folder
 *   cache/                           TensorFlow, if the user chose the folder
 */
import { posix } from 'node:path';

const { join } = posix;

export const DEFAULT_FOLDER = 'skipwire/elsewhere';
/** A file in a build's folder. */
export const INSTALLED = 'installed';

export type Places = ReturnType<typeof placesIn>;

export const placesIn = (folder: string) => ({
  folder,
  build: (digest: string) => join(folder, 'builds', digest),
  data: (digest: string) => join(folder, 'data', digest),
  cache: join(folder, 'cache'),
  job: (id: string) => jobPlaces(join(folder, 'runs', id), id),
  arrays: join(folder, 'arrays'),
});

export const jobPlaces = (folder: string, id: string) => ({
  folder,
  script: join(folder, 'job.sh'),
  /** Written before it is started: `<scheduler's name>\n`. */
  name: join(folder, 'job'),
  exit: join(folder, 'exit'),
  output: join(folder, 'out.txt'),
  run: join(folder, id),
});
