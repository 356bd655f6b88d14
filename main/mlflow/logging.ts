/** Logs to the server that MLFLOW_TRACKING_URI names, or else to the one that a person has chosen in the window. */
import type { TrainingEvent } from '../../core/contract/training';
import type { KeptStore } from '../kept';
import { credentialsOf, type MlflowLog, mlflowLog } from '.';
import { MlflowClient } from './client';

export interface MlflowOptions {
  kept: Pick<KeptStore, 'value' | 'events'>;
  events(signal: AbortSignal): AsyncIterable<TrainingEvent>;
  warn(words: string): void;
  env?: NodeJS.ProcessEnv;
}

export class MlflowLogging {
  private readonly env: NodeJS.ProcessEnv;
  private address = '';
  private log: MlflowLog | undefined;
  private readonly closing = new AbortController();
  private end = new AbortController();
  private ended: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: MlflowOptions) {
    this.env = options.env ?? process.env;
  }

  /** From now on. */
  async open(): Promise<void> {
    if (this.environment !== undefined) return this.logTo(this.env.MLFLOW_TRACKING_URI ?? '');
    const changes = this.options.kept.events(this.closing.signal);
    await this.logToChosen();
    void this.follow(changes);
  }

  private async follow(changes: ReturnType<KeptStore['events']>): Promise<void> {
    for await (const { concern } of changes) if (concern === 'logging') await this.logToChosen();
  }

  private async logToChosen(): Promise<void> {
    // What cannot be read is said where the window loads it.
    const chosen = await this.options.kept.value('logging', 'mlflow').catch(() => undefined);
    this.logTo(typeof chosen === 'string' ? chosen : '');
  }

  private logTo(address: string): void {
    if (address === this.address) return;
    this.stop();
    this.address = address;
    const { signal } = this.end;
    const { events, warn } = this.options;
    this.log = mlflowLog(() => events(signal), warn, { ...this.env, MLFLOW_TRACKING_URI: address });
  }

  private stop(): void {
    this.end.abort();
    this.end = new AbortController();
    this.ended = Promise.all([this.ended, this.log?.close()]);
  }

  /** The environment's address, without what may be a secret; undefined without one. */
  get environment(): string | undefined {
    const { MLFLOW_TRACKING_URI: address } = this.env;
    if (!address || !URL.canParse(address)) return address || undefined;
    const url = new URL(address);
    for (const part of ['username', 'password', 'search', 'hash'] as const) url[part] = '';
    return url.href;
  }

  /** @throws Refusal if no MLflow answers there, or it refuses the credentials of the environment */
  check(address: string): Promise<void> {
    return new MlflowClient(address, credentialsOf(this.env)).answers();
  }

  /** Resolves when everything is sent, or after a while. */
  async close(): Promise<void> {
    this.closing.abort();
    this.stop();
    await this.ended;
  }
}
