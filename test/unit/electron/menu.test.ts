/** The menu bar: the window's commands and roles that Electron knows. */
import { type MenuItem, type MenuItemConstructorOptions, shell } from 'electron';
import { t } from '../../../core/messages';
import { menuTemplate } from '../../../electron/menu';

jest.mock('electron', () => ({ Menu: {}, shell: { openExternal: jest.fn() } }));

const files = {
  recent: [] as string[],
  open: jest.fn(),
  openPath: jest.fn(),
  clearRecent: jest.fn(),
  run: jest.fn(),
  menus: [
    {
      id: 'file',
      label: 'File',
      groups: [
        [
          { id: 'file.new', label: 'New R&D graph', accelerator: 'Alt+N', enabled: true },
          { id: 'file.open', label: 'Open…', accelerator: 'CommandOrControl+O', enabled: true },
        ],
        [{ id: 'export.start', label: 'Export', enabled: false }],
      ],
    },
    {
      id: 'view',
      label: 'View',
      groups: [[{ id: 'view.fit', label: 'Fit', accelerator: 'F', enabled: true }]],
    },
  ],
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

const click = (
  item: MenuItemConstructorOptions | undefined,
  event: { triggeredByAccelerator?: boolean } = {},
) => item?.click?.({} as MenuItem, undefined, event);

test('menus of the window have their commands, and lines between their groups', () => {
  const [file, edit, view] = menuTemplate('linux', files);
  const ids = (menu?: MenuItemConstructorOptions) =>
    (menu!.submenu as MenuItemConstructorOptions[]).map(
      ({ id, role, type, label }) => id ?? role ?? type ?? label,
    );
  expect(ids(file)).toEqual([
    ...['file.new', 'file.open', t('desktop.menu.openRecent'), 'separator', 'export.start'],
    ...['separator', 'quit'],
  ]);
  expect(ids(edit)).toEqual(['cut', 'copy', 'paste', 'selectAll']);
  expect([view?.label, ids(view)]).toEqual(['View', ['view.fit']]);
});

test('a command runs in the window, and Open has the dialog of the system', () => {
  const items = flat(menuTemplate('linux', files));
  const item = (id: string) => items.find((one) => one.id === id);
  expect(item('file.new')).toMatchObject({ label: 'New R&&D graph', accelerator: 'Alt+N', enabled: true });
  expect(item('export.start')).toMatchObject({ enabled: false });
  click(item('file.new'));
  click(item('file.open'));
  expect(files.run.mock.calls).toEqual([['file.new']]);
  expect(files.open).toHaveBeenCalledTimes(1);
});

test('keys are shown and left to the window, so they act once', () => {
  const shown = flat(menuTemplate('darwin', files)).filter(({ accelerator }) => accelerator !== undefined);
  expect(shown.map(({ id }) => id)).toEqual(['file.new', 'file.open', 'view.fit']);
  files.run.mockClear();
  for (const item of shown) {
    expect(item.registerAccelerator).toBe(false);
    click(item, { triggeredByAccelerator: true });
  }
  expect(files.run).not.toHaveBeenCalled();
});

test('before the window has sent its menus, files can be opened', () => {
  const [file] = menuTemplate('linux', { ...files, menus: [] });
  expect((file!.submenu as MenuItemConstructorOptions[]).map(({ label }) => label)).toEqual([
    ...[t('desktop.menu.open'), t('desktop.menu.openRecent'), undefined, t('desktop.quit')],
  ]);
});
