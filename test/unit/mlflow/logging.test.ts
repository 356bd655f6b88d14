/** Which MLflow server is used, and which addresses are kept. The real one: test/cluster/mlflow.test.ts. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mlflowAddressProblem } from '../../../core/contract/mlflow';
import type { TrainingEvent } from '../../../core/contract/training';
import { inEnglish } from '../../../core/messages';
import { EventHub } from '../../../main/basics/event-hub';
import { KeptStore } from '../../../main/kept';
import { MlflowLogging } from '../../../main/mlflow/logging';
import { eventually } from '../../support/eventually';
import { run } from '../renderer-views/fixtures';

let root: string;
let kept: KeptStore;
let hub: EventHub<TrainingEvent>;
let warned: string[];
const open: MlflowLogging[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-mlflow-'));
  kept = new KeptStore({ root });
  hub = new EventHub({ isDroppable: () => false });
  warned = [];
});
afterEach(async () => {
  hub.close();
  for (const one of open.splice(0)) await one.close();
  kept.close();
  rmSync(root, { recursive: true, force: true });
});

async function logging(env: NodeJS.ProcessEnv = {}): Promise<MlflowLogging> {
  const warn = (words: string) => warned.push(words);
  const one = new MlflowLogging({ kept, events: (signal) => hub.subscribe(signal), warn, env });
  open.push(one);
  await one.open();
  return one;
}

const choose = (mlflow: string) =>
  kept.change({ concern: 'logging', values: { mlflow }, origin: 'a window' });
const train = () => hub.emit({ type: 'run', run: run('run-1', { startedAt: '2026-01-01T00:00:00.000Z' }) });
/** Nothing listens there, and the warning names the address. */
const tried = (address: string) =>
  eventually(() => expect(warned.at(-1)).toMatch(new RegExp(`^MLflow at ${address}: `)));

test('the server of the preferences is used, also when it is changed while something trains', async () => {
  await choose('http://127.0.0.1:9');
  await logging();
  train();
  await tried('http://127.0.0.1:9');
  await choose('http://127.0.0.1:9/other');
  await eventually(() => {
    train();
    expect(warned).toHaveLength(2);
  });
  await tried('http://127.0.0.1:9/other');
});

test('the environment wins, and its address is shown without what is secret', async () => {
  await choose('http://127.0.0.1:9/chosen');
  const one = await logging({ MLFLOW_TRACKING_URI: 'http://me:secret@127.0.0.1:9/own?token=secret' });
  expect(one.environment).toBe('http://127.0.0.1:9/own');
  train();
  await eventually(() => expect(warned).toHaveLength(1));
  expect(warned[0]).toContain('127.0.0.1:9/own');
});

test.each([
  ['http://127.0.0.1:5000', undefined],
  ['https://mlflow.example/behind/a/proxy/', undefined],
  ['sqlite:///mlflow.db', 'begins with http:// or https://'],
  ['127.0.0.1:5000', 'begins with http:// or https://'],
  ['http://127.0.0.1:99999', 'begins with http:// or https://'],
  ['https://me:secret@mlflow.example', 'is not kept'],
  ['https://token@mlflow.example', 'is not kept'],
  ['https://mlflow.example/?token=secret', 'is not kept'],
])('%s', async (address, problem) => {
  const found = mlflowAddressProblem(address);
  if (problem === undefined) {
    expect(found).toBeUndefined();
    await choose(address);
  } else {
    expect(inEnglish(found!)).toContain(problem);
    await expect(choose(address)).rejects.toThrow('mlflow');
    expect(readdirSync(root)).toEqual([]);
  }
});

describe('a check', () => {
  let server: Server;
  let answer: [number, string];
  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(answer[0]).end(answer[1]));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  test.each([
    [404, 'no such page', 'is not MLflow'],
    [200, '<html></html>', 'is not MLflow'],
    [401, 'who are you', '401 who are you'],
  ])('of a server that says %i %s', async (status, text, said) => {
    answer = [status, text];
    const { port } = server.address() as AddressInfo;
    const one = await logging();
    await expect(one.check(`http://127.0.0.1:${port}`)).rejects.toThrow(said);
  });
});
