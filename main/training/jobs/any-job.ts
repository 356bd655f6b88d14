import { message } from '../../../core/messages';
import type { AnyJob, FromWorker } from '../protocol/messages';
import { runJob } from './job';
import type { JobContext } from './job-context';
import { runPrediction } from './predict-job';
import { runPreview } from './preview-job';
import { runRangeTest } from './range-test-job';
import { runShareProbe } from './share-probe-job';
import { runSpeedProbe } from './speed-probe-job';
import { runStepProbe } from './step-probe-job';
import { runSurface } from './surface-job';

/** Never rejects; resolves to the worker's last message. */
export function runAnyJob(job: AnyJob, context: JobContext): Promise<FromWorker> {
  const work =
    'preview' in job
      ? runPreview(job, context)
      : 'predict' in job
        ? runPrediction(job, context)
        : 'speedProbe' in job
          ? runSpeedProbe(job, context)
          : 'shareProbe' in job
            ? runShareProbe(job, context)
            : 'surface' in job
              ? runSurface(job, context)
              : job.stepProbe
                ? runStepProbe(job, context)
                : job.rangeTest
                  ? runRangeTest(job, job.rangeTest, context)
                  : runJob(job, context);
  return work.catch(
    (error): FromWorker => ({
      type: 'failed',
      message: message('training.failure.unexpected', { error: String(error) }),
    }),
  );
}
