/** The window's side of moving old drafts over: an entry goes only when the host has all of it. */
import type { Adopted } from '../../../core/contract/documents';
import { adoptDrafts, draftKeys, piecesOf } from '../../../renderer/client/documents/drafts';

/** A browser's storage. */
class Box {
  readonly #entries = new Map<string, string>();
  get length() {
    return this.#entries.size;
  }
  key(index: number) {
    return [...this.#entries.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.#entries.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.#entries.set(key, value);
  }
  removeItem(key: string) {
    this.#entries.delete(key);
  }
}

let box: Box;
beforeEach(() => {
  box = new Box();
});

const answer = (...ids: string[]): Adopted => ({
  adopted: ids.map((id) => ({ id, name: id })),
  active: ids[0],
});

test('all versions of the entry are moved over, other entries stay', async () => {
  for (const key of [
    'skipwire.documents',
    'skipwire.documents.v1',
    'skipwire.documents.v1.damaged',
    'skipwire.train.v2',
  ])
    box.setItem(key, `of ${key}`);
  const sent: string[] = [];
  const moved = await adoptDrafts(box, async ({ key, text }) => {
    sent.push(text);
    return answer(key.replaceAll('.', '-'));
  });
  expect(sent).toEqual([
    'of skipwire.documents',
    'of skipwire.documents.v1',
    'of skipwire.documents.v1.damaged',
  ]);
  expect(moved).toEqual({
    ids: ['skipwire-documents', 'skipwire-documents-v1', 'skipwire-documents-v1-damaged'],
    active: 'skipwire-documents',
  });
  expect(draftKeys(box)).toEqual([]);
  expect(box.getItem('skipwire.train.v2')).toBe('of skipwire.train.v2');
});

test('what the host did not acknowledge stays', async () => {
  box.setItem('skipwire.documents.v1', 'one');
  box.setItem('skipwire.documents.v2', 'two');
  const refusing = async ({ key }: { key: string }) => {
    if (key.endsWith('v2')) throw new Error('The disk is full.');
    return answer('a');
  };
  await expect(adoptDrafts(box, refusing)).rejects.toThrow('full');
  expect(draftKeys(box)).toEqual(['skipwire.documents.v2']);
});

test('a large entry goes graph by graph', () => {
  const text = JSON.stringify({ activeId: 'b', documents: [{ id: 'a' }, { id: 'b' }] });
  expect(piecesOf(text)).toEqual([text]);
  expect(piecesOf(text, 10).map((piece) => JSON.parse(piece))).toEqual([
    { activeId: 'b', documents: [{ id: 'a' }] },
    { activeId: 'b', documents: [{ id: 'b' }] },
  ]);
  expect(piecesOf('torn {', 3)).toEqual(['torn {']);
});
