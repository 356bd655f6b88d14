/**
 * Who may talk to the browser host. It listens on 127.0.0.1 only, but every page that the person's browser has open and
 * every user of the machine can reach it; hence three checks:
 *
 * - `Host` names this machine, so that no foreign name that resolves to 127.0.0.1 (DNS rebinding) gets in;
 * - `Origin`, where the browser sends one, is the page that we served; a WebSocket must have one;
 * - a session, which a page gets for a link that works once (core/contract/sign-in.ts).
 *
 * There is no cookie: browsers send those to every port of 127.0.0.1, whoever listens there.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { proofText, type SignInFault } from '../../core/contract/sign-in';

/** All that the host listens on. */
export const ADDRESS = '127.0.0.1';

/** Browsers keep what is behind "#" to themselves: no request, log or `Referer` has it. */
export const linkOf = (port: number, token: string): string => `http://${ADDRESS}:${port}/#${token}`;

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

const MINUTE = 60_000;
/** How long a link in the terminal works: long enough to set up an SSH tunnel first. */
export const LINK_LIFETIME_MS = 60 * MINUTE;
/** How long a browser stays signed in. */
const SESSION_LIFETIME_MS = 30 * 24 * 60 * MINUTE;
/** From the greeting to the WebSocket. */
const GREETING_LIFETIME_MS = MINUTE;
/** More than that many are not waited for; the oldest goes. */
const MOST_GREETINGS = 1000;
const MOST_PASSES = 1000;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const sign = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

const TOKEN = /^([0-9a-z]{1,11})\.([0-9a-z]{1,7})\.([\w-]{16})\.([\w-]{43})$/;
const SESSION = /^(\d{1,5})\.([0-9a-z]{1,11})\.[\w-]{22}$/;
const NONCE = /^[\w-]{16,64}$/;

/** A link's token works for the host on that port, and only for one that started before it was made. */
export function newToken(
  hostKey: Uint8Array,
  port: number,
  lifetime = LINK_LIFETIME_MS,
  now = Date.now(),
): string {
  const body = [now.toString(36), lifetime.toString(36), randomBytes(12).toString('base64url')].join('.');
  return `${body}.${sign(hostKey, `link ${port} ${body}`)}`;
}

export interface Session {
  session: string;
  /** base64url */
  key: string;
}

interface Greeting {
  session: string;
  pageNonce: string;
  at: number;
}

/** Links, sessions and passes of one start of the host. */
export class Access {
  readonly #started: number;
  /** Tokens that were used, and when each would have expired. */
  readonly #used = new Map<string, number>();
  readonly #greetings = new Map<string, Greeting>();
  readonly #passes = new Set<string>();

  /**
   * @param hostKey kept in the data folder, so that sessions outlive a restart (host-folder.ts).
   * @param port sessions are bound to it: a program that took our former port cannot pass them on to us.
   */
  constructor(
    private readonly hostKey: Uint8Array,
    private readonly port: number,
    private readonly now: () => number = Date.now,
  ) {
    this.#started = now();
  }

  newToken(lifetime?: number): string {
    return newToken(this.hostKey, this.port, lifetime, this.now());
  }

  /** @returns a new session for a token, which then is used up. */
  exchange(token: string): Session | SignInFault {
    const [, issued = '', lifetime = '', random = '', signature = ''] = TOKEN.exec(token) ?? [];
    const body = `${issued}.${lifetime}.${random}`;
    if (!equal(signature, sign(this.hostKey, `link ${this.port} ${body}`))) return 'unknown';
    const now = this.now();
    const from = Number.parseInt(issued, 36);
    const until = from + Number.parseInt(lifetime, 36);
    // Which tokens an earlier start has let in is forgotten.
    if (from < this.#started || now > until) return 'expired';
    if (this.#used.has(random)) return 'used';
    for (const [old, end] of this.#used) if (end < now) this.#used.delete(old);
    this.#used.set(random, until);
    const session = [this.port, now.toString(36), randomBytes(16).toString('base64url')].join('.');
    return { session, key: this.#keyOf(session) };
  }

  /** @returns the host's nonce and its proof; nothing for a session that ended or is of another port. */
  greet(session: string, pageNonce: string): { nonce: string; proof: string } | undefined {
    if (!this.#isOpen(session) || !NONCE.test(pageNonce)) return undefined;
    const nonce = randomBytes(16).toString('base64url');
    this.#greetings.set(nonce, { session, pageNonce, at: this.now() });
    dropOldest(this.#greetings, MOST_GREETINGS);
    return { nonce, proof: this.#prove('host', session, pageNonce, nonce) };
  }

  /** True for a page that knows the session's key; each greeting lets in once. Its pass is good from then on. */
  admit(offer: string): boolean {
    const [session = '', nonce = '', proof = ''] = offer.length > 300 ? [] : offer.split('~');
    const greeting = this.#greetings.get(nonce);
    if (!greeting || greeting.session !== session) return false;
    this.#greetings.delete(nonce);
    if (this.now() - greeting.at > GREETING_LIFETIME_MS) return false;
    if (!equal(proof, this.#prove('page', session, greeting.pageNonce, nonce))) return false;
    this.#passes.add(this.#prove('pass', session, greeting.pageNonce, nonce));
    dropOldest(this.#passes, MOST_PASSES);
    return true;
  }

  /** Whether a request carries the pass of a connection. */
  hasPass(pass: string | undefined): boolean {
    return pass !== undefined && this.#passes.has(pass);
  }

  #isOpen(session: string): boolean {
    const [, port, issued = ''] = SESSION.exec(session) ?? [];
    if (Number(port) !== this.port) return false;
    const age = this.now() - Number.parseInt(issued, 36);
    return age >= 0 && age <= SESSION_LIFETIME_MS;
  }

  #keyOf(session: string): string {
    return sign(this.hostKey, `session ${session}`);
  }

  #prove(prover: 'host' | 'page' | 'pass', session: string, pageNonce: string, nonce: string): string {
    const key = Buffer.from(this.#keyOf(session), 'base64url');
    return sign(key, proofText(prover, session, pageNonce, nonce));
  }
}

function dropOldest(
  entries: { size: number; keys(): Iterable<string>; delete(key: string): boolean },
  most: number,
) {
  for (const key of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(key);
  }
}
