/** Reads what the report of a study is made from out of the folders of its runs. */
import type { Study } from '../../core/ablation/study';
import { slug } from '../../core/basics/slug';
import type { GraphDocument } from '../../core/graph/document';
import {
  environmentSchema,
  type ReportedArm,
  type ReportedRun,
  type ReportedStudy,
  type RunEnvironment,
} from '../../core/report/study';
import { canonical } from '../../core/study/canonical';
import type { RunRecord } from '../../core/study/run';
import { groupSeeds } from '../../core/study/seed-groups';
import { isForUser } from '../basics/refusal';
import { parseJson } from '../disk/json';
import { textIfThere } from '../disk/regular-file';
import { reproduceStudyCommand } from '../runs/reproduce';
import type { RunStore } from '../runs/store';
import type { StudyStore } from '../studies/store';
import { surfacesIn } from '../surface/kept';

/** Bytes. */
const LARGEST_ENVIRONMENT = 1024 * 1024;

export interface CollectedStudy extends ReportedStudy {
  /** The graphs of the arms, by the names of their files. */
  networks: ReadonlyMap<string, GraphDocument>;
  /** Undefined if the study has none, or it cannot be read. */
  document?: Study;
}

/** @param records of one study, or of several that are compared. Parts that cannot be read are left out. */
export async function collectStudy(
  runs: RunStore,
  records: readonly RunRecord[],
  studies: Pick<StudyStore, 'get'>,
): Promise<CollectedStudy> {
  const oldestFirst = [...records].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const groups = groupSeeds(oldestFirst);
  const arms = await Promise.all(groups.map((group) => readArm(runs, group.runs)));
  const networks = new Map<string, GraphDocument>();
  const fileOf = new Map<string, string>();
  const files = arms.map(({ graph, runs: [first] }) => {
    if (!graph || !first) return undefined;
    const { studyId, arm } = first.record;
    const key = JSON.stringify([studyId, arm]);
    const file = fileOf.get(key) ?? uniqueFile(slug(arm), networks);
    fileOf.set(key, file);
    networks.set(file, graph);
    return file;
  });
  const document = await documentOf(studies, new Set(oldestFirst.map(({ studyId }) => studyId)));
  return {
    id: oldestFirst[0]?.studyId ?? '',
    name: [...new Set(oldestFirst.map(({ studyName }) => studyName))].join(', '),
    ...(document ? { document, question: document.question } : {}),
    arms,
    commands: document ? ['npx skipwire study run study.json'] : commandsOf(arms, files),
    networks,
  };
}

async function documentOf(
  studies: Pick<StudyStore, 'get'>,
  ids: ReadonlySet<string>,
): Promise<Study | undefined> {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) return undefined;
  return (await unlessRefused(studies.get(id)))?.study;
}

function uniqueFile(base: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number++) {
    const file = `${base}${number === 1 ? '' : `-${number}`}.json`;
    if (!taken.has(file)) return file;
  }
}

async function readArm(runs: RunStore, members: readonly RunRecord[]): Promise<ReportedArm> {
  return {
    graph: await firstGraph(runs, members),
    runs: await Promise.all(members.map((record) => readRun(runs, record))),
  };
}

async function firstGraph(runs: RunStore, members: readonly RunRecord[]): Promise<GraphDocument | undefined> {
  for (const { id } of members) {
    const graph = await unlessRefused(runs.graph(id));
    if (graph) return graph;
  }
  return undefined;
}

async function readRun(runs: RunStore, record: RunRecord): Promise<ReportedRun> {
  const metrics = await unlessRefused(runs.metrics(record.id));
  return {
    record,
    steps: (metrics?.steps ?? []).map(({ step, seconds, loss }) => ({ step, seconds, loss })),
    diagnostics: metrics?.diagnostics ?? [],
    environment: await readEnvironment(runs.folder(record.id).environment),
    surfaces: await surfacesIn(runs.folder(record.id)),
  };
}

async function readEnvironment(path: string): Promise<RunEnvironment | undefined> {
  const text = await unlessRefused(textIfThere(path, LARGEST_ENVIRONMENT));
  return environmentSchema.safeParse(text && parseJson(text)).data;
}

async function unlessRefused<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (isForUser(error)) return undefined;
    throw error;
  });
}

/** One for all arms with equal settings and seeds. */
function commandsOf(arms: readonly ReportedArm[], files: readonly (string | undefined)[]): string[] {
  const groups = new Map<string, { graphs: string[]; seeds: number[]; run: RunRecord }>();
  arms.forEach(({ runs }, index) => {
    const file = files[index];
    const settings = new Map<string, { seeds: number[]; run: RunRecord }>();
    for (const { record } of runs) {
      const { seed, ...rest } = record.settings;
      const key = JSON.stringify(canonical(rest));
      const found = settings.get(key) ?? { seeds: [], run: record };
      settings.set(key, { ...found, seeds: [...new Set([...found.seeds, seed])].sort((a, b) => a - b) });
    }
    for (const [key, { seeds, run }] of settings) {
      if (file === undefined) continue;
      const group = `${key} ${seeds.join(',')}`;
      const graphs = groups.get(group)?.graphs ?? [];
      groups.set(group, { graphs: [...graphs, `networks/${file}`], seeds, run });
    }
  });
  return [...groups.values()].map(({ graphs, seeds, run }) =>
    reproduceStudyCommand(graphs, seeds, run.settings),
  );
}
