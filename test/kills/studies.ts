/** What a person does with studies, and what must be there of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStudy } from '../../core/ablation/read';
import type { Study } from '../../core/ablation/study';
import type { SaveStudy } from '../../core/contract/studies';
import { inEnglish } from '../../core/messages';
import { ABSENT, Loss } from './ledger';
import { canonical, type World } from './world';

const newStudy = (name: string): Study =>
  parseStudy({
    format: 'skipwire.study',
    version: 1,
    name,
    base: { preset: 'resnet20' },
    arms: [{ name: 'with' }, { name: 'without', edits: [{ kind: 'remove-shortcuts' }] }],
    baseline: 'with',
    seeds: [1],
  });

function edited(study: Study, { random, count }: World): Study {
  const { arms, seeds } = study;
  switch (random.int(5)) {
    case 0:
      return { ...study, name: `Study ${count}` };
    case 1:
      return { ...study, question: `Question ${count}?` };
    case 2:
      return { ...study, seeds: seeds.length > 4 ? [count] : [...seeds, count + 1000] };
    case 3:
      return { ...study, settings: { ...study.settings, epochs: 1 + random.int(100) } };
    default:
      return {
        ...study,
        arms: arms.length > 5 ? arms.slice(0, 2) : [...arms, { name: `arm ${count}`, edits: [] }],
      };
  }
}

async function save({ ledger, client, studies }: World, request: SaveStudy): Promise<void> {
  const { id, study } = request;
  const answered = ledger.ask(`study:${id}`, canonical(study));
  const answer = await client.studies.save(request);
  if (answer.type !== 'saved') throw new Error(`${id} was not saved: ${answer.type}`);
  answered();
  studies.set(id, { study, revision: answer.revision });
}

export async function createStudy(world: World): Promise<void> {
  const id = `study-${world.count}`;
  world.say(`create ${id}`);
  await save(world, { id, study: newStudy(`Study ${world.count}`) });
}

/** Several edits after one another, each saved, as when a person works. */
export async function editStudy(world: World): Promise<void> {
  const { studies, random } = world;
  if (studies.size === 0) return createStudy(world);
  const id = random.pick([...studies.keys()]);
  for (let edits = 1 + random.int(4); edits > 0; edits--) {
    world.count++;
    const { study, revision } = studies.get(id)!;
    world.say(`edit ${id}`);
    await save(world, { id, base: revision, study: edited(study, world) });
  }
}

export async function binStudy(world: World): Promise<void> {
  const { studies, random, ledger, client } = world;
  if (studies.size < 4) return createStudy(world);
  const id = random.pick([...studies.keys()]);
  const name = `study:${id}`;
  world.say(`bin ${id}`);
  studies.delete(id);
  const answered = ledger.ask(name, `bin ${ledger.value(name)}`);
  const entry = await client.studies.remove({ id });
  answered();
  world.binned.set(name, entry.id);
}

/** Until the host has done what it was asked for and did not answer: a save that fits nothing waits for the study's lock. */
export async function settledStudies({ client, ledger }: World): Promise<void> {
  const open = ledger.names.filter((name) => name.startsWith('study:') && ledger.asked(name).length > 0);
  for (const name of open) {
    const id = name.slice('study:'.length);
    await client.studies.save({ id, base: 'none', study: newStudy('None') });
  }
}

/** @param bin ids by the path that the content had. @throws Loss */
export async function checkStudies(world: World, bin: ReadonlyMap<string, string>): Promise<void> {
  const { client, data, ledger, studies } = world;
  const root = join(data, 'studies');
  const listed = new Map((await client.studies.list()).map((info) => [info.id as string, info]));
  studies.clear();
  for (const name of ledger.names.filter((one) => one.startsWith('study:'))) {
    const id = name.slice('study:'.length);
    const info = listed.get(id);
    listed.delete(id);
    if (info?.problem) throw new Loss(name, ['a study that can be read'], inEnglish(info.problem));
    const inBin = bin.get(join(root, id));
    if (info) {
      const kept = await client.studies.get({ id });
      ledger.found(name, canonical(kept.study));
      studies.set(id, kept);
    } else if (inBin !== undefined) {
      world.binned.set(name, inBin);
      const text = readFileSync(join(data, 'bin', inBin, 'content', 'study.json'), 'utf8');
      ledger.found(name, `bin ${canonical(parseStudy(JSON.parse(text)))}`);
    } else {
      ledger.found(name, ABSENT);
      ledger.forget(name);
    }
  }
  const [other] = listed.keys();
  if (other !== undefined) throw new Loss(`study:${other}`, ['a study that was asked for'], other);
  for (const id of existsSync(root) ? readdirSync(root) : []) {
    if (!id.startsWith('study-') || /\.(lock|tmp)/.test(id)) continue;
    for (const file of readVersions(join(root, id, 'versions')))
      parseStudy(JSON.parse(readFileSync(file, 'utf8')));
  }
}

const readVersions = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(folder, name))
    : [];
