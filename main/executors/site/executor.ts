/** An executor of one folder on one machine (places.ts), with any scheduler. */
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { messageOf } from '../../../core/basics/errors';
import { sizeMessage } from '../../../core/format/bytes';
import { message } from '../../../core/messages';
import { type RunRecord, runRecordSchema } from '../../../core/study/run';
import { refuse } from '../../basics/refusal';
import { quote } from '../../basics/shell-quote';
import { parseJson } from '../../disk/json';
import { runFolder } from '../../runs/folder';
import type { Ending } from '../../runs/requests';
import {
  type Executor,
  type Fetched,
  isAhead,
  type Job,
  type JobState,
  type Marks,
  NotNow,
  type Spec,
  type Work,
} from '../executor';
import { type Looked, RECORD } from '../far/protocol';
import type { Known, Scheduler, SiteShell } from '../schedulers/scheduler';
import { ownBuild } from './build';
import { Connection } from './connection';
import { jobScript } from './job';
import { INSTALLED, type Places, placesIn } from './places';
import { put } from './put';
import { receiveFile, removeOthers } from './receive';
import type { Shell } from './shell';
import { placeOf, survey } from './survey';
import { filesIn, filesOfDataset } from './tree';

export interface SiteOptions {
  id: string;
  shell: Shell;
  scheduler: Scheduler;
  /** There; default: see places.ts. */
  folder?: string | undefined;
  slots?: number | undefined;
}

/** What a run of ours has in its folder that is not sent along. */
const STAYS = /^(owner\.json|request\.json|claim-.*|compiled|predictions|before-repair-.*|.*\.tmp)$/;

/** Milliseconds for a job that was just started to begin, where nothing but its folder tells. */
const BEGINS_WITHIN = 30_000;
/** Bytes for a run's log and metrics. */
const BESIDE_CHECKPOINTS = 32 * 1024 * 1024;
/** Bytes of a parameter in two checkpoints, with an optimizer's state. */
const PER_PARAMETER = 2 * 12;
/** Bytes below which a disk is full. */
const FULL = 1024 * 1024;

/** Milliseconds without a sign of life after which a process on another machine is gone. */
const SILENCE = 60_000;

export class SiteExecutor implements Executor {
  readonly id: string;
  private readonly shell: Shell;
  private readonly scheduler: Scheduler;
  private readonly connection: Connection;
  private open_: { places: Places; node: string; build: string } | undefined;
  private readonly given = new Set<string>();
  private asked: { at: number; answer: Promise<ReadonlyMap<string, Known>> } | undefined;
  /** When a process on another machine last gave a sign of life, by our clock, and what the sign was. */
  private readonly beats = new Map<string, { beat: number; at: number }>();

  constructor(private readonly options: SiteOptions) {
    const { id, shell, scheduler } = options;
    this.id = id;
    this.shell = shell;
    this.scheduler = scheduler;
    this.connection = new Connection(shell, () => {
      const { places, node, build } = this.site;
      return `exec ${[node, `${places.build(build)}/build/main/courier.cjs`, places.folder].map(quote).join(' ')}`;
    });
  }

  private get site() {
    if (!this.open_) throw new Error(`The executor ${this.id} is not open.`);
    return this.open_;
  }

  private get siteShell(): SiteShell {
    return { places: this.site.places, sh: (script) => this.connection.ask({ type: 'sh', script }, 'ran') };
  }

  slots(): number {
    return this.options.slots ?? this.scheduler.slots;
  }

  async open(work: Work): Promise<void> {
    const { shell } = this;
    const place = placeOf(shell);
    work.onProgress({ phase: message('executors.phase.connecting', { place }) });
    const build = await ownBuild();
    const found = await survey(shell, {
      folder: this.options.folder,
      digest: build.digest,
      signal: work.signal,
    });
    const places = placesIn(found.folder);
    if (!found.built) {
      const sent = {
        what: message('executors.what.build'),
        files: build.files,
        into: places.build(build.digest),
      };
      await put(shell, sent, work);
    }
    this.open_ = { places, node: found.node, build: build.digest };
    if (!found.installed) await this.install(work);
  }

