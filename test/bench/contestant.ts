/** The bench's side of a contestant: its process, what it answers, and what the system says of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { cpuMilliseconds, peakMebibytes } from './process-figures';
import type { Answer, Question, Ready } from './protocol';

export interface Entry {
  name: string;
  program: string;
  /** Before the assignment. */
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** A contestant that says nothing for so long has hung. */
const SILENCE = 10 * 60_000;

type Expected<Type extends Answer['type']> = Extract<Answer, { type: Type }>;

function numbersOf(answer: Answer): readonly number[] {
  switch (answer.type) {
    case 'ready':
      return [answer.parameters];
    case 'losses':
      return answer.losses;
    case 'steps':
      return [...answer.ms, answer.loss];
    case 'figures':
      return Object.values(answer.figures);
  }
}

export class Contestant {
  private readonly answers: Answer[] = [];
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  private failure: Error | undefined;
  private said = '';
  private readonly closed: Promise<void>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      // Libraries may greet on stdout too.
      if (line.startsWith('{"type')) this.receive(JSON.parse(line) as Answer);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-2_000);
    });
    // One that ended before it was asked: its last words are in `close`.
    child.stdin?.on('error', () => undefined);
    child.once('error', (error) => this.fail(error));
    this.closed = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        const last = this.said.trim().split('\n').at(-1) ?? '';
        this.fail(new Error(`${name} ended with ${signal ?? `exit code ${code}`}: ${last}`));
        resolve();
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  static start({ name, program, args, env }: Entry, assignment: unknown): Contestant {
    const child = spawn(program, [...args, JSON.stringify(assignment)], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new Contestant(name, child);
  }

  /** @throws Error with its last words when it cannot take part. */
  ready(): Promise<Ready> {
    return this.expect('ready');
  }

  /** @throws Error with its last words when it fails, or does not answer with numbers. */
  async ask<Type extends Question['ask']>(type: Type, count: number, what?: string): Promise<Expected<Type>> {
    this.child.stdin?.write(`${JSON.stringify({ ask: type, count, what } satisfies Question)}\n`);
    const answer = await this.expect(type);
    const numbers = numbersOf(answer);
    // JSON has no NaN: one arrives as null.
    if (numbers.length === 0 || !numbers.every((value) => Number.isFinite(value))) {
      throw new Error(`${this.name} must answer with finite numbers. Received: ${JSON.stringify(answer)}.`);
    }
    return answer;
  }

  /** Processor time of all its threads so far; undefined where the system does not tell. */
  cpu(): number | undefined {
    return cpuMilliseconds(this.child.pid);
  }

  /** The most memory that it ever had, in MiB; undefined where the system does not tell. */
  peak(): number | undefined {
    return peakMebibytes(this.child.pid);
  }

  /** Waits until the process is gone and its memory with it. */
  async end(): Promise<void> {
    this.child.stdin?.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    this.child.kill('SIGTERM');
    await this.closed;
    clearTimeout(timer);
  }

  private async expect<Type extends Answer['type']>(type: Type): Promise<Expected<Type>> {
    const answer = await this.next();
    if (answer.type !== type)
      throw new Error(`${this.name} must answer "${type}". Received: ${answer.type}.`);
    return answer as Expected<Type>;
  }

  private next(): Promise<Answer> {
    const answer = this.answers.shift();
    if (answer) return Promise.resolve(answer);
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${this.name} said nothing for ${SILENCE / 60_000} minutes.`)),
        SILENCE,
      );
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      this.waiting = { resolve: settled(resolve), reject: settled(reject) };
    });
  }

  private receive(answer: Answer): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) waiting.resolve(answer);
    else this.answers.push(answer);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.waiting?.reject(this.failure);
    this.waiting = undefined;
  }
}
