/** Every scenario of the bench, in the order of the report. */
import { analysis } from './analysis';
import { canvasScripts } from './canvas';
import { chartScripts } from './charts';
import { compileTime } from './compile';
import { diagnostics } from './diagnostics';
import { cifarEpoch, photoEpoch } from './epoch';
import { estimate } from './estimate';
import { exports } from './exports';
import { feedMemory } from './feed-memory';
import { feeding } from './feeding';
import { firstStep } from './first-step';
import { growth } from './growth';
import { importCifar } from './import-cifar';
import { memory } from './memory';
import { predict } from './predict';
import { runTable } from './run-table';
import type { Scenario } from './scenario';
import { longStudy, shortStudy } from './studies';
import { surface } from './surface';
import { timeToAccuracy } from './time-to-accuracy';
import { type StepBar, trainingStep } from './training-step';

const tiny = { arm: 'resnet18', side: 32, batch: 8 };
const cifarBars: readonly StepBar[] = [
  ...(['keras', 'pytorch'] as const).flatMap((over): StepBar[] => [
    { over, precision: 'auto', bar: 0.6 },
    { over, bar: 0.6 },
    { over, precision: 'bfloat16', theirs: 'bfloat16', bar: 0.6 },
  ]),
  { over: 'tfjs', bar: 0.33 },
];

export const scenarios: readonly Scenario[] = [
  trainingStep(
    'step-resnet50-32',
    'ResNet-50, 32x32, batch 256',
    { arm: 'resnet50', side: 32, batch: 256 },
    tiny,
  ),
  trainingStep(
    'step-resnet34-32',
    'ResNet-34, 32x32, batch 256',
    { arm: 'resnet34', side: 32, batch: 256 },
    tiny,
  ),
  trainingStep(
    'step-resnet50-224',
    'ResNet-50, 224x224, batch 16',
    { arm: 'resnet50', side: 224, batch: 16 },
    tiny,
  ),
  trainingStep(
    'step-resnet34-224',
    'ResNet-34, 224x224, batch 16',
    { arm: 'resnet34', side: 224, batch: 16 },
    tiny,
  ),
  trainingStep(
    'step-resnet20-cifar',
    'ResNet-20, 32x32, batch 128',
    { arm: 'resnet20', side: 32, batch: 128 },
    tiny,
    cifarBars,
  ),
  trainingStep(
    'step-resnet56-cifar',
    'ResNet-56, 32x32, batch 128',
    { arm: 'resnet56', side: 32, batch: 128 },
    tiny,
    cifarBars,
  ),
  cifarEpoch,
  photoEpoch,
  feeding,
  feedMemory,
  importCifar,
  analysis,
  chartScripts,
  canvasScripts,
  compileTime,
  firstStep,
  memory,
  estimate,
  growth,
  diagnostics,
  exports,
  predict,
  surface,
  longStudy,
  shortStudy,
  runTable,
  timeToAccuracy,
];
