/** The package's own installer, as the installed app runs it on Windows and Intel Macs. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { copyInstaller, INSTALLER_PACKAGE, makeCommands } from '../../../main/engine/installer-files';
import { posix, testNeeding } from '../../support/needs';

const root = join(__dirname, '..', '..', '..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire installer '));
  copyInstaller(root, folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('its scripts find every package that they use, without our node_modules', () => {
  const script = join(folder, 'node_modules', INSTALLER_PACKAGE, 'scripts', 'install.js');
  const used = ['install.js', 'resources.js', 'deps-stage.js', 'deps-constants.js', 'get-addon-name.js']
    .map((name) => join(script, '..', name))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/require\('([^.'][^']*)'\)/g)])
    .flatMap(([, name]) => name ?? []);
  expect(used).toEqual(expect.arrayContaining(['rimraf', 'tar', 'adm-zip', 'https-proxy-agent', 'progress']));
  const find = createRequire(script);
  for (const name of new Set(used)) expect(() => find.resolve(name)).not.toThrow();
  // What is only bundled stays out.
  expect(existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-core'))).toBe(false);
});

testNeeding(posix)('the commands that they call by name run on this Node', () => {
  const commands = makeCommands(folder, process.execPath);
  const env = { PATH: [commands, '/usr/bin', '/bin'].join(delimiter) };
  const run = (command: string) => spawnSync('sh', ['-c', command], { env, encoding: 'utf8' }).stdout.trim();
  expect(run('node -p "process.execPath + 1"')).toBe(`${process.execPath}1`);
  expect(run('node-pre-gyp --version')).toMatch(/^v?1\.0\./);
});

test('on Windows they are .cmd files', () => {
  const commands = makeCommands(folder, 'C:\\Program Files\\Skipwire\\Skipwire.exe', 'win32');
  expect(readFileSync(join(commands, 'node.cmd'), 'utf8')).toBe(
    '@"C:\\Program Files\\Skipwire\\Skipwire.exe" %*\r\n',
  );
});
