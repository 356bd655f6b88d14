/** Graph files from outside the window. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { graphFileName, isGraphFile } from '../../../core/graph/file-name';
import { documentPaths } from '../../../electron/document-paths';
import { catchOpenedFiles } from '../../../electron/documents';
import { openDocument } from '../../../electron/open-document';
import { withRecent } from '../../../electron/recent';

jest.mock('electron', () => ({ app: {}, Menu: {}, dialog: {}, shell: {} }));

test('graph files are those of our own extension, and .json as before', () => {
  expect(['a.skipwire', 'A.JSON', 'a.zip', 'json'].map(isGraphFile)).toEqual([true, true, false, false]);
  expect([graphFileName('ResNet-20'), graphFileName('a/b: c'), graphFileName('///')]).toEqual([
    'ResNet-20.skipwire',
    'a-b- c.skipwire',
    '-.skipwire',
  ]);
});

test('of a command line, graphs and models count, from the folder that it was written in', () => {
  const words = ['/usr/bin/electron', '--flag=a.json', '.', 'a.skipwire', '/b/c.json', 'd.keras'];
  expect(documentPaths(words, '/home/me')).toEqual([
    resolve('/home/me/a.skipwire'),
    resolve('/b/c.json'),
    resolve('/home/me/d.keras'),
  ]);
});

test('files that macOS hands over too early wait', () => {
  const app = new EventEmitter();
  const opened = catchOpenedFiles(app as never);
  const preventDefault = jest.fn();
  app.emit('open-file', { preventDefault }, '/early.skipwire');
  const open = jest.fn();
  opened(open);
  app.emit('open-file', { preventDefault }, '/late.skipwire');
  expect(open.mock.calls).toEqual([['/early.skipwire'], ['/late.skipwire']]);
  expect(preventDefault).toHaveBeenCalledTimes(2);
});

test('recent files are ten, newest first, each once', () => {
  const ten = Array.from({ length: 10 }, (_, n) => `/${n}`);
  expect(withRecent(ten, '/new')).toEqual(['/new', ...ten.slice(0, 9)]);
  expect(withRecent(ten, '/3')).toEqual(['/3', ...ten.filter((path) => path !== '/3')]);
});

describe('opening', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-documents-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const recent = { add: jest.fn(), drop: jest.fn() };
  const tell = jest.fn();

  test('hands the text to the window and remembers the path', async () => {
    const path = join(folder, 'a.skipwire');
    writeFileSync(path, '{}');
    await openDocument(path, { tell, recent });
    expect(tell).toHaveBeenLastCalledWith({ type: 'open', name: 'a.skipwire', text: '{}' });
    expect(recent.add).toHaveBeenCalledWith(path);
  });

  test('says which file cannot be opened, and forgets it', async () => {
    const path = join(folder, 'gone.skipwire');
    await openDocument(path, { tell, recent });
    expect(tell).toHaveBeenLastCalledWith({
      type: 'notice',
      severity: 'error',
      text: expect.stringMatching(/gone\.skipwire could not be opened: the file does not exist\./),
    });
    expect(recent.drop).toHaveBeenCalledWith(path);
  });
});
