/** What a person does, at random; each action tells the ledger what it asks for and what was answered. */
import { join } from 'node:path';
import { historyUpdate } from '../../core/contract/documents';
import type { Values } from '../../core/contract/kept';
import { changeBetween } from '../../core/edit/change';
import { emptyHistory, record, stepBack, stepForward } from '../../core/edit/history';
import { emptyDocument, type GraphDocument } from '../../core/graph/document';
import { inEnglish } from '../../core/messages';
import { buildPreset } from '../../core/presets';
import { RunStore } from '../../main/runs/store';
import { makeRunIn } from './made-run';
import { binStudy, createStudy, editStudy } from './studies';
import { canonical, digestOf, documentValue, fileDigest, type KnownDocument, type World } from './world';

export type Action = (world: World) => Promise<void>;

const ORIGIN = 'kills';

function newDocument({ random, count }: World): GraphDocument {
  if (random.chance(0.15)) {
    const built = buildPreset('resnet20', { classes: 10 } as never);
    return { ...built, name: `ResNet ${count}` };
  }
  return {
    ...emptyDocument(`Graph ${count}`),
    nodes: [
      { id: 'input', type: 'Input', params: { shape: [2, 2, 1] } },
      { id: 'dense', type: 'Dense', params: { units: 3, activation: 'softmax' } },
    ],
    edges: [{ id: 'e1', source: 'input', target: 'dense', port: 0 }],
  };
}

function edited(document: GraphDocument, { random, count }: World): GraphDocument {
  const nodes = [...document.nodes];
  const at = random.int(nodes.length);
  switch (nodes.length === 0 ? 2 : random.int(4)) {
    case 0:
      return { ...document, name: `Renamed ${count}` };
    case 1:
      nodes[at] = { ...nodes[at]!, position: { x: count, y: random.int(1000) } };
      return { ...document, nodes };
    case 2:
      nodes.push({ id: `flatten-${count}`, type: 'Flatten', params: {} });
      return { ...document, nodes };
    default: {
      if (nodes.length < 4) nodes.push({ id: `flatten-${count}`, type: 'Flatten', params: {} });
      else nodes.pop();
      const ids = new Set(nodes.map(({ id }) => id));
      const edges = document.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
      return { ...document, nodes, edges };
    }
  }
}

const createDocument: Action = async (world) => {
  const { ledger, client, documents, count } = world;
  const id = `doc-${count}`;
  const document = newDocument(world);
  world.say(`create ${id}`);
  const answered = ledger.ask(`document:${id}`, documentValue({ document, history: emptyHistory }));
  const answer = await client.documents.create({ id, document });
  if (answer.type !== 'saved') throw new Error(`${id} was not created: ${answer.type}`);
  answered();
  documents.set(id, { document, history: emptyHistory, revision: answer.revision });
};

async function save(world: World, id: string, known: KnownDocument, next: Omit<KnownDocument, 'revision'>) {
  const { ledger, client, documents } = world;
  const change = changeBetween(known.document, next.document);
  const answered = ledger.ask(`document:${id}`, documentValue(next));
  const answer = await client.documents.save({
    id,
    base: known.revision,
    ...(change && { change }),
    history: historyUpdate(next.history, known.history),
    origin: ORIGIN,
  });
  if (answer.type !== 'saved') throw new Error(`${id} was not saved: ${answer.type}`);
  answered();
  documents.set(id, { ...next, revision: answer.revision });
}

/** Several edits after one another, each saved, as when a person works. */
const editDocument: Action = async (world) => {
  const { documents, random } = world;
  if (documents.size === 0) return createDocument(world);
  const id = random.pick([...documents.keys()]);
  for (let edits = 1 + random.int(4); edits > 0; edits--) {
    const known = documents.get(id);
    if (!known) return;
    world.count++;
    const traveled =
      random.chance(0.25) && (random.chance(0.6) ? stepBack : stepForward)(known.history, known.document);
    if (traveled) {
      world.say(`travel ${id}`);
      await save(world, id, known, traveled);
      continue;
    }
    const document = edited(known.document, world);
    world.say(`edit ${id}`);
    const history = record(known.history, known.document, document, {
      id: `step-${world.count}`,
      label: 'Edit',
      now: world.count * 10_000,
    });
    await save(world, id, known, { document, history });
  }
};

const binDocument: Action = async (world) => {
  const { documents, random, ledger, client } = world;
  if (documents.size < 4) return createDocument(world);
  const id = random.pick([...documents.keys()]);
  const name = `document:${id}`;
  world.say(`bin ${id}`);
  documents.delete(id);
  const answered = ledger.ask(name, `bin ${ledger.value(name)}`);
  const entry = await client.documents.remove({ id });
  answered();
  world.binned.set(name, entry.id);
};

const restore: Action = async (world) => {
  const { binned, random, ledger, client } = world;
  if (binned.size === 0) return binDocument(world);
  const name = random.pick([...binned.keys()]);
  const id = binned.get(name)!;
  world.say(`restore ${name}`);
  binned.delete(name);
  const before = ledger.value(name).replace(/^bin /, '');
  const answered = ledger.ask(name, before);
  await client.bin.restore({ id });
  answered();
  const [, kind, own = ''] = /^(\w+):(.*)$/.exec(name) ?? [];
  if (kind === 'document') world.documents.set(own, await client.documents.read({ id: own }));
  if (kind === 'study') world.studies.set(own, await client.studies.get({ id: own }));
};

const deleteForGood: Action = async (world) => {
  const { binned, random, ledger, client } = world;
  if (binned.size < 6) return binDocument(world);
  const name = random.pick([...binned.keys()]);
  const id = binned.get(name)!;
  world.say(`delete for good ${name}`);
  binned.delete(name);
  const answered = ledger.ask(name, 'absent');
  await client.bin.remove({ id });
  answered();
};

