/** After a kill: everything that was acknowledged is there, and nothing is torn. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { CONCERNS } from '../../core/contract/kept';
import { inEnglish } from '../../core/messages';
import { ABSENT, Loss } from './ledger';
import { checkStudies } from './studies';
import { canonical, digestOf, documentValue, fileDigest, type World } from './world';

/** @throws Loss at the first that is lost or torn. */
export async function check(world: World): Promise<void> {
  const { concerns, remarks } = await world.client.kept.load();
  if (remarks.length > 0)
    throw new Loss('settings', ['no remark'], remarks.map((remark) => inEnglish(remark)).join(' '));
  for (const concern of CONCERNS) {
    for (const name of namesOf(world, `setting:${concern}/`)) {
      const value = concerns[concern]?.[name.split('/').slice(1).join('/')];
      world.ledger.found(name, value === undefined ? ABSENT : canonical(value));
    }
  }
  const bin = new Map((await world.client.bin.list()).map((entry) => [entry.from, entry.id]));
  world.binned.clear();
  await checkDocuments(world, bin);
  await checkRuns(world, bin);
  await checkStudies(world, bin);
  await checkDatasets(world);
  checkExports(world);
  const { open } = await world.client.documents.tabs();
  world.ledger.found(
    'tabs',
    open.length === 0 && world.ledger.value('tabs') === ABSENT ? ABSENT : canonical(open),
  );
}

const namesOf = ({ ledger }: World, start: string): string[] =>
  ledger.names.filter((name) => name.startsWith(start));

async function checkDocuments(world: World, bin: ReadonlyMap<string, string>): Promise<void> {
  const { client, data, documents, ledger } = world;
  const listed = new Map((await client.documents.list()).map((info) => [info.id, info]));
  documents.clear();
  for (const name of namesOf(world, 'document:')) {
    const id = name.slice('document:'.length);
    const info = listed.get(id);
    if (info?.problem) throw new Loss(name, ['a document that can be read'], inEnglish(info.problem));
    if (info) {
      const known = await client.documents.read({ id });
      if (known.remark) throw new Loss(name, ['a document without a remark'], inEnglish(known.remark));
      foundDocument(world, name, known);
      documents.set(id, known);
      continue;
    }
    const inBin = bin.get(join(data, 'documents', id));
    if (inBin === undefined) {
      ledger.found(name, ABSENT);
      ledger.forget(name);
      continue;
    }
    world.binned.set(name, inBin);
    ledger.found(name, `bin ${contentOf(join(data, 'bin', inBin, 'content'))}`);
  }
}

/** The graph is written before its undo steps: of a save that was not answered, the first may be there alone. */
function foundDocument({ ledger }: World, name: string, known: Parameters<typeof documentValue>[0]): void {
  const value = documentValue(known);
  const histories = canonical(known.history);
  const graphs = ledger.asked(name).map((one) => one.replace(/^bin /, ''));
  const halfSaved = graphs.some((one) => {
    if (one === ABSENT) return false;
    return canonical(JSON.parse(one)[0]) === canonical(known.document);
  });
  const hadHistory = [ledger.value(name), ...graphs].some(
    (one) => one !== ABSENT && canonical(JSON.parse(one.replace(/^bin /, ''))[1]) === histories,
  );
  if (halfSaved && hadHistory) ledger.set(name, value);
  else ledger.found(name, value);
}

function contentOf(folder: string): string {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { past, future } = existsSync(join(folder, 'undo.json'))
    ? read('undo.json')
    : { past: [], future: [] };
  return documentValue({ document: read('graph.json'), history: { past, future } });
}

async function checkRuns(world: World, bin: ReadonlyMap<string, string>): Promise<void> {
  const { client, data, ledger } = world;
  const listed = new Set((await client.runs.list()).map(({ id }) => id));
  for (const name of namesOf(world, 'run:')) {
    const id = name.slice('run:'.length);
    const folder = join(data, 'runs', id);
    const inBin = bin.get(folder);
    if (listed.has(id)) ledger.found(name, digestOf(folder));
    else if (inBin !== undefined) {
      world.binned.set(name, inBin);
      ledger.found(name, `bin ${digestOf(join(data, 'bin', inBin, 'content'))}`);
    } else {
      ledger.found(name, ABSENT);
      ledger.forget(name);
      world.runs.delete(id);
    }
  }
}

async function checkDatasets({ client, ledger }: World): Promise<void> {
  const sets = new Map((await client.datasets.list()).map((info) => [info.id as string, info]));
  for (const name of ledger.names.filter((one) => one.startsWith('dataset:'))) {
    const id = name.slice('dataset:'.length);
    const info = sets.get(id);
    if (info?.problem) throw new Loss(name, ['a data set that can be read'], JSON.stringify(info.problem));
    const ready = info?.state === 'ready';
    ledger.found(name, ready ? `${info.trainCount}+${info.valCount}` : ABSENT);
    if (!ready) continue;
    const page = await client.datasets.examples({ id, split: 'train', offset: 0, limit: 50 } as never);
    if (page.total !== info.trainCount)
      throw new Loss(name, [`${info.trainCount} images`], String(page.total));
  }
}

function checkExports({ ledger, exports, data }: World): void {
  for (const path of exports) {
    const name = `export:${path}`;
    if (ledger.value(name) !== ABSENT) ledger.found(name, fileDigest(path));
    // Not answered: it is whole, or not there.
    else if (existsSync(path)) {
      unzipSync(readFileSync(path));
      ledger.set(name, fileDigest(path));
    }
  }
  const folder = join(data, 'exports');
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    if (file.endsWith('.keras') && !exports.has(join(folder, file))) {
      throw new Loss(`export:${file}`, ['an export that was asked for'], file);
    }
  }
}
