/**
 * `npm run dev`: the app in a browser, up to date with every save.
 *
 * Vite serves the window and replaces changed modules in the open page. A change in core/ or main/ also bundles the host again (into
 * build/dev, with source maps) and restarts it; open pages reconnect and stay signed in. A training that was under way can be resumed.
 *
 *   npm run dev -- --port 5173    another port for the page
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { context as bundler } from 'esbuild';
import { createLogger, createServer } from 'vite';
import { bundleOptions, mainEntries, root } from './build.mjs';

/**
 * Requests of the page that go to the host; all others go to Vite. The browser sees one port, as through an SSH tunnel.
 */
const HOST_PATHS = '^/(rpc|session|uploads|downloads)(/|$)';
/** Editors save several files at once. */
const SETTLE_MS = 100;

// As scripts/build.mjs: a warning about a default of Vite's next version.
process.env.VITE_CONFIG_NATIVE_IGNORE_WARNING = 'true';

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const folder = join(root, 'build', 'dev', 'main');
const say = (text) => console.log(`dev: ${text}`);

const bundle = await bundler({ ...bundleOptions(mainEntries, folder), sourcemap: true });

/** The running host and its port, which stays the same across restarts: sessions are bound to it. */
let host;
let hostPort;

/**
 * Starts the host.
 * @returns the link that signs a browser in, or nothing if the host ended instead
 */
async function startHost() {
  const args = hostPort === undefined ? [] : ['--port', String(hostPort)];
  const child = spawn(process.execPath, ['--enable-source-maps', join(folder, 'cli.cjs'), 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  host = child;
  child.once('exit', (code, signal) => {
    if (host !== child) return;
    host = undefined;
    say(`the host ended (${signal ?? code}). It starts again after the next change in core/ or main/.`);
  });
  const link = new Promise((resolve) => {
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const found = /http:\/\/\S+(?=\n)/.exec(printed)?.[0];
      if (found) resolve(new URL(found));
    });
    child.once('exit', () => resolve(undefined));
  });
  const url = await link;
  if (url) hostPort = Number(url.port);
  return url;
}

async function stopHost() {
  const child = host;
  host = undefined;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The host's link, at the page's address. */
function showLink(url) {
  if (!url) return;
  url.port = new URL(page.resolvedUrls.local[0]).port;
  console.log(url.href);
}

await bundle.rebuild();
const link = await startHost();
if (!link) process.exit(1);

const logger = createLogger();
const { error } = logger;
// While the host restarts, the page tries to connect again and again.
logger.error = (text, options) => {
  if (!/proxy (socket )?error/.test(text)) error(text, options);
};

const page = await createServer({
  configFile: join(root, 'vite.config.ts'),
  cacheDir: join(root, 'build', 'dev', 'vite'),
  clearScreen: false,
  customLogger: logger,
  plugins: [
    // In place of the host, which writes the person's choice (main/hosts/window-files.ts).
    { name: 'kept-theme', transformIndexHtml: (html) => html.replace('KEPT_THEME', 'system') },
  ],
  server: {
    host: '127.0.0.1',
    ...(values.port === undefined ? {} : { port: Number(values.port), strictPort: true }),
    proxy: {
      [HOST_PATHS]: {
        target: `http://127.0.0.1:${hostPort}`,
        ws: true,
      },
    },
  },
});
await page.listen();

let timer;
let restarting = Promise.resolve();
async function restart() {
  try {
    await bundle.rebuild();
  } catch {
    say('core/ or main/ does not compile; the host goes on as it was.');
    return;
  }
  await stopHost();
  const url = await startHost();
  if (url) say('host restarted');
  showLink(url);
}

const hostSources = ['core', 'main'].map((name) => join(root, name));
page.watcher.add(hostSources);
page.watcher.on('all', (_event, file) => {
  if (!hostSources.some((source) => file.startsWith(source + sep))) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    restarting = restarting.then(restart);
  }, SETTLE_MS);
});

let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (ending) process.exit(130);
    ending = true;
    clearTimeout(timer);
    await restarting;
    await Promise.all([stopHost(), page.close(), bundle.dispose()]);
    process.exit(0);
  });
}

showLink(link);
