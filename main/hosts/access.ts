/**
 * Who may talk to the browser host. It listens on 127.0.0.1 only, but so can be reached by every page that
 * the person's browser has open and by every user of the machine; hence three checks:
 *
 * - `Host` names this machine, so that no foreign name that resolves to 127.0.0.1 (DNS rebinding) gets in;
 * - `Origin`, where the browser sends one, is the page that we served; a WebSocket must have one;
 * - a secret. It comes once in the address that the terminal prints and is exchanged for a cookie at once,
 *   so that it stays out of the address bar, the history and screenshots.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Any port will do: through an SSH tunnel the browser sees another one than we listen on.
 * @returns the header's own text, such as `localhost:8080`; nothing when it names another machine.
 */
export function loopbackHost(request: Pick<IncomingMessage, 'headers'>): string | undefined {
  const { host } = request.headers;
  const name = host?.match(/^(\[[0-9a-f:]+\]|[^:@/\s]+)(?::\d{1,5})?$/i)?.[1];
  return name !== undefined && LOOPBACK.has(name.toLowerCase()) ? host : undefined;
}

/** True when the request comes from a page of ours. A navigation sends no `Origin`. */
export function sameOrigin(request: Pick<IncomingMessage, 'headers'>, needed: boolean): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return !needed;
  return origin.toLowerCase() === `http://${host}`.toLowerCase();
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** The two secrets of one start of the host. */
export class Access {
  /** In the address that the terminal prints; valid as long as the host runs. */
  readonly token = randomBytes(32).toString('base64url');
  /** In the cookie. Not the token, so that neither tells the other. */
  readonly #session = randomBytes(32).toString('base64url');

  /** @param port cookies are shared by all ports of a machine, so its name carries ours. */
  constructor(private readonly port: number) {}

  get #cookieName(): string {
    return `skipwire-${this.port}`;
  }

  /** Value of the `Set-Cookie` header. Without `Max-Age` it goes when the browser does. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  isToken(token: string): boolean {
    return equal(token, this.token);
  }

  hasCookie(request: Pick<IncomingMessage, 'headers'>): boolean {
    return (request.headers.cookie ?? '').split(';').some((pair) => {
      const [name, value] = pair.trim().split('=', 2);
      return name === this.#cookieName && value !== undefined && equal(value, this.#session);
    });
  }
}
