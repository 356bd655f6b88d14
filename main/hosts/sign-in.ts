/** Sign-in over HTTP. Reads two headers of a request, never its body. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  EXCHANGE_PATH,
  GREETING_PATH,
  LINK_HEADER,
  NONCE_HEADER,
  SESSION_HEADER,
  type SignInFault,
} from '../../core/contract/sign-in';
import type { Access } from './access';
import { commonHeaders } from './content';

export const isSignInPath = (pathname: string): boolean =>
  pathname === EXCHANGE_PATH || pathname === GREETING_PATH;

/** The caller has checked `Host` and `Origin`. */
export function answerSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
  onSignIn: (token: string) => void = () => {},
): void {
  if (request.url === GREETING_PATH) {
    const greeting = access.greet(header(request, SESSION_HEADER), header(request, NONCE_HEADER));
    if (greeting) send(response, 200, greeting);
    else refuse(response, 'session');
    return;
  }
  const token = header(request, LINK_HEADER);
  const session = access.exchange(token);
  if (typeof session === 'string') {
    refuse(response, session);
    return;
  }
  send(response, 200, session);
  onSignIn(token);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' && value.length <= 300 ? value : '';
}

const refuse = (response: ServerResponse, fault: SignInFault): void => send(response, 403, { fault });

function send(response: ServerResponse, status: number, body: object): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...commonHeaders,
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Length': text.length,
    // The body is not read.
    Connection: 'close',
  });
  response.end(text);
}
