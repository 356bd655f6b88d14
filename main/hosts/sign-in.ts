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
import { sendJson } from './window-files';

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
    else send(response, 403, { fault: 'session' satisfies SignInFault });
    return;
  }
  const token = header(request, LINK_HEADER);
  const session = access.exchange(token);
  if (typeof session === 'string') {
    send(response, 403, { fault: session });
    return;
  }
  send(response, 200, session);
  onSignIn(token);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' && value.length <= 300 ? value : '';
}

/** The request's body is not read. */
const send = (response: ServerResponse, status: number, body: object): void =>
  sendJson(response, status, body, { Connection: 'close' });
