/** The connection to a courier: one request at a time; a broken one is made again by the next request. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { message } from '../../../core/messages';
import { parseJson } from '../../disk/json';
import { answerSchema, type CourierAnswer, type CourierRequest, HELLO } from '../far/protocol';
import { type Shell, startOf, Unreachable, unreachable } from './shell';

type FileAnswer = Extract<CourierAnswer, { type: 'file' }>;
type Answer<Type extends CourierAnswer['type']> = Extract<CourierAnswer, { type: Type }>;

/** The machine cannot be reached, or was lost in the middle of an answer. */
export class ConnectionLost extends Unreachable {}

/** Bytes of a line that is not an answer: what a profile prints before HELLO, for example. */
const LONGEST_LINE = 8 * 1024 * 1024;

export class Connection {
  private courier: ChildProcessWithoutNullStreams | undefined;
  private reader: Reader | undefined;
  private errors = '';
  private turn: Promise<unknown> = Promise.resolve();

  /** @param script starts the courier. */
  constructor(
    private readonly shell: Shell,
    private readonly script: () => string,
  ) {}

  /**
   * @param type of the last answer.
   * @param onFile gets each file of the answer.
   * @throws ConnectionLost; Error if the courier refuses.
   */
  ask<Type extends CourierAnswer['type']>(
    request: CourierRequest,
    type: Type,
    onFile?: (file: FileAnswer, content: AsyncIterable<Buffer>) => Promise<void>,
  ): Promise<Answer<Type>> {
    const asked = this.turn.then(() => this.askNow(request, type, onFile));
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  private async askNow<Type extends CourierAnswer['type']>(
    request: CourierRequest,
    type: Type,
    onFile: ((file: FileAnswer, content: AsyncIterable<Buffer>) => Promise<void>) | undefined,
  ): Promise<Answer<Type>> {
    const reader = this.reader ?? (await this.connect());
    this.courier?.stdin.write(`${JSON.stringify(request)}\n`);
    try {
      for (;;) {
        const answer = answerSchema.parse(parseJson(await reader.line()));
        if (answer.type === 'file' && onFile) await onFile(answer, reader.bytes(answer.bytes));
        else if (answer.type === type) return answer as Answer<Type>;
        else if (answer.type === 'refused') throw new Refused(answer.error);
        else throw new Error(`The courier answered ${answer.type} to ${request.type}.`);
      }
    } catch (error) {
      // Whatever follows cannot be understood any more.
      if (!(error instanceof Refused)) this.drop();
      throw error;
    }
  }

  private async connect(): Promise<Reader> {
    const { shell } = this;
    const courier = shell.open(this.script());
    this.errors = '';
    courier.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-4000);
    });
    await startOf(courier, shell);
    const ended = new Promise<void>((resolve) => courier.once('close', () => resolve()));
    const reader = new Reader(courier.stdout, async () => {
      await ended;
      return this.lost();
    });
    this.courier = courier;
    this.reader = reader;
    try {
      while ((await reader.line()) !== HELLO);
    } catch (error) {
      this.drop();
      throw error;
    }
    return reader;
  }

  private lost(): ConnectionLost {
    const { host } = this.shell;
    return new ConnectionLost(
      host === undefined
        ? message('executors.shell.courier', { said: this.errors.trim() })
        : unreachable(host, this.errors).said,
    );
  }

  private drop(): void {
    this.courier?.kill();
    this.courier = undefined;
    this.reader = undefined;
  }

  /** The runs go on. */
  async close(): Promise<void> {
    await this.turn;
    this.courier?.stdin.end();
    this.drop();
  }
}

class Refused extends Error {}

class Reader {
  private readonly parts: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    stream: AsyncIterable<Buffer>,
    private readonly lost: () => Promise<Error>,
  ) {
    this.parts = stream[Symbol.asyncIterator]();
  }

  private async more(): Promise<Buffer> {
    const { done, value } = await this.parts.next().catch(() => ({ done: true, value: undefined }));
    if (done || value === undefined) throw await this.lost();
    return value;
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf('\n');
      if (end >= 0) {
        const line = this.rest.toString('utf8', 0, end);
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      if (this.rest.length > LONGEST_LINE) throw new Error('The courier sent a line without an end.');
      this.rest = Buffer.concat([this.rest, await this.more()]);
    }
  }

  async *bytes(count: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = count; left > 0; ) {
      if (this.rest.length === 0) this.rest = await this.more();
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
