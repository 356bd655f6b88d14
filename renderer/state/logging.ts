/** Where runs are logged. Kept on the host, which uses it. */
import { create } from 'zustand';
import { keep } from './kept/keep';

/** `mlflow`: the address of a server; empty for none. */
export const useLogging = create<{ mlflow: string }>(() => ({ mlflow: '' }));

keep(useLogging, {
  concern: 'logging',
  live: true,
  values: ({ mlflow }) => ({ mlflow }),
  change: ({ mlflow }) => ({ mlflow: typeof mlflow === 'string' ? mlflow : '' }),
});