  private get ownCache(): boolean {
    return this.options.folder !== undefined;
  }

  /** TensorFlow, now: machines that a scheduler chooses may not reach the network. */
  private async install(work: Work): Promise<void> {
    const { places, node, build } = this.site;
    work.onProgress({ phase: message('executors.phase.installing', { place: placeOf(this.shell) }) });
    const cache = this.ownCache ? `SKIPWIRE_CACHE="\${SKIPWIRE_CACHE:-${places.cache}}" ` : '';
    const command = [node, `${places.build(build)}/build/main/cli.cjs`, 'doctor', '--provision'];
    const { code, output, errors } = await this.siteShell.sh(
      `export SKIPWIRE_LANGUAGE=en; ${cache}${command.map(quote).join(' ')} && touch ${quote(posix.join(places.build(build), INSTALLED))}`,
    );
    if (code === 0) return;
    const said = (errors.trim() || output.trim()).split('\n').at(-1) ?? '';
    refuse('executors.install.failed', { place: placeOf(this.shell), said });
  }

  async submit(specs: readonly Spec[], work: Work): Promise<void> {
    const starts: string[] = [];
    this.asked = undefined;
    const known = await this.known().catch((error) => {
      if (error instanceof NotNow) throw error;
      throw new NotNow(message('executors.noAnswer', { place: this.id, said: messageOf(error) }));
    });
    for (const spec of specs) {
      this.given.add(spec.id);
      const found = await this.look(spec.id, new Map());
      if (this.stateOf(found.looked, found.record, known) !== 'gone') continue;
      const planned = await plannedRecord(spec.folder);
      const goesOn = found.record && isAhead(found.record, planned);
      // What it did while nobody looked is fetched.
      if (goesOn && found.record?.state === 'finished') continue;
      this.requireSpace(found.looked, planned);
      if (!goesOn) await this.send(spec, work);
      await this.stage(spec, work);
      starts.push(spec.id);
    }
    if (starts.length === 0) return;
    await this.writeJobs(specs.filter(({ id }) => starts.includes(id)));
    await this.scheduler.start(this.siteShell, starts);
    this.asked = undefined;
  }

  /** @throws NotNow */
  private requireSpace({ free }: Looked, { network }: RunRecord): void {
    const needed = BESIDE_CHECKPOINTS + network.params * PER_PARAMETER;
    if (free >= needed) return;
    const said = { place: this.id, folder: this.site.places.folder };
    throw new NotNow(
      message('executors.noSpace', { ...said, needed: sizeMessage(needed), free: sizeMessage(free) }),
    );
  }

  /** What the scheduler knows, asked once for all runs. @throws if it does not answer. */
  private known(): Promise<ReadonlyMap<string, Known>> {
    if (this.asked && Date.now() - this.asked.at < this.scheduler.every) return this.asked.answer;
    const answer = this.scheduler.known(this.siteShell);
    this.asked = { at: Date.now(), answer };
    return answer;
  }

  private async send({ id, folder }: Spec, work: Work): Promise<void> {
    const all = await filesIn(folder, (name) => !STAYS.test(name));
    // Over there it trains on that machine.
    const { where: _, ...record } = await plannedRecord(folder);
    const own = { name: RECORD, from: Buffer.from(JSON.stringify(record)) };
    const files = [...all.filter(({ name }) => name !== RECORD), own];
    const into = this.site.places.job(id).run;
    await put(this.shell, { what: message('executors.what.run', { id }), files, into, replace: true }, work);
  }

  /** Once per machine. */
  private async stage({ dataset }: Spec, work: Work): Promise<void> {
    const into = posix.join(this.site.places.data(dataset.digest), 'datasets', dataset.id);
    const { code } = await this.siteShell.sh(`[ -d ${quote(into)} ]`);
    if (code === 0) return;
    const files = await filesOfDataset(dataset.folder);
    await put(
      this.shell,
      { what: message('executors.what.dataset', { dataset: dataset.id }), files, into },
      work,
    );
  }

