import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sshHosts } from '../../../main/executors/ssh-hosts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-ssh-'));
  mkdirSync(join(folder, 'conf.d'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const hosts = () => sshHosts(join(folder, 'config'));

test('names hosts once, without patterns, whatever the spelling of the keyword', async () => {
  write(
    'config',
    'Host gpu-box "the other" *.example !bad\n  HostName 10.0.0.1\nhost=login\n# Host commented\nHost gpu-box\nHost *\n',
  );
  expect(await hosts()).toEqual(['gpu-box', 'the other', 'login']);
});

test('those of included files are among them, also of files that include each other', async () => {
  write('config', 'Include conf.d/*.conf missing\nHost last\n');
  write('conf.d/a.conf', `Host first\nInclude ${join(folder, 'config')}\n`);
  write('conf.d/b.txt', 'Host not-included\n');
  expect(await hosts()).toEqual(['first', 'last']);
});

test('without a file there are none', async () => {
  expect(await hosts()).toEqual([]);
});
