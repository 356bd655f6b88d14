/** Services for a host under test: each answers at once; a test replaces what it is about. */
import type { HostServices } from '../../../main/hosts/services';

const unasked = (name: string) => (): never => {
  throw new Error(`This test did not expect a call of ${name}.`);
};

type Replacements = { [Name in keyof HostServices]?: Partial<HostServices[Name]> };

export function fakeServices(replacements: Replacements = {}): HostServices {
  return {
    engine: {
      status: async () => ({ state: 'ready', runtime: 'TensorFlow 2.21.0' }),
      ensure: unasked('engine.ensure'),
      trainOnCpu: unasked('engine.trainOnCpu'),
      doctor: unasked('engine.doctor'),
      ...replacements.engine,
    },
    documents: {
      list: async () => [],
      read: unasked('documents.read'),
      follow: unasked('documents.follow'),
      create: unasked('documents.create'),
      save: unasked('documents.save'),
      versions: unasked('documents.versions'),
      version: unasked('documents.version'),
      moveToBin: unasked('documents.moveToBin'),
      discard: unasked('documents.discard'),
      adopt: unasked('documents.adopt'),
      tabs: async () => ({ open: [] }),
      changeTabs: unasked('documents.changeTabs'),
      ...replacements.documents,
    },
    datasets: {
      list: async () => [],
      download: unasked('datasets.download'),
      importFrom: unasked('datasets.importFrom'),
      generate: unasked('datasets.generate'),
      remove: unasked('datasets.remove'),
      examples: unasked('datasets.examples'),
      example: unasked('datasets.example'),
      inspect: unasked('datasets.inspect'),
      importOwn: unasked('datasets.importOwn'),
      ...replacements.datasets,
    },
    reports: {
      report: unasked('reports.report'),
      overview: unasked('reports.overview'),
      cancel: unasked('reports.cancel'),
      ...replacements.reports,
    },
    studies: {
      list: async () => [],
      get: unasked('studies.get'),
      save: unasked('studies.save'),
      remove: unasked('studies.remove'),
      resolve: unasked('studies.resolve'),
      check: unasked('studies.check'),
      plan: unasked('studies.plan'),
      start: unasked('studies.start'),
      ...replacements.studies,
    },
    training: {
      start: unasked('training.start'),
      stop: unasked('training.stop'),
      pause: unasked('training.pause'),
      resume: unasked('training.resume'),
      extend: unasked('training.extend'),
      restart: unasked('training.restart'),
      status: () => ({ active: false, runs: [] }),
      events: unasked('training.events'),
      ...replacements.training,
    },
    unfinished: { list: async () => [], forget: unasked('unfinished.forget'), ...replacements.unfinished },
    rangeTest: { run: unasked('rangeTest.run'), ...replacements.rangeTest },
    preview: { run: unasked('preview.run'), ...replacements.preview },
    precision: { speeds: async () => undefined, ...replacements.precision },
    memory: { estimate: unasked('memory.estimate'), ...replacements.memory },
    runs: {
      list: async () => [],
      confusion: unasked('runs.confusion'),
      metrics: unasked('runs.metrics'),
      graph: unasked('runs.graph'),
      remove: unasked('runs.remove'),
      moveToBin: unasked('runs.moveToBin'),
      repair: unasked('runs.repair'),
      ...replacements.runs,
    },
    kept: {
      load: unasked('kept.load'),
      change: unasked('kept.change'),
      events: unasked('kept.events'),
      theme: async () => 'system',
      ...replacements.kept,
    },
    bin: {
      list: async () => [],
      restore: unasked('bin.restore'),
      remove: unasked('bin.remove'),
      empty: unasked('bin.empty'),
      move: unasked('bin.move'),
      contentOf: unasked('bin.contentOf'),
      ...replacements.bin,
    },
    predictions: {
      files: unasked('predictions.files'),
      images: unasked('predictions.images'),
      split: unasked('predictions.split'),
      gradCam: unasked('predictions.gradCam'),
      ...replacements.predictions,
    },
    models: {
      list: async () => [],
      document: unasked('models.document'),
      report: unasked('models.report'),
      setPixels: unasked('models.setPixels'),
      moveToBin: unasked('models.moveToBin'),
      ...replacements.models,
    },
    importing: { importModel: unasked('importing.importModel'), ...replacements.importing },
    surfaces: {
      events: unasked('surface.compute'),
      kept: async () => undefined,
      ...replacements.surfaces,
    },
    exporting: { events: unasked('exporting.events'), ...replacements.exporting },
  };
}
