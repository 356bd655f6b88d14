/**
 * Access control of the browser host. It listens on 127.0.0.1, which every page and every user of this machine can
 * reach. A request is checked by - `Host`: names this machine (prevents DNS rebinding); - `Origin`: the page we served;
 * required for a WebSocket; - a session, which a page gets for a link that works once (core/contract/sign-in.ts). No
 * cookies: browsers send them to every port of 127.0.0.1.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { proofText, type SignInFault } from '../../core/contract/sign-in';

export const ADDRESS = '127.0.0.1';

/** Browsers never send what follows "#". */
export const linkOf = (port: number, token: string): string => `http://${ADDRESS}:${port}/#${token}`;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The `Host` header, if it names this machine. Any port is fine: an SSH tunnel may change it. */
export function loopbackHost(request: Pick<IncomingMessage, 'headers'>): string | undefined {
  const { host } = request.headers;
  const name = host?.match(/^(\[[0-9a-f:]+\]|[^:@/\s]+)(?::\d{1,5})?$/i)?.[1];
  return name !== undefined && LOOPBACK.has(name.toLowerCase()) ? host : undefined;
}

/** A navigation sends no `Origin`. */
export function sameOrigin(request: Pick<IncomingMessage, 'headers'>, needed: boolean): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return !needed;
  return origin.toLowerCase() === `http://${host}`.toLowerCase();
}

const MINUTE = 60_000;
/** An hour: time to set up an SSH tunnel. */
const LINK_LIFETIME_MS = 60 * MINUTE;
const SESSION_LIFETIME_MS = 30 * 24 * 60 * MINUTE;
/** From greeting to WebSocket. */
const GREETING_LIFETIME_MS = MINUTE;
/** The oldest ones are dropped. */
const MOST_GREETINGS = 1000;
const MOST_PASSES = 1000;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const equal = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const sign = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

const TOKEN = /^([0-9a-z]{1,11})\.([0-9a-z]{1,7})\.([\w-]{16})\.([\w-]{43})$/;
const SESSION = /^(\d{1,5})\.([0-9a-z]{1,11})\.[\w-]{22}$/;
const NONCE = /^[\w-]{16,64}$/;

/** A link's token, valid for the host on that port if it started before `now`. */
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
  /** Used tokens and when they expire. */
  readonly #used = new Map<string, number>();
  readonly #greetings = new Map<string, Greeting>();
  readonly #passes = new Set<string>();

  /** @param hostKey kept in the data folder, so sessions survive a restart. @param port sessions are valid for it only. */
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

  /** A token works once. */
  exchange(token: string): Session | SignInFault {
    const [, issued = '', lifetime = '', random = '', signature = ''] = TOKEN.exec(token) ?? [];
    const body = `${issued}.${lifetime}.${random}`;
    if (!equal(signature, sign(this.hostKey, `link ${this.port} ${body}`))) return 'unknown';
    const now = this.now();
    const from = Number.parseInt(issued, 36);
    const until = from + Number.parseInt(lifetime, 36);
    // Tokens used before this start are not remembered.
    if (from < this.#started || now > until) return 'expired';
    if (this.#used.has(random)) return 'used';
    for (const [old, end] of this.#used) if (end < now) this.#used.delete(old);
    this.#used.set(random, until);
    const session = [this.port, now.toString(36), randomBytes(16).toString('base64url')].join('.');
    return { session, key: this.#keyOf(session) };
  }

  /** @returns undefined for a session that has ended or belongs to another port. */
  greet(session: string, pageNonce: string): { nonce: string; proof: string } | undefined {
    if (!this.#isOpen(session) || !NONCE.test(pageNonce)) return undefined;
    const nonce = randomBytes(16).toString('base64url');
    this.#greetings.set(nonce, { session, pageNonce, at: this.now() });
    dropOldest(this.#greetings, MOST_GREETINGS);
    return { nonce, proof: this.#prove('host', session, pageNonce, nonce) };
  }

  /** Whether the page knows the session's key. Each greeting works once; the pass is valid from now on. */
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
