/** `npm run kills`: works on a data folder at random, kills what works on it, and looks whether anything is lost. */
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserRound } from './browser';
import { openPage, startHost } from './host';
import { Ledger } from './ledger';
import { bmp } from './pictures';
import { Random } from './random';
import { type Place, round } from './rounds';
import { trainingRound } from './training';
import type { World } from './world';

const USAGE = `npm run kills -- [options]
  --kills N        kills of a host, a page, a worker or a browser (100)
  --seed N         the same seed makes the same choices; the moments differ a little (1)
  --training       also trainings whose worker or host is killed; needs TensorFlow
  --chromium PATH  also pages of this browser
  --log FILE       a line for each thing that is done
  --keep           keep the data folder`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    training: { type: 'boolean', default: false },
    chromium: { type: 'string' },
    log: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

type Target = 'host' | 'page' | 'worker' | 'host that trains' | 'browser' | 'host of a browser';
type Done = Record<Target, number>;

/** Rounds with a training or a browser take seconds: one in 25 is of either kind, if requested. */
function targetOf(round: number, random: Random): Target {
  if (values.training && round % 25 === 10) return random.chance(0.5) ? 'worker' : 'host that trains';
  if (values.chromium && round % 25 === 20) return random.chance(0.5) ? 'browser' : 'host of a browser';
  return random.chance(0.75) ? 'host' : 'page';
}
const chromium = values.chromium ?? '';

export async function main(root: string): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const kills = Number(values.kills);
  const seed = Number(values.seed);
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-kills-'));
  const log = values.log ?? join(folder, 'log.txt');
  writeFileSync(log, `seed ${seed}\n`);
  let now = 0;
  const said: string[] = [];
  const say = (text: string) => {
    said.push(text);
    appendFileSync(log, `${now} ${((performance.now() - started) / 1000).toFixed(3)} ${text}\n`);
  };
  const started = performance.now();
  const data = join(folder, 'data');
  const host = await startHost(root, data, 0);
  const page = await openPage(data, host.port);
  const world: World = {
    data,
    ledger: new Ledger(),
    random: new Random(seed, 0),
    client: page.client,
    documents: new Map(),
    studies: new Map(),
    binned: new Map(),
    runs: new Set(),
    exports: new Set(),
    pictures: makePictures(join(folder, 'pictures')),
    count: 0,
    say,
  };
  const place: Place = { root, host, page, world };
  const done: Done = {
    host: 0,
    page: 0,
    'host that trains': 0,
    worker: 0,
    browser: 0,
    'host of a browser': 0,
  };
  let code = 0;
  try {
    for (now = 1; now <= kills; now++) {
      said.length = 0;
      world.random = new Random(seed, now);
      const target = targetOf(now, world.random);
      if (target === 'worker') await trainingRound(place, 'worker');
      else if (target === 'host that trains') await trainingRound(place, 'host');
      else if (target === 'browser') await browserRound(place, 'browser', chromium);
      else if (target === 'host of a browser') await browserRound(place, 'host', chromium);
      else await round(place, target);
      done[target]++;
      if (now % 25 === 0) console.log(summary(done, world, started));
    }
    console.log(`Nothing was lost. ${summary(done, world, started)}`);
  } catch (error) {
    code = 1;
    console.error(`Round ${now} of seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
    console.error(`In this round: ${said.join(', ')}`);
    console.error(`The host said: ${place.host.said()}`);
    console.error(`Its data folder: ${data}; the log: ${log}`);
  }
  place.host.process.kill('SIGKILL');
  if (code === 0 && !values.keep) rmSync(folder, { recursive: true, force: true });
  return code;
}

function summary(done: Done, { ledger }: World, started: number): string {
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  const kills = Object.values(done).reduce((sum, one) => sum + one, 0);
  const parts = Object.entries(done).flatMap(([target, one]) => (one > 0 ? [`${target} ${one}`] : []));
  return `${kills} kills (${parts.join(', ')}), ${ledger.acknowledgements} acknowledged changes, ${minutes} min`;
}

function makePictures(folder: string): string {
  for (const [index, name] of ['cat/1', 'cat/2', 'cat/3', 'dog/1', 'dog/2'].entries()) {
    mkdirSync(join(folder, name.split('/')[0]!), { recursive: true });
    writeFileSync(join(folder, `${name}.bmp`), bmp(8, 8, index));
  }
  return folder;
}
