/** MLflow's REST interface, version 2.0 (mlflow.org/docs/latest/api_reference/rest-api.html). */
import { request } from 'undici';
import { z } from 'zod';
import { messageOf } from '../../core/basics/errors';
import { message } from '../../core/messages';
import { Refusal } from '../basics/refusal';

export interface Metric {
  key: string;
  value: number;
  /** Milliseconds. */
  timestamp: number;
  /** A whole number: MLflow loses others without saying so. */
  step: number;
}

export type Status = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Credentials {
  username?: string | undefined;
  password?: string | undefined;
  token?: string | undefined;
}

/** What MLflow takes at once. */
const MOST_METRICS = 1000;
const MOST_PARAMS = 100;
/** Characters of a parameter's value. */
const LONGEST_VALUE = 6000;
const WITHIN = 10_000;
/** MLflow's code for an experiment or run that does not exist. */
const ABSENT = 404;

const experimentSchema = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const createdExperimentSchema = z.object({ experiment_id: z.string() });
const runSchema = z.object({ run: z.object({ info: z.object({ run_id: z.string() }) }) });
const foundSchema = z.object({
  runs: z
    .array(
      z.object({
        info: z.object({ run_id: z.string() }),
        data: z.object({
          metrics: z.array(z.object({ key: z.string(), step: z.coerce.number() })).default([]),
        }),
      }),
    )
    .default([]),
});

export interface FoundRun {
  id: string;
  /** By metric, the newest step that it has. */
  steps: ReadonlyMap<string, number>;
}

type Pairs = Readonly<Record<string, string>>;

export class MlflowClient {
  private readonly base: string;
  private readonly authorization: string | undefined;

  /** @param address `http://127.0.0.1:5000` @throws Refusal if it is not one of a server */
  constructor(address: string, { username, password, token }: Credentials = {}) {
    if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
      throw new Refusal(message('executors.mlflow.address', { received: address }));
    }
    this.base = `${address.replace(/\/+$/, '')}/api/2.0/mlflow`;
    if (token) this.authorization = `Bearer ${token}`;
    else if (username) {
      this.authorization = `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`;
    }
  }

  /** @throws Refusal if no MLflow answers there */
  async answers(): Promise<void> {
    const { base } = this;
    const found = await this.call('POST', 'experiments/search', { max_results: 1 });
    if (found === undefined) throw new Refusal(message('executors.mlflow.other', { address: base }));
  }

  /** The experiment's id; it is created if it is missing. */
  async experiment(name: string): Promise<string> {
    const query = new URLSearchParams({ experiment_name: name });
    const found = await this.call('GET', `experiments/get-by-name?${query}`);
    if (found !== undefined) return experimentSchema.parse(found).experiment.experiment_id;
    const created = await this.call('POST', 'experiments/create', { name });
    return createdExperimentSchema.parse(created).experiment_id;
  }

  /** The run with this tag; undefined if there is none. */
  async find(experiment: string, tag: string, value: string): Promise<FoundRun | undefined> {
    const filter = `tags.\`${tag}\` = '${value}'`;
    const found = await this.call('POST', 'runs/search', { experiment_ids: [experiment], filter });
    const run = foundSchema.parse(found).runs[0];
    if (!run) return undefined;
    return { id: run.info.run_id, steps: new Map(run.data.metrics.map(({ key, step }) => [key, step])) };
  }

  async create(experiment: string, name: string, startTime: number, tags: Pairs): Promise<string> {
    const body = { experiment_id: experiment, run_name: name, start_time: startTime, tags: pairs(tags) };
    return runSchema.parse(await this.call('POST', 'runs/create', body)).run.info.run_id;
  }

  async params(run: string, params: Pairs): Promise<void> {
    const all = pairs(params).map(({ key, value }) => ({ key, value: value.slice(0, LONGEST_VALUE) }));
    for (let at = 0; at < all.length; at += MOST_PARAMS) {
      await this.call('POST', 'runs/log-batch', { run_id: run, params: all.slice(at, at + MOST_PARAMS) });
    }
  }

  async metrics(run: string, metrics: readonly Metric[]): Promise<void> {
    for (let at = 0; at < metrics.length; at += MOST_METRICS) {
      const part = metrics.slice(at, at + MOST_METRICS);
      // JSON has no NaN, and MLflow takes a null for 0.
      const sent = part.map((one) => ({
        ...one,
        value: Number.isFinite(one.value) ? one.value : String(one.value),
      }));
      await this.call('POST', 'runs/log-batch', { run_id: run, metrics: sent });
    }
  }

  async update(run: string, status: Status, endTime?: number): Promise<void> {
    const end = endTime === undefined ? {} : { end_time: endTime };
    await this.call('POST', 'runs/update', { run_id: run, status, ...end });
  }

  /** @returns undefined if what is asked for does not exist. @throws Refusal if the server does not answer or refuses */
  private async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const { base, authorization } = this;
    let status: number;
    let text: string;
    try {
      const answer = await request(`${base}/${path}`, {
        method,
        headersTimeout: WITHIN,
        bodyTimeout: WITHIN,
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      status = answer.statusCode;
      text = await answer.body.text();
    } catch (error) {
      throw new Refusal(message('executors.mlflow.failed', { said: messageOf(error) }));
    }
    if (status === ABSENT) return undefined;
    if (status !== 200) {
      throw new Refusal(message('executors.mlflow.failed', { said: `${status} ${text.slice(0, 200)}` }));
    }
    try {
      return JSON.parse(text);
    } catch {
      throw new Refusal(message('executors.mlflow.other', { address: base }));
    }
  }
}

const pairs = (values: Pairs) => Object.entries(values).map(([key, value]) => ({ key, value }));
