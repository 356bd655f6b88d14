/** A page of the browser host as far as signing in goes, in Node. */
import { createHmac, randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import {
  EXCHANGE_PATH,
  GREETING_PATH,
  LINK_HEADER,
  NONCE_HEADER,
  PROTOCOL,
  type Prover,
  proofProtocol,
  proofText,
  SESSION_HEADER,
} from '../../../core/contract/sign-in';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  text?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        body += more;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

export const originOf = (port: number): string => `http://127.0.0.1:${port}`;
export const tokenOf = (link: string): string => new URL(link).hash.slice(1);

export const exchange = (port: number, token: string, origin = originOf(port)): Promise<Answer> =>
  ask(port, EXCHANGE_PATH, { origin, [LINK_HEADER]: token }, 'POST');

export interface Session {
  session: string;
  key: string;
}

export interface Admission {
  protocols: string[];
  pass: string;
}

/** One greeting. @throws Error with the host's answer, or when the host does not know the key. */
export async function greet(
  port: number,
  { session, key }: Session,
  origin = originOf(port),
): Promise<Admission> {
  const pageNonce = randomBytes(16).toString('base64url');
  const headers = { origin, [SESSION_HEADER]: session, [NONCE_HEADER]: pageNonce };
  const answer = await ask(port, GREETING_PATH, headers, 'POST');
  if (answer.status !== 200) throw new Error(answer.body);
  const { nonce, proof } = JSON.parse(answer.body);
  const sign = (prover: Prover) =>
    createHmac('sha256', Buffer.from(key, 'base64url'))
      .update(proofText(prover, session, pageNonce, nonce))
      .digest('base64url');
  if (proof !== sign('host')) throw new Error('a stranger');
  return { protocols: [PROTOCOL, proofProtocol(session, nonce, sign('page'))], pass: sign('pass') };
}

export async function signIn(host: { port: number; newLink(): string }): Promise<Session> {
  return JSON.parse((await exchange(host.port, tokenOf(host.newLink()))).body);
}

/** A connection that was let in, and its pass. */
export async function openConnection(
  host: { port: number; newLink(): string },
  page = 'a-page-of-the-tests',
): Promise<{ socket: WebSocket; pass: string }> {
  const origin = originOf(host.port);
  const { protocols, pass } = await greet(host.port, await signIn(host));
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc?page=${page}`, protocols, { origin });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  return { socket, pass };
}