const changeSettings: Action = async (world) => {
  const { random, ledger, client } = world;
  for (let changes = 1 + random.int(4); changes > 0; changes--) {
    const n = world.count++;
    const [concern, values]: [Parameters<Client['kept']['change']>[0]['concern'], Values] = random.pick([
      ['layout', { paletteWidth: n % 9000, minimap: n % 2 === 0 }],
      ['appearance', { theme: random.pick(['system', 'light', 'dark']) }],
      ['sections', { [`section-${n % 7}`]: n % 2 === 0 }],
      ['train', { name: `Study ${n}`, seeds: `${n}` }],
      ['trainSettings', { epochs: String(n), [`setting-${n % 5}`]: `value ${n}` }],
      ['view', { view: random.pick(['build', 'train', 'data']), comparedRuns: [`run-${n}`] }],
    ] as const);
    world.say(`settings ${concern}`);
    const answered = Object.entries(values).map(([name, value]) =>
      ledger.ask(`setting:${concern}/${name}`, canonical(value)),
    );
    await client.kept.change({ concern, values, origin: ORIGIN });
    for (const done of answered) done();
  }
};
type Client = World['client'];

/** As the command line makes one beside the host; training is for the rounds of train.ts. */
const makeRun: Action = async (world) => {
  const { data, ledger, runs, random } = world;
  world.say('make a run');
  const { id, folder } = await makeRunIn(join(data, 'runs'), world.count, random.int(1000));
  ledger.set(`run:${id}`, digestOf(folder));
  runs.add(id);
};

const binRun: Action = async (world) => {
  const { data, ledger, runs, random, client } = world;
  const here = [...runs].filter((id) => !/^(bin |absent)/.test(ledger.value(`run:${id}`)));
  if (here.length < 3) return makeRun(world);
  const id = random.pick(here);
  const name = `run:${id}`;
  world.say(`bin ${name}`);
  // The host is the only one that changes it.
  const before = digestOf(new RunStore({ root: join(data, 'runs') }).folder(id).path);
  if (before !== ledger.value(name)) throw new Error(`${name} has changed: ${before}`);
  const answered = ledger.ask(name, `bin ${before}`);
  const entry = await client.runs.remove({ id });
  answered();
  world.binned.set(name, entry!.id);
};

const exportRun: Action = async (world) => {
  const { data, ledger, runs, random, client, count } = world;
  const here = [...runs].filter((id) => !/^(bin |absent)/.test(ledger.value(`run:${id}`)));
  if (here.length === 0) return makeRun(world);
  const id = random.pick(here);
  const path = join(data, 'exports', `export-${count}.keras`);
  world.say(`export ${id}`);
  world.exports.add(path);
  for await (const event of await client.exporting.create({
    of: { runId: id },
    tasks: [{ format: 'keras', path }],
  })) {
    if (event.type === 'failed') throw new Error(inEnglish(event.said));
  }
  ledger.set(`export:${path}`, fileDigest(path));
  ledger.acknowledgements++;
};

async function drain(progress: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of progress);
}

const generate: Action = async ({ ledger, client, random, say }) => {
  const counts = { trainCount: 10 + random.int(60), valCount: 10 + random.int(20) };
  say('draw shapes');
  const answered = ledger.ask('dataset:shapes', `${counts.trainCount}+${counts.valCount}`);
  await drain(await client.datasets.generate({ id: 'shapes', seed: random.int(100), ...counts }));
  answered();
};

const removeShapes: Action = async ({ ledger, client, say }) => {
  say('remove shapes');
  const answered = ledger.ask('dataset:shapes', 'absent');
  await client.datasets.remove({ id: 'shapes' });
  answered();
};

const importPictures: Action = async ({ ledger, client, random, pictures, say }) => {
  const id = random.pick(['own-a', 'own-b']);
  say(`import ${id}`);
  const answered = ledger.ask(`dataset:${id}`, '5+0');
  await drain(await client.datasets.importOwn({ path: pictures, name: `Pictures ${id}`, id }));
  answered();
};

const changeTabs: Action = async ({ documents, ledger, client, random, say }) => {
  const ids = [...documents.keys()];
  if (ids.length === 0) return;
  const id = random.pick(ids);
  const before: string[] = ledger.value('tabs') === 'absent' ? [] : JSON.parse(ledger.value('tabs'));
  const open = before.includes(id) ? before.filter((one) => one !== id) : [...before, id];
  say('tabs');
  const answered = ledger.ask('tabs', JSON.stringify(open));
  const isOpening = open.includes(id);
  await client.documents.changeTabs({ opened: isOpening ? [id] : [], closed: isOpening ? [] : [id] });
  answered();
};

/** Actions in one group touch the same things and run one after another; the groups run in parallel. */
export const GROUPS: readonly (readonly (readonly [weight: number, action: Action])[])[] = [
  [
    [3, createDocument],
    [12, editDocument],
    [2, binDocument],
    [2, restore],
    [1, deleteForGood],
    [2, binRun],
    [1, makeRun],
    [1, exportRun],
    [2, changeTabs],
  ],
  [[1, changeSettings]],
  [
    [2, createStudy],
    [8, editStudy],
    [2, binStudy],
  ],
  [
    [4, generate],
    [1, removeShapes],
    [2, importPictures],
  ],
];

export function chosen(actions: (typeof GROUPS)[number], { random }: World): Action {
  let left = random.next() * actions.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, action] of actions) {
    left -= weight;
    if (left < 0) return action;
  }
  return actions[0]![1];
}