  private async writeJobs(specs: readonly Spec[]): Promise<void> {
    const { places, node, build } = this.site;
    for (const { id, dataset } of specs) {
      const { digest } = dataset;
      const script = jobScript(places, { id, build, digest, node, ownCache: this.ownCache });
      const job = places.job(id);
      const { code, errors } = await this.siteShell.sh(
        `rm -f ${quote(job.exit)} && printf %s ${quote(script)} > ${quote(job.script)}`,
      );
      if (code !== 0) refuse('executors.start.failed', { id, said: errors.trim() });
    }
  }

  async list(): Promise<Job[]> {
    const jobs: Job[] = [];
    for (const id of this.given) {
      const { state } = await this.state(id);
      jobs.push({ id, state });
    }
    return jobs;
  }

  async state(id: string): Promise<Job & Pick<Fetched, 'record'>> {
    const known = await this.known();
    const { looked, record } = await this.look(id, new Map());
    return { id, state: this.stateOf(looked, record, known), record };
  }

  async logs(id: string, cursor = 0): Promise<{ text: string; cursor: number }> {
    const { text, cursor: next } = await this.connection.ask({ type: 'output', id, cursor }, 'output');
    return { text, cursor: next };
  }

  async stop(id: string, as: Ending): Promise<void> {
    const { looked } = await this.look(id, new Map());
    const { job } = looked;
    const known = job === undefined ? undefined : (await this.known()).get(job);
    if (looked.owner === 'here' || looked.owner === 'elsewhere') {
      await this.connection.ask({ type: 'end', id, as }, 'ended');
    } else if (job !== undefined && known !== undefined) await this.scheduler.cancel(this.siteShell, job);
  }

  async fetch(id: string, folder: string, marks: Marks): Promise<Fetched> {
    // Asked first: a job that ended meanwhile has its last files.
    const known = await this.known().catch(() => undefined);
    const { looked, record } = await this.look(id, marks, folder);
    if (looked.there) await removeOthers(folder, looked.names);
    return {
      id,
      state: this.stateOf(looked, record, known),
      record,
      said: looked.said,
      full: looked.free < FULL,
    };
  }

  /** @param folder copies the run's files into it. */
  private async look(id: string, marks: Marks, folder?: string) {
    let text = '';
    // The record is small and always asked for.
    const { [RECORD]: _, ...others } = Object.fromEntries(marks);
    const asked =
      folder === undefined ? { type: 'state' as const, id } : { type: 'look' as const, id, marks: others };
    const looked = await this.connection.ask(asked, 'looked', async (file, content) => {
      if (file.name === RECORD) for await (const part of content) text += part.toString('utf8');
      else if (folder !== undefined) {
        await receiveFile(folder, file, content);
        marks.set(file.name, file.mark);
      }
    });
    const record = text === '' ? undefined : runRecordSchema.safeParse(parseJson(text)).data;
    return { looked, record };
  }

  /** @param known undefined if the scheduler does not answer. */
  private stateOf(
    { owner, beat, job, age, ended }: Looked,
    record: RunRecord | undefined,
    known: ReadonlyMap<string, Known> | undefined,
  ): JobState {
    if (owner === 'here' || (owner === 'elsewhere' && this.isBeating(record?.id ?? '', beat)))
      return 'training';
    if (job === undefined || record?.state === 'finished') return 'gone';
    const state = known?.get(job);
    // Slurm starts a job again whose node it lost, or needs for another.
    if (state === 'waiting' || (state !== undefined && !ended)) return state;
    if (ended) return 'gone';
    if (!known) return 'waiting';
    return age !== undefined && age < BEGINS_WITHIN ? 'waiting' : 'gone';
  }

  /** Clocks of two machines are not compared: only whether the sign of life changes. */
  private isBeating(id: string, beat = 0): boolean {
    const before = this.beats.get(id);
    if (before?.beat === beat) return Date.now() - before.at < SILENCE;
    this.beats.set(id, { beat, at: Date.now() });
    return true;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

async function plannedRecord(folder: string): Promise<RunRecord> {
  return runRecordSchema.parse(parseJson(await readFile(runFolder(folder).record, 'utf8')));
}
