/** The menu bar of the desktop shell, from the window's commands. */
import type { MenuCommand, WindowMenus } from '../../core/contract/shell';
import { t } from '../../core/messages';
import { type Command, canRun, labelOf, SECTIONS } from '../commands/command';
import { focusOf } from '../commands/focus';
import { acceleratorOf } from '../commands/keys';
import { keysOf, useOwnKeys } from '../commands/ownKeys';
import { allCommands, fixedGroups } from '../commands/registry';
import { runCommand } from '../layout/CommandItems';
import { useDocuments } from '../state/documents';
import { useLanguage } from '../state/language';
import { useNavigation } from '../state/navigation';

/** The sections of each menu; the first names it. */
const MENUS: readonly (readonly Command['section'][])[] = [
  ['file', 'export'],
  ['edit', 'select'],
  ['view'],
  ['go'],
  ['graph', 'ablate'],
  ['data'],
  ['train'],
  ['compare'],
  ['predict'],
  ['help'],
];

/**
 * - the system's own items: Copy and its like
 * - what opens a file dialog, which a page may do only on a click of its own; Open is the shell's
 * - long lists that Settings has, too
 */
const LEFT_OUT =
  /^(edit\.(copy|cut|paste)|select\.all|file\.importModel|study\.import|(settings|view\.theme|view\.language)[.-].*)$/;

const isOffered = (command: Command): boolean =>
  canRun(command) &&
  (command.where !== 'canvas' || useNavigation.getState().view === 'build') &&
  focusOf(document.body, false) !== 'dialog';

function menuCommand(command: Command): MenuCommand {
  const [keys] = keysOf(command);
  const accelerator = keys === undefined ? undefined : acceleratorOf(keys);
  return {
    id: command.id,
    label: labelOf(command),
    ...(accelerator === undefined ? {} : { accelerator }),
    enabled: isOffered(command),
  };
}

export function windowMenus(): WindowMenus {
  const registered = fixedGroups();
  return MENUS.map((sections) => ({
    id: sections[0]!,
    label: t(SECTIONS[sections[0]!]),
    groups: registered
      .map((group) => group.filter(({ id, section }) => sections.includes(section) && !LEFT_OUT.test(id)))
      .filter((group) => group.length > 0)
      .map((group) => group.map(menuCommand)),
  })).filter(({ groups }) => groups.length > 0);
}

/** Nothing where the menu bar shows what was possible a moment ago. */
export function runFromMenu(id: string): void {
  const command = allCommands().find((one) => one.id === id);
  if (command && isOffered(command)) runCommand(command);
}

/** Longer than a view takes to show what a click or a key did. */
const SETTLED_MS = 200;

/** Shows the menus now, and again when they differ after a change of state, a click or a key. */
export function followMenus(show: (menus: WindowMenus) => Promise<unknown>): void {
  let shown = '';
  let isWaiting = false;
  const compare = async () => {
    isWaiting = false;
    const menus = windowMenus();
    const now = JSON.stringify(menus);
    if (now === shown) return;
    shown = now;
    // The next change tries again.
    await show(menus).catch(() => {
      shown = '';
    });
  };
  const later = () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => void compare(), SETTLED_MS);
  };
  for (const store of [useOwnKeys, useNavigation, useDocuments, useLanguage]) store.subscribe(later);
  for (const event of ['pointerup', 'keyup', 'focusin']) window.addEventListener(event, later, true);
  later();
}
