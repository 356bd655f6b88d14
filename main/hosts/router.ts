/** Implements the contract with the services, for the browser host and Electron. */
import { implement } from '@orpc/server';
import { contract } from '../../core/contract';
import type { AppInfo } from '../../core/contract/app';
import type { ShellEvent, WindowMenus } from '../../core/contract/shell';
import { LOCAL } from '../../core/study/run';
import { refuse } from '../basics/refusal';
import { networkCode } from '../exporting/code';
import type { Downloads } from './downloads';
import { type FaultLog, forWindow } from './errors';
import { stopEarly } from './few-faults';
import { findWritten } from './find-written';
import { readLicenses } from './licenses';
import type { HostServices } from './services';
import { progressOf, type TaskOptions, until } from './streams';

export interface Shell {
  /** @returns null if canceled. */
  pickPath(options: { kind: 'file' | 'folder'; title?: string | undefined }): Promise<string | null>;
  events(signal?: AbortSignal): AsyncIterable<ShellEvent>;
  showInFolder(path: string): void;
  /** @param svgs files. @returns each at twice its size */
  drawPngs(svgs: readonly string[]): Promise<Uint8Array[]>;
  /** @param file an HTML file */
  printPdf(file: string): Promise<Uint8Array>;
  /** Adds a graph file to the recent ones. */
  noteDocument(path: string): void;
  showMenus(menus: WindowMenus): void;
}

