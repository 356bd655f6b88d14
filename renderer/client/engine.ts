/** The TensorFlow runtime: its state, and its download on first use. */
import { create } from 'zustand';
import type { EngineStatus, Progress } from '../../core/contract/engine';
import { join, type MessageOrText, message, t, textOf } from '../../core/messages';
import { client, onEveryConnection } from './client';
import { type ConnectionStatus, useConnection } from './connection';
import { messageOf } from './errors';

export interface EngineState {
  connection: ConnectionStatus['state'];
  failures: number;
  status?: EngineStatus;
  progress?: Progress;
  error?: string;
}

const useEngineStore = create<Omit<EngineState, 'connection' | 'failures'>>(() => ({}));

/** Never throws. */
export async function refreshEngine(): Promise<EngineStatus | undefined> {
  try {
    const status = await client.engine.status();
    useEngineStore.setState({ status, error: undefined });
    return status;
  } catch (error) {
    useEngineStore.setState({ error: messageOf(error) });
    return undefined;
  }
}

/** For new runs. @throws ORPCError REFUSED for a GPU that is not there */
export async function chooseDevice(device: string): Promise<void> {
  const status = await client.engine.chooseDevice({ device });
  useEngineStore.setState({ status, error: undefined });
}

let underWay: Promise<void> | undefined;

async function provision(signal?: AbortSignal): Promise<void> {
  useEngineStore.setState({
    error: undefined,
    progress: { phase: message('shell.client.lookingForTensorFlow') },
  });
  try {
    for await (const progress of await client.engine.provision(undefined, { signal })) {
      useEngineStore.setState({ progress });
    }
  } catch (error) {
    useEngineStore.setState({ error: messageOf(error) });
    throw error;
  } finally {
    useEngineStore.setState({ progress: undefined });
    underWay = undefined;
  }
  await refreshEngine();
}

/** Provides the runtime if it is missing; a second caller joins the first. @throws ORPCError with what to do. */
export async function ensureEngine(signal?: AbortSignal): Promise<void> {
  const status = await refreshEngine();
  if (status?.state === 'ready') return;
  underWay ??= provision(signal);
  await underWay;
}

const keepLoaded = onEveryConnection(() => void refreshEngine());

export function useEngineStatus(): EngineState {
  keepLoaded();
  const { state: connection, failures } = useConnection();
  return { ...useEngineStore(), connection, failures };
}

/** After this many failed attempts, the host has probably been restarted at another address. */
const PATIENCE = 6;

export const deviceRemark = ({ connection, status }: EngineState): string | undefined =>
  connection === 'lost' || !status?.deviceRemark ? undefined : textOf(status.deviceRemark);

/** "TensorFlow 2.21.0 · CPU, 2 threads", or its state. */
export function engineWords({ connection, failures, status, progress, error }: EngineState): string {
  if (connection === 'lost') {
    const otherAddress = failures < PATIENCE ? [] : [t('shell.client.otherAddress')];
    return join([t('common.connectionLost'), ...otherAddress], 'sentences');
  }
  if (connection === 'connecting') return t('shell.client.connecting');
  const parts = (...texts: (MessageOrText | undefined)[]) =>
    texts
      .map((text) => textOf(text ?? ''))
      .filter(Boolean)
      .join(' · ');
  if (progress) return parts(progress.phase, progress.detail);
  if (!status) return error ?? t('shell.client.lookingForTensorFlow');
  switch (status.state) {
    case 'ready':
      return parts(status.runtime, status.deviceName);
    case 'provisioning':
      return t('shell.client.gettingTensorFlow');
    case 'missing':
      return t('shell.client.tensorFlowLater');
    case 'broken':
      return status.message === undefined ? t('shell.client.tensorFlowBroken') : textOf(status.message);
  }
}
