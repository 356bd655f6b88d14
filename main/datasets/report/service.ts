/**
 * Reports on data sets, computed once for everyone who waits. A computation is aborted when nobody waits for it any
 * more, unless it runs in the background after an import.
 */
import { EventEmitter, once } from 'node:events';
import type { OverviewPiece, OverviewRequest } from '../../../core/contract/datasets';
import type { Progress } from '../../../core/contract/engine';
import type { DatasetReport, ReportEvent } from '../../../core/contract/report';
import { message } from '../../../core/messages';
import { Refusal } from '../../basics/refusal';
import { OverviewReader, readOverview, writeOverview } from '../examples/overview';
import type { DatasetManifest } from '../storage/store';
import { readReport, writeReport } from './cache';
import type { ComputeOptions } from './compute';

export type ComputeInProcess = (
  folder: string,
  options: Required<ComputeOptions> & { signal: AbortSignal },
) => Promise<DatasetReport>;

export interface ReportServiceOptions {
  datasets: {
    folder(id: string): string;
    /** @throws Refusal if the data set is not on this machine. */
    manifest(id: string): Promise<DatasetManifest>;
  };
  compute: ComputeInProcess;
  /** While true, background work is postponed. */
  isBusy?: () => boolean;
  pollMs?: number;
}

interface Job {
  waiting: number;
  background: boolean;
  progress: Progress | undefined;
  events: EventEmitter;
  controller: AbortController;
  done: Promise<DatasetReport>;
  ended: boolean;
}

const PUT_OFF = 'put off';

export class ReportService {
  readonly #jobs = new Map<string, Job>();
  /** Data sets to report on in the background. */
  readonly #queue = new Set<string>();
  /** Data sets being written or removed. */
  readonly #held = new Map<string, number>();
  readonly #overviews = new OverviewReader();
  /** Imports without an overview, enqueued once: a canceled computation stays canceled. */
  readonly #lacking = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #pumping = false;
  #closed = false;

  constructor(private readonly options: ReportServiceOptions) {}