/** @param log gets unexpected errors. @param shell only in Electron. @param downloads only in the browser host. */
export function createRouter(
  services: HostServices,
  info: AppInfo,
  log: FaultLog = console.error,
  shell?: Shell,
  downloads?: Downloads,
) {
  const {
    engine,
    documents,
    datasets,
    reports,
    training,
    queue,
    rangeTest,
    preview,
    memory,
    precision,
    runs,
    bin,
    kept,
    exporting,
    predictions,
    surfaces,
    models,
    importing,
    mlflow,
    places,
    unfinished,
    studies,
    studyReports,
  } = services;
  stopEarly(contract);
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw forWindow(error, log);
    }
  });

  /** Stream errors come after the handler has returned, so the middleware does not see them. */
  async function* translated<Event>(events: AsyncIterable<Event>): AsyncGenerator<Event, void, undefined> {
    try {
      yield* events;
    } catch (error) {
      throw forWindow(error, log);
    }
  }

  const stream = <Event>(events: AsyncIterable<Event>, signal: AbortSignal | undefined) =>
    translated(until(events, signal));
  const task = (run: (options: TaskOptions) => Promise<unknown>, signal: AbortSignal | undefined) =>
    translated(progressOf(run, signal));

  return os.router({
    app: {
      info: os.app.info.handler(() => info),
      showDataFolder: os.app.showDataFolder.handler(() => {
        if (!shell) refuse('hosts.desktopOnly');
        shell.showInFolder(info.dataFolder);
      }),
      licenses: os.app.licenses.handler(() => readLicenses()),
      pickPath: os.app.pickPath.handler(async ({ input }) => {
        if (!shell) refuse('hosts.pickPath');
        return { path: await shell.pickPath(input) };
      }),
      shell: os.app.shell.handler(({ signal }) => {
        if (!shell) refuse('hosts.desktopOnly');
        return stream(shell.events(signal), signal);
      }),
      noteDocument: os.app.noteDocument.handler(({ input }) => shell?.noteDocument(input.path)),
      showMenus: os.app.showMenus.handler(({ input }) => shell?.showMenus(input)),
    },
    engine: {
      status: os.engine.status.handler(() => engine.status()),
      provision: os.engine.provision.handler(({ signal }) =>
        task((options) => engine.ensure(options), signal),
      ),
      doctor: os.engine.doctor.handler(() => engine.doctor()),
      chooseDevice: os.engine.chooseDevice.handler(({ input }) => engine.chooseDevice(input.device)),
      trainOnCpu: os.engine.trainOnCpu.handler(() => engine.trainOnCpu()),
    },
    documents: {
      list: os.documents.list.handler(() => documents.list()),
      read: os.documents.read.handler(({ input }) => documents.read(input.id)),
      follow: os.documents.follow.handler(({ input, signal }) =>
        stream(documents.follow(input.id, signal), signal),
      ),
      create: os.documents.create.handler(({ input: { id, document, history } }) =>
        documents.create(id, document, history),
      ),
      save: os.documents.save.handler(({ input }) => documents.save(input)),
      versions: os.documents.versions.handler(({ input }) => documents.versions(input.id)),
      version: os.documents.version.handler(({ input }) => documents.version(input.id, input.version)),
      remove: os.documents.remove.handler(({ input }) => documents.moveToBin(input.id, bin)),
      discard: os.documents.discard.handler(({ input }) => documents.discard(input.id, bin)),
      adopt: os.documents.adopt.handler(({ input }) => documents.adopt(input)),
      tabs: os.documents.tabs.handler(() => documents.tabs()),
      changeTabs: os.documents.changeTabs.handler(({ input }) => documents.changeTabs(input)),
    },
    datasets: {
      list: os.datasets.list.handler(() => datasets.list()),
      download: os.datasets.download.handler(({ input, signal }) =>
        task((options) => datasets.download(input.id, { ...options, proxy: input.proxy }), signal),
      ),
      import: os.datasets.import.handler(({ input, signal }) =>
        task((options) => datasets.importFrom(input.id, input.path, options), signal),
      ),
      generate: os.datasets.generate.handler(({ input: { trainCount, valCount, seed }, signal }) =>
        task((options) => datasets.generate({ trainCount, valCount, seed }, options), signal),
      ),
      report: os.datasets.report.handler(({ input, signal }) =>
        stream(reports.report(input.id, signal), signal),
      ),
      cancelReport: os.datasets.cancelReport.handler(({ input }) => reports.cancel(input.id)),
      remove: os.datasets.remove.handler(({ input }) => datasets.remove(input.id)),
      examples: os.datasets.examples.handler(({ input }) => datasets.examples(input)),
      overview: os.datasets.overview.handler(async ({ input }) => (await reports.overview(input)) ?? null),
      example: os.datasets.example.handler(({ input }) => datasets.example(input)),
      preview: os.datasets.preview.handler(({ input, signal }) => preview.run(input, signal)),
      inspect: os.datasets.inspect.handler(({ input: { path, ...choice }, signal }) =>
        datasets.inspect(path, { ...choice, signal }),
      ),
      importOwn: os.datasets.importOwn.handler(({ input, signal }) =>
        task((options) => datasets.importOwn(input, options), signal),
      ),
    },
    queue: {
      list: os.queue.list.handler(() => queue.list()),
      move: os.queue.move.handler(({ input }) => queue.move(input.runIds, input.before)),
      priority: os.queue.priority.handler(({ input }) => queue.priority(input.runIds, input.priority)),
      skip: os.queue.skip.handler(({ input }) => queue.skip(input.runIds)),
      remove: os.queue.remove.handler(({ input }) => queue.remove(input.runIds)),
      pause: os.queue.pause.handler(() => queue.pause()),
      slots: os.queue.slots.handler(({ input }) => queue.slots(input.slots)),
    },
    training: {
      start: os.training.start.handler(({ input: { on, ...request } }) => training.start(request, on)),
      stop: os.training.stop.handler(({ input }) => training.stop(input)),
      pause: os.training.pause.handler(({ input }) => training.pause(input)),
      resume: os.training.resume.handler(async ({ input: { runIds, abandon } }) => {
        if (abandon) await training.resume(runIds, [LOCAL], { abandon });
        else await queue.resume(runIds);
      }),
      extend: os.training.extend.handler(({ input }) =>
        training.extend(input.runId, input.epochs, input.rate),
      ),
      restart: os.training.restart.handler(({ input: { runId, checkpoint, settings } }) =>
        training.restart(runId, checkpoint, settings),
      ),
      rangeTest: os.training.rangeTest.handler(({ input, signal }) =>
        stream(rangeTest.run(input, signal), signal),
      ),
      estimate: os.training.estimate.handler(({ input }) => memory.estimate(input.graph, input.settings)),
      precision: os.training.precision.handler(
        async ({ input: { graphs, measure }, signal }) =>
          (await precision.speeds(graphs, measure, signal)) ?? null,
      ),
      status: os.training.status.handler(() => training.status()),
      unfinished: os.training.unfinished.handler(() => unfinished.list()),
      forgetUnfinished: os.training.forgetUnfinished.handler(() => unfinished.forget()),
      events: os.training.events.handler(({ signal }) => stream(training.events(), signal)),
    },
    studies: {
      list: os.studies.list.handler(() => studies.list()),
      get: os.studies.get.handler(({ input }) => studies.get(input.id)),
      save: os.studies.save.handler(({ input }) => studies.save(input)),
      remove: os.studies.remove.handler(({ input }) => studies.remove(input.id, bin)),
      check: os.studies.check.handler(({ input }) => studies.check(input.study)),
      plan: os.studies.plan.handler(async ({ input: { study, id, on } }) =>
        studies.plan(await studies.resolve(study), id, on),
      ),
      measure: os.studies.measure.handler(({ input, signal }) =>
        task((options) => studies.measure(input.study, options), signal),
      ),
      start: os.studies.start.handler(({ input }) => studies.start(input.id, input.on)),
    },
    places: {
      list: os.places.list.handler(() => places.list()),
      check: os.places.check.handler(({ input, signal }) => places.check(input.place, signal)),
    },
    studyReports: {
      write: os.studyReports.write.handler(({ input }) => studyReports.write(input, shell)),
    },
    runs: {
      list: os.runs.list.handler(() => runs.list()),
      changes: os.runs.changes.handler(({ input }) => runs.changes(input.known)),
      annotate: os.runs.annotate.handler(({ input }) => runs.annotate(input.changes)),
      annotations: os.runs.annotations.handler(({ signal }) => stream(runs.annotations(signal), signal)),
      metrics: os.runs.metrics.handler(({ input }) => runs.metrics(input.id)),
      confusion: os.runs.confusion.handler(
        async ({ input }) => (await runs.confusion(input.id, input.epoch)) ?? null,
      ),
      graph: os.runs.graph.handler(({ input }) => runs.graph(input.id)),
      log: os.runs.log.handler(({ input }) => runs.log(input.id, input.from)),
      remove: os.runs.remove.handler(async ({ input: { id, forGood } }) => {
        if (!forGood) return runs.moveToBin(id, bin);
        await runs.remove(id);
        return null;
      }),
      repair: os.runs.repair.handler(({ input }) => runs.repair(input.id)),
    },
    mlflow: {
      status: os.mlflow.status.handler(() => ({ environment: mlflow.environment ?? null })),
      check: os.mlflow.check.handler(({ input }) => mlflow.check(input.address)),
    },
    kept: {
      load: os.kept.load.handler(() => kept.load()),
      change: os.kept.change.handler(({ input }) => kept.change(input)),
      events: os.kept.events.handler(({ signal }) => stream(kept.events(), signal)),
    },
    bin: {
      list: os.bin.list.handler(() => bin.list()),
      restore: os.bin.restore.handler(({ input }) => bin.restore(input.id)),
      remove: os.bin.remove.handler(({ input }) => bin.remove(input.id)),
      empty: os.bin.empty.handler(() => bin.empty()),
    },
    predict: {
      files: os.predict.files.handler(({ input, signal }) =>
        stream(predictions.files(input, signal), signal),
      ),
      images: os.predict.images.handler(({ input, signal }) =>
        stream(predictions.images(input, signal), signal),
      ),
      split: os.predict.split.handler(({ input, signal }) =>
        stream(predictions.split(input, signal), signal),
      ),
      gradCam: os.predict.gradCam.handler(({ input, signal }) =>
        stream(predictions.gradCam(input, signal), signal),
      ),
    },
    surface: {
      compute: os.surface.compute.handler(({ input, signal }) =>
        stream(surfaces.events(input, signal), signal),
      ),
      kept: os.surface.kept.handler(async ({ input }) => (await surfaces.kept(input)) ?? null),
    },
    models: {
      list: os.models.list.handler(() => models.list()),
      import: os.models.import.handler(({ input, signal }) => importing.importModel(input.path, signal)),
      document: os.models.document.handler(({ input }) => models.document(input.id)),
      report: os.models.report.handler(({ input }) => models.report(input.id)),
      setPixels: os.models.setPixels.handler(({ input: { id, values } }) => models.setPixels(id, values)),
      remove: os.models.remove.handler(({ input }) => models.moveToBin(input.id, bin)),
    },
    exporting: {
      create: os.exporting.create.handler(({ input: { of, tasks, replace, ...choice }, signal }) =>
        stream(
          exporting.events(of, tasks, { ...choice, ...(replace ? { force: true } : {}) }, signal),
          signal,
        ),
      ),
      download: os.exporting.download.handler(({ input, signal }) => {
        if (!downloads) refuse('hosts.download.browserOnly', { path: input.path });
        return translated(downloads.start(input.path, signal));
      }),
      showInFolder: os.exporting.showInFolder.handler(async ({ input }) => {
        if (!shell) refuse('hosts.fileManager');
        shell.showInFolder((await findWritten(input.path)).path);
      }),
      code: os.exporting.code.handler(({ input: { graph, framework } }) => ({
        text: networkCode(graph, framework),
      })),
    },
  });
}

export type HostRouter = ReturnType<typeof createRouter>;
