/** The menu bar is made of roles that Electron knows. */
import { type MenuItemConstructorOptions, shell } from 'electron';
import { t } from '../../../core/messages';
import { menuTemplate } from '../../../electron/menu';

jest.mock('electron', () => ({ Menu: {}, shell: { openExternal: jest.fn() } }));

const files = {
  recent: [] as string[],
  open: jest.fn(),
  openPath: jest.fn(),
  clearRecent: jest.fn(),
  showSettings: jest.fn(),
  showLicenses: jest.fn(),
};

const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

test.each(['linux', 'win32', 'darwin'] as const)('every item on %s does something', (platform) => {
  for (const item of flat(menuTemplate(platform, files))) {
    expect(Boolean(item.role || item.click || item.submenu || item.type === 'separator')).toBe(true);
  }
});

test('undo and redo are left to the canvas', () => {
  const roles = flat(menuTemplate('linux', files)).map((item) => item.role);
  expect(roles).not.toContain('undo');
  expect(roles).not.toContain('editMenu');
  expect(roles).toContain('copy');
});

test('the application menu is for macOS', () => {
  const first = (platform: NodeJS.Platform) => menuTemplate(platform, files)[0]?.role;
  expect([first('darwin'), first('linux')]).toEqual(['appMenu', undefined]);
});

test('the paper opens in the browser', () => {
  const paper = flat(menuTemplate('linux', files)).find((item) => /paper/.test(item.label ?? ''));
  const click = paper?.click as (() => void) | undefined;
  click?.();
  expect(shell.openExternal).toHaveBeenCalledWith('https://arxiv.org/abs/1512.03385');
});

test('recent files are opened from the File menu, by their whole path', () => {
  const recent = ['/a/R&D.skipwire', '/b/net.json'];
  const items = flat(menuTemplate('win32', { ...files, recent }));
  const [first] = items.filter(({ toolTip }) => toolTip !== undefined);
  expect(first?.label).toBe('R&&D.skipwire');
  (first?.click as (() => void) | undefined)?.();
  expect(files.openPath).toHaveBeenCalledWith('/a/R&D.skipwire');
  const menu = (recentFiles: string[]) =>
    flat(menuTemplate('linux', { ...files, recent: recentFiles })).find(
      ({ label }) => label === t('desktop.menu.openRecent'),
    );
  expect([menu(recent)?.enabled, menu([])?.enabled]).toEqual([true, false]);
});

test('macOS keeps its own list of recent files', () => {
  const items = flat(menuTemplate('darwin', { ...files, recent: ['/a/net.json'] }));
  expect(items.find(({ label }) => label === t('desktop.menu.openRecent'))?.role).toBe('recentDocuments');
});

test('the keys of Open are left to the window', () => {
  const open = flat(menuTemplate('linux', files)).find(({ label }) => label === 'Open…');
  expect(open?.registerAccelerator).toBe(false);
});

test('the licenses are shown in the window', () => {
  const item = flat(menuTemplate('linux', files)).find(({ label }) => label === 'Licenses');
  (item?.click as (() => void) | undefined)?.();
  expect(files.showLicenses).toHaveBeenCalled();
});
