/** Who may talk to the browser host. */
import { createHmac } from 'node:crypto';
import { type Prover, proofProtocol, proofText } from '../../../core/contract/sign-in';
import { Access, loopbackHost, newToken, type Session, sameOrigin } from '../../../main/hosts/access';

const request = (headers: Record<string, string>) => ({ headers });

test.each(['127.0.0.1', '127.0.0.1:8080', 'localhost:1', 'LOCALHOST:65535', '[::1]:80', '[::1]'])(
  'Host %s is this machine',
  (host) => expect(loopbackHost(request({ host }))).toBe(host),
);

test.each([
  'example.com',
  'example.com:8080',
  '127.0.0.1.example.com',
  'localhost.example.com:80',
  '127.0.0.2',
  '0.0.0.0:80',
  'user@localhost',
  'localhost/x',
  'localhost:port',
  '',
])('Host %j is not', (host) => expect(loopbackHost(request({ host }))).toBeUndefined());

test('a request without Host is not from a browser of this machine', () =>
  expect(loopbackHost(request({}))).toBeUndefined());

test('an Origin must be the page that Host names', () => {
  const host = 'localhost:8080';
  expect(sameOrigin(request({ host, origin: 'http://localhost:8080' }), true)).toBe(true);
  const foreign = [
    'http://localhost:8081',
    'https://localhost:8080',
    'http://127.0.0.1:8080',
    'null',
    'file://',
  ];
  for (const origin of foreign) expect(sameOrigin(request({ host, origin }), true)).toBe(false);
});

test('only a navigation may come without an Origin', () => {
  const without = request({ host: 'localhost' });
  expect(sameOrigin(without, false)).toBe(true);
  expect(sameOrigin(without, true)).toBe(false);
});

const KEY = Buffer.alloc(32, 7);
const MINUTE = 60_000;

describe('links', () => {
  let now = 1_000_000;
  let access: Access;
  beforeEach(() => {
    now = 1_000_000;
    access = new Access(KEY, 8080, () => now);
  });

  test('let in once', () => {
    const token = access.newToken();
    expect(access.exchange(token)).toEqual({
      session: expect.stringMatching(/^8080\./),
      key: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(access.exchange(token)).toBe('used');
  });

  test('let in for an hour, or for as long as they were made for', () => {
    const [hour, minute] = [access.newToken(), access.newToken(MINUTE)];
    now += MINUTE + 1;
    expect(access.exchange(minute)).toBe('expired');
    now += 59 * MINUTE;
    expect(access.exchange(hour)).toBe('expired');
  });

  test('of an earlier start let nobody in: which of them were used is forgotten', () => {
    const token = access.newToken();
    now += 1;
    expect(new Access(KEY, 8080, () => now).exchange(token)).toBe('expired');
  });

  test('that another process makes with the same key let in, once', () => {
    const token = newToken(KEY, 8080, MINUTE, now);
    expect(access.exchange(token)).toHaveProperty('session');
    expect(access.exchange(token)).toBe('used');
  });

  test.each([
    ['of another key', () => newToken(Buffer.alloc(32, 8), 8080, MINUTE, 1_000_000)],
    ['for another port', () => newToken(KEY, 8081, MINUTE, 1_000_000)],
    ['with a longer life', () => newToken(KEY, 8080, MINUTE, 1_000_000).replace(/\.\w+/, '.zzzzzz')],
    ['cut short', () => newToken(KEY, 8080, MINUTE, 1_000_000).slice(0, -1)],
    ['that is empty', () => ''],
    ['of 100,000 characters', () => 'a'.repeat(100_000)],
  ])('%s let nobody in', (_what, token) => {
    expect(access.exchange(token())).toBe('unknown');
  });
});

describe('sessions', () => {
  let now = 1_000_000;
  const access = new Access(KEY, 8080, () => now);
  const session = access.exchange(access.newToken()) as Session;
  const nonce = 'n'.repeat(22);
  const sign = (text: string, key = session.key) =>
    createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('base64url');
  const prove = (prover: Prover, hostNonce: string) =>
    sign(proofText(prover, session.session, nonce, hostNonce));
  const offer = (hostNonce: string) => proofProtocol(session.session, hostNonce, prove('page', hostNonce));

  test('the host proves that it knows the key, and each greeting lets in once', () => {
    const greeting = access.greet(session.session, nonce)!;
    expect(greeting.proof).toBe(prove('host', greeting.nonce));
    expect(access.hasPass(prove('pass', greeting.nonce))).toBe(false);
    expect(access.admit(offer(greeting.nonce))).toBe(true);
    expect(access.hasPass(prove('pass', greeting.nonce))).toBe(true);
    expect(access.admit(offer(greeting.nonce))).toBe(false);
  });

  test('outlive a restart on the same port, and none on another', () => {
    expect(new Access(KEY, 8080, () => now).greet(session.session, nonce)).toBeDefined();
    expect(new Access(KEY, 8081, () => now).greet(session.session, nonce)).toBeUndefined();
  });

  test('end after 30 days', () => {
    const before = now;
    now += 30 * 24 * 60 * MINUTE;
    expect(access.greet(session.session, nonce)).toBeDefined();
    now += 1;
    expect(access.greet(session.session, nonce)).toBeUndefined();
    now = before;
  });

  test('a greeting waits for a minute', () => {
    const greeting = access.greet(session.session, nonce)!;
    now += MINUTE + 1;
    expect(access.admit(offer(greeting.nonce))).toBe(false);
  });

  test('a host with another key cannot answer for ours', () => {
    const stranger = new Access(Buffer.alloc(32, 9), 8080, () => now).greet(session.session, nonce)!;
    expect(stranger.proof).not.toBe(prove('host', stranger.nonce));
  });

  test('no proof of the host, and none for another session, lets a page in', () => {
    const other = access.exchange(access.newToken()) as Session;
    const wrong = [
      (hostNonce: string) => proofProtocol(session.session, hostNonce, prove('host', hostNonce)),
      (hostNonce: string) => proofProtocol(other.session, hostNonce, prove('page', hostNonce)),
      (hostNonce: string) => proofProtocol(session.session, hostNonce, ''),
      (hostNonce: string) => `${session.session}~${hostNonce}`,
    ];
    for (const make of wrong)
      expect(access.admit(make(access.greet(session.session, nonce)!.nonce))).toBe(false);
    for (const text of ['', '~~', 'a'.repeat(100_000)]) expect(access.admit(text)).toBe(false);
  });

  test.each([
    ['', nonce],
    ['8080.x', nonce],
    ['a'.repeat(100_000), nonce],
  ])('%j is no session', (name, with_) => expect(access.greet(name, with_)).toBeUndefined());

  test.each(['', 'short', 'a b'.repeat(10), 'a'.repeat(1000)])('%j is no nonce', (bad) =>
    expect(access.greet(session.session, bad)).toBeUndefined(),
  );

  test('no pass is none', () => {
    expect(access.hasPass(undefined)).toBe(false);
    expect(access.hasPass('')).toBe(false);
  });
});