  /**
   * Progress, then the report. Ends without one when `signal` aborts.
   * @throws Refusal if the data set is not on this machine, or changes meanwhile
   */
  async *report(id: string, signal?: AbortSignal): AsyncGenerator<ReportEvent, void, undefined> {
    const manifest = await this.options.datasets.manifest(id);
    const known = await readReport(this.options.datasets.folder(id), manifest);
    if (known) {
      yield { type: 'report', report: known };
      return;
    }
    if (signal?.aborted) return;
    if (this.#held.has(id)) throw changing(manifest.name);
    const job = this.#jobs.get(id) ?? this.#start(id, manifest);
    job.waiting++;
    try {
      let sent: Progress | undefined;
      while (!job.ended && !signal?.aborted) {
        if (job.progress && job.progress !== sent) {
          sent = job.progress;
          yield { type: 'progress', ...sent };
        } else await once(job.events, 'change', { signal }).catch(() => undefined);
      }
      if (!signal?.aborted) yield { type: 'report', report: await job.done };
    } finally {
      job.waiting--;
      const unwanted = job.waiting === 0 && !job.background && !job.ended;
      if (unwanted) job.controller.abort(cancelled());
    }
  }

  /**
   * undefined if it has not been computed yet, which is then enqueued.
   * @throws Refusal if the data set is not on this machine, or has no such class
   */
  async overview(request: OverviewRequest): Promise<OverviewPiece | undefined> {
    const { id } = request;
    const manifest = await this.options.datasets.manifest(id);
    const piece = await this.#overviews.piece(this.options.datasets.folder(id), manifest, request);
    const key = `${id} ${manifest.importedAt}`;
    if (!piece && !this.#lacking.has(key)) {
      this.#lacking.add(key);
      this.enqueue(id);
    }
    return piece;
  }

  /** Computes the report in the background if needed. Never throws. */
  enqueue(id: string): void {
    this.#queue.add(id);
    void this.#pump();
  }

  /** Aborts the computation for everyone who waits. Resolves once its process is gone. */
  async cancel(id: string): Promise<void> {
    this.#queue.delete(id);
    const job = this.#jobs.get(id);
    job?.controller.abort(cancelled());
    await job?.done.catch(() => undefined);
  }

  /** Called before the data set is written or removed: aborts reports on it until `release`. */
  async hold(id: string): Promise<void> {
    this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    this.#queue.delete(id);
    const job = this.#jobs.get(id);
    job?.controller.abort(changing(id));
    await job?.done.catch(() => undefined);
  }

  /** Called after it was written or removed, or that failed. */
  release(id: string): void {
    const holders = (this.#held.get(id) ?? 1) - 1;
    if (holders > 0) this.#held.set(id, holders);
    else this.#held.delete(id);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#queue.clear();
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) job.controller.abort(new Refusal(message('datasets.report.closing')));
    await Promise.all(jobs.map(({ done }) => done.catch(() => undefined)));
  }

  #start(id: string, manifest: DatasetManifest): Job {
    const folder = this.options.datasets.folder(id);
    const controller = new AbortController();
    const job: Job = {
      waiting: 0,
      background: false,
      progress: undefined,
      events: new EventEmitter().setMaxListeners(0),
      controller,
      done: Promise.resolve() as never,
      ended: false,
    };
    let overview: Promise<void> | undefined;
    job.done = this.options
      .compute(folder, {
        signal: controller.signal,
        onOverview: (computed) => {
          if (controller.signal.aborted || computed.importedAt !== manifest.importedAt) return;
          // If it cannot be written, it is computed again when needed.
          overview = writeOverview(folder, computed).catch(() => undefined);
        },
        onProgress: (progress) => {
          job.progress = progress;
          job.events.emit('change');
        },
      })
      .then(async (report) => {
        controller.signal.throwIfAborted();
        if (report.importedAt !== manifest.importedAt) throw changing(manifest.name);
        await overview;
        await writeReport(folder, report).catch(() => undefined);
        return report;
      })
      .finally(async () => {
        await overview;
        job.ended = true;
        if (this.#jobs.get(id) === job) this.#jobs.delete(id);
        job.events.emit('change');
      });
    // Everyone who waits gets the error; it must not be unhandled if nobody does.
    job.done.catch(() => undefined);
    this.#jobs.set(id, job);
    return job;
  }

  async #pump(): Promise<void> {
    if (this.#pumping || this.#closed) return;
    this.#pumping = true;
    try {
      for (const id of this.#queue) {
        if (this.options.isBusy?.()) break;
        this.#queue.delete(id);
        await this.#inBackground(id);
      }
    } finally {
      this.#pumping = false;
    }
    if (this.#queue.size > 0 && !this.#closed) {
      this.#timer = setTimeout(() => void this.#pump(), this.options.pollMs ?? POLL_MS);
      this.#timer.unref();
    }
  }

  async #inBackground(id: string): Promise<void> {
    const { datasets, isBusy, pollMs = POLL_MS } = this.options;
    let watch: NodeJS.Timeout | undefined;
    try {
      const manifest = await datasets.manifest(id);
      if (this.#held.has(id) || this.#closed) return;
      const folder = datasets.folder(id);
      const known = (await readReport(folder, manifest)) && (await readOverview(folder, manifest));
      if (known) return;
      const job = this.#jobs.get(id) ?? this.#start(id, manifest);
      job.background = true;
      watch = setInterval(() => {
        if (isBusy?.() && job.waiting === 0) job.controller.abort(PUT_OFF);
      }, pollMs);
      watch.unref();
      await job.done;
    } catch (error) {
      if (error === PUT_OFF && !this.#closed) this.#queue.add(id);
    } finally {
      clearInterval(watch);
    }
  }
}

const POLL_MS = 2000;

const cancelled = (): Refusal => new Refusal(message('datasets.report.cancelled'));

const changing = (name: string): Refusal => new Refusal(message('datasets.report.changing', { name }));
