/** Events of the desktop shell: notices, opened files, the view to show. */
import type { ShellEvent } from '../../core/contract/shell';
import { openText } from '../build/editor/files';
import { importPath } from '../build/models/models';
import { client } from '../client/client';
import { inShell } from '../client/shell';
import { keepSubscribed } from '../client/stream';
import { useNavigation } from '../state/navigation';
import { notify } from '../state/notices';
import { followMenus, runFromMenu } from './desktopMenus';

export function listenToShell(): void {
  if (!inShell()) return;
  void keepSubscribed(() => client.app.shell(), receive);
  followMenus((menus) => client.app.showMenus(menus));
}

function receive(event: ShellEvent): void {
  if (event.type === 'notice') notify({ severity: event.severity, text: event.text });
  else if (event.type === 'go') useNavigation.getState().go(event.view);
  else if (event.type === 'command') runFromMenu(event.id);
  else if (event.type === 'import') void importPath(event.path);
  else openText(event.name, event.text);
}
