/** Which documents are open. Windows report what they opened and closed, so that none closes another's. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Tabs, type TabsChange, tabsSchema } from '../../core/contract/documents';
import { writeJson } from '../disk/atomic';
import { parseJson } from '../disk/json';
import { withLock } from '../disk/lock';
import { textIfThere } from '../disk/regular-file';

/** Bytes. */
const MOST = 1_000_000;

/** Those in `order` follow each other as there, in the places that they have among the others. */
function inOrder(all: readonly string[], order: readonly string[]): string[] {
  const left = [...new Set(order)].filter((id) => all.includes(id));
  const moved = new Set(left);
  return all.map((id) => (moved.has(id) ? left.shift()! : id));
}

export class TabsFile {
  readonly #path: string;

  constructor(private readonly root: string) {
    this.#path = join(root, 'tabs.json');
  }

  async read(): Promise<Tabs> {
    // An unreadable list must not keep the window from opening.
    const text = await textIfThere(this.#path, MOST).catch(() => undefined);
    return tabsSchema.safeParse(text === undefined ? undefined : parseJson(text)).data ?? { open: [] };
  }

  change({ opened, closed, active, order = [] }: TabsChange): Promise<void> {
    return withLock(`${this.#path}.lock`, {}, async () => {
      const { open, active: before } = await this.read();
      const gone = new Set(closed);
      const all = [...new Set([...open, ...opened])].filter((id) => !gone.has(id));
      const next = inOrder(all, order);
      const shown = active ?? before;
      await mkdir(this.root, { recursive: true });
      await writeJson(this.#path, {
        open: next,
        ...(shown !== undefined && next.includes(shown) && { active: shown }),
      } satisfies Tabs);
    });
  }
}
