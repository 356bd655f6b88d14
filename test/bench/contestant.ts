/** The bench's side of a contestant: its process, and what it answered. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Assignment, Ready, Steps } from './protocol';

export interface Entry {
  name: string;
  program: string;
  /** Before the assignment. */
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export class Contestant {
  readonly ms: number[] = [];
  private readonly answers: Answer[] = [];
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  private failure: Error | undefined;
  private said = '';

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
    child.once('error', (error) => this.fail(error));
    child.once('close', (code, signal) => {
      const last = this.said.trim().split('\n').at(-1) ?? '';
      this.fail(new Error(`${name} ended with ${signal ?? `exit code ${code}`}: ${last}`));
    });
  }

  static start({ name, program, args, env }: Entry, assignment: Assignment): Contestant {
    const child = spawn(program, [...args, JSON.stringify(assignment)], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return new Contestant(name, child);
  }

  /** @throws Error with its last words when it cannot take part. */
  async ready(): Promise<Ready> {
    const answer = await this.next();
    if (answer.type !== 'ready')
      throw new Error(`${this.name} must say "ready" first. Received: ${answer.type}.`);
    return answer;
  }

  async steps(count: number): Promise<Steps> {
    this.child.stdin?.write(`${JSON.stringify({ steps: count })}\n`);
    const answer = await this.next();
    if (answer.type !== 'steps' || !Number.isFinite(answer.loss)) {
      throw new Error(`${this.name} must answer with steps and a loss. Received: ${JSON.stringify(answer)}.`);
    }
    return answer;
  }

  end(): void {
    this.child.removeAllListeners('close');
    this.child.stdin?.end();
    this.child.kill();
  }

  private next(): Promise<Answer> {
    const answer = this.answers.shift();
    if (answer) return Promise.resolve(answer);
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
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
