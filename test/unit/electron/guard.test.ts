/** What the shell denies to every page. */
import { EventEmitter } from 'node:events';
import { type App, type Session, shell, type WebContents } from 'electron';
import { denyPermissions, guardPages, openInBrowser } from '../../../electron/guard';

jest.mock('electron', () => ({ shell: { openExternal: jest.fn() } }));
const openExternal = jest.mocked(shell.openExternal);

type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

class FakeContents extends EventEmitter {
  openHandler?: OpenHandler;
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }
}

const contents = new FakeContents();
beforeAll(() => {
  const app = new EventEmitter();
  guardPages(app as unknown as App);
  app.emit('web-contents-created', {}, contents);
});
beforeEach(() => openExternal.mockClear());

function isPrevented(event: string, details: Record<string, unknown> = {}): boolean {
  const preventDefault = jest.fn();
  contents.emit(event, { preventDefault, ...details });
  return preventDefault.mock.calls.length > 0;
}

const foreign = [
  'https://example.com/',
  'app://skipwire.example.com/',
  'app://other/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'nonsense',
];

test.each(['will-navigate', 'will-redirect'])('%s leads nowhere but to our own page', (event) => {
  for (const url of foreign) expect([url, isPrevented(event, { url })]).toEqual([url, true]);
  expect(isPrevented(event, { url: 'app://skipwire/' })).toBe(false);
});

test('no frame but the main one navigates', () => {
  expect(isPrevented('will-frame-navigate', { url: 'app://skipwire/', isMainFrame: false })).toBe(true);
  expect(isPrevented('will-frame-navigate', { url: 'app://skipwire/', isMainFrame: true })).toBe(false);
});

test('no page embeds another', () => expect(isPrevented('will-attach-webview')).toBe(true));

test('no window opens; a link to the web opens in the browser', () => {
  const open = (url: string) => contents.openHandler?.({ url } as Parameters<OpenHandler>[0]);
  expect(open('https://www.cs.toronto.edu/~kriz/cifar.html')).toEqual({ action: 'deny' });
  expect(openExternal.mock.calls).toEqual([['https://www.cs.toronto.edu/~kriz/cifar.html']]);
});

test.each([
  'http://example.com',
  'file:///bin/sh',
  'smb://server/share',
  'app://skipwire/',
  'javascript:1',
  '',
])('%j is not handed to another program', (url) => {
  openInBrowser(url);
  expect(openExternal).not.toHaveBeenCalled();
});

describe('permissions', () => {
  type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
  type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
  const handlers: { request?: RequestHandler; check?: CheckHandler; device?: () => boolean } = {};
  beforeAll(() =>
    denyPermissions({
      setPermissionRequestHandler: (handler: RequestHandler) => (handlers.request = handler),
      setPermissionCheckHandler: (handler: CheckHandler) => (handlers.check = handler),
      setDevicePermissionHandler: (handler: () => boolean) => (handlers.device = handler),
    } as unknown as Session),
  );

  function granted(permission: string, requestingUrl: string): boolean[] {
    const decide = jest.fn();
    const details = { requestingUrl } as Parameters<RequestHandler>[3];
    const contents = {} as WebContents;
    handlers.request?.(contents, permission as Parameters<RequestHandler>[1], decide, details);
    const check = handlers.check?.(
      contents,
      permission as Parameters<CheckHandler>[1],
      requestingUrl,
      {} as Parameters<CheckHandler>[3],
    );
    return [...decide.mock.calls.flat(), check];
  }

  test.each(['media', 'geolocation', 'notifications', 'fullscreen', 'openExternal', 'clipboard-read', 'usb'])(
    '%s is denied',
    (permission) => expect(granted(permission, 'app://skipwire/')).toEqual([false, false]),
  );

  test('writing text to the clipboard is granted, to our page alone', () => {
    expect(granted('clipboard-sanitized-write', 'app://skipwire/')).toEqual([true, true]);
    expect(granted('clipboard-sanitized-write', 'https://example.com/')).toEqual([false, false]);
  });

  test('devices are denied', () => expect(handlers.device?.()).toBe(false));
});
