/** MLflow as its own variables name it. The credentials are read when they are needed and kept nowhere. */
import { messageOf } from '../../core/basics/errors';
import type { TrainingEvent } from '../../core/contract/training';
import { t } from '../../core/messages';
import { type Credentials, MlflowClient } from './client';
import { logToMlflow, type MlflowLog } from './log';

export type { MlflowLog };

/** Undefined without MLFLOW_TRACKING_URI. One that is not the address of a server is reported: Python's MLflow takes others, too. */
export function mlflowLog(
  events: () => AsyncIterable<TrainingEvent>,
  warn: (words: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): MlflowLog | undefined {
  const address = env.MLFLOW_TRACKING_URI;
  if (!address) return undefined;
  const report = (error: string) => warn(t('executors.mlflow.warning', { address, error }));
  try {
    const client = new MlflowClient(address, credentialsOf(env));
    return logToMlflow(client, events(), {
      experiment: env.MLFLOW_EXPERIMENT_NAME || undefined,
      warn: report,
    });
  } catch (error) {
    report(messageOf(error));
    return undefined;
  }
}

export const credentialsOf = (env: NodeJS.ProcessEnv): Credentials => ({
  username: env.MLFLOW_TRACKING_USERNAME,
  password: env.MLFLOW_TRACKING_PASSWORD,
  token: env.MLFLOW_TRACKING_TOKEN,
});
