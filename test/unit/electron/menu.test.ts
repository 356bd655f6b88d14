/** The menu bar is made of roles that Electron knows. */
import { type MenuItemConstructorOptions, shell } from 'electron';
import { menuTemplate } from '../../../electron/menu';

jest.mock('electron', () => ({ Menu: {}, shell: { openExternal: jest.fn() } }));

const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

test.each(['linux', 'win32', 'darwin'] as const)('every item on %s does something', (platform) => {
  for (const item of flat(menuTemplate(platform))) {
    expect(Boolean(item.role || item.click || item.submenu || item.type === 'separator')).toBe(true);
  }
});

test('undo and redo are left to the canvas', () => {
  const roles = flat(menuTemplate('linux')).map((item) => item.role);
  expect(roles).not.toContain('undo');
  expect(roles).not.toContain('editMenu');
  expect(roles).toContain('copy');
});

test('the application menu is for macOS', () => {
  const first = (platform: NodeJS.Platform) => menuTemplate(platform)[0]?.role;
  expect([first('darwin'), first('linux')]).toEqual(['appMenu', 'fileMenu']);
});

test('the paper opens in the browser', () => {
  const paper = flat(menuTemplate('linux')).find((item) => item.click);
  const click = paper?.click as (() => void) | undefined;
  click?.();
  expect(shell.openExternal).toHaveBeenCalledWith('https://arxiv.org/abs/1512.03385');
});
