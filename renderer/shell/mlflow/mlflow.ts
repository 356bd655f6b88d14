import { create } from 'zustand';
import { client } from '../../client/client';
import { messageOf } from '../../client/errors';

interface MlflowState {
  /** The address of MLFLOW_TRACKING_URI; null if it is not set; undefined until it is known. */
  environment?: string | null;
  error?: string | undefined;
}

export const useMlflow = create<MlflowState>(() => ({}));

export async function readMlflow(): Promise<void> {
  useMlflow.setState({ error: undefined });
  try {
    useMlflow.setState(await client.mlflow.status());
  } catch (error) {
    useMlflow.setState({ error: messageOf(error) });
  }
}
