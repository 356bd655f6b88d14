/** A WebSocket for oRPC that only passes on valid calls of limited size. */
import { ORPCError } from '@orpc/client';
import type { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { inEnglish, type Message, message } from '../../core/messages';
import { checkMessage } from './check-message';
import type { FaultLog } from './errors';

type Wanted = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];
type Listener = (event: { data: string }) => void;

/** RFC 6455. */
const POLICY_VIOLATION = 1008;

export class GuardedSocket implements Wanted {
  constructor(
    private readonly socket: WebSocket,
    private readonly log: FaultLog,
  ) {}

  readonly send: WebSocket['send'] = (data: unknown, ...rest: unknown[]) =>
    (this.socket.send as (...args: unknown[]) => void)(data, ...rest);

  readonly addEventListener = ((type: string, listener: Listener) => {
    if (type === 'close') this.socket.on('close', () => listener({ data: '' }));
    if (type !== 'message') return;
    this.socket.on('message', (data: Buffer) => this.#receive(data, listener));
  }) as Wanted['addEventListener'];

  #receive(data: Buffer, listener: Listener): void {
    const checked = checkMessage(data);
    if ('text' in checked) {
      listener({ data: checked.text });
      return;
    }
    if ('tooMuch' in checked) {
      this.#refuse(checked.id, checked.tooMuch);
      return;
    }
    this.log(`A message of a page was refused and its connection closed: ${checked.fault}.`);
    this.socket.close(POLICY_VIOLATION, 'not a call');
  }

  /** Answers one call with an error, as oRPC would; the connection stays open. */
  #refuse(id: string, reason: Message): void {
    const said = message('hosts.call.tooMuch', { reason });
    const error = new ORPCError('BAD_REQUEST', { message: inEnglish(said), data: { said } });
    this.socket.send(JSON.stringify({ i: id, p: { s: error.status, b: { json: error.toJSON() } } }));
  }
}
