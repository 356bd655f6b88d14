/** Who may talk to the browser host. */
import { Access, loopbackHost, sameOrigin } from '../../../main/hosts/access';

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

describe('the secrets', () => {
  const access = new Access(8080);
  const [cookie = ''] = access.cookie.split(';');

  test('are long, and new at every start', () => {
    expect(access.token).toMatch(/^[\w-]{43}$/);
    expect(new Access(8080).token).not.toBe(access.token);
    expect(new Access(8080).hasCookie(request({ cookie }))).toBe(false);
  });

  test('the cookie is out of reach of scripts and of other sites', () => {
    expect(access.cookie).toMatch(/; HttpOnly/);
    expect(access.cookie).toMatch(/; SameSite=Strict/);
    expect(access.cookie).not.toContain(access.token);
  });

  test('the cookie is found among others, and nothing like it will do', () => {
    expect(access.hasCookie(request({ cookie: `a=b; ${cookie}; c=d` }))).toBe(true);
    const [name, value] = cookie.split('=');
    for (const wrong of [
      `${name}=`,
      `${name}=${value}x`,
      `x${cookie}`,
      `other=${value}`,
      `${name}=${access.token}`,
    ]) {
      expect(access.hasCookie(request({ cookie: wrong }))).toBe(false);
    }
    expect(access.hasCookie(request({}))).toBe(false);
  });

  test('the token is compared whole', () => {
    expect(access.isToken(access.token)).toBe(true);
    expect(access.isToken('')).toBe(false);
    expect(access.isToken(access.token.slice(0, -1))).toBe(false);
  });
});
