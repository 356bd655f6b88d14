/**
 * Runs in Electron's main process before the product: adds what an older Electron lacks, answers the test, and replaces
 * the parts of the machine that a test must not reach (its browser, its dialogs).
 */
const electron = require('electron');
const path = require('node:path');

const { app, dialog, session, shell, utilityProcess } = electron;
require('./node.cjs');

const fork = utilityProcess.fork.bind(utilityProcess);
utilityProcess.fork = (entry, args, options) =>
  fork(path.join(__dirname, 'worker.cjs'), args, {
    ...options,
    env: { ...options.env, SKIPWIRE_SHIM_ENTRY: entry },
  });

app.whenReady().then(() => {
  session.defaultSession.setPreloads?.([path.join(__dirname, 'preload.cjs')]);
});

if (process.env.SKIPWIRE_TEST_HOME) app.setPath('userData', process.env.SKIPWIRE_TEST_HOME);

/** What the product asked of the machine, in order, and what a test wants its dialogs to answer. */
const seen = { opened: [], dialogs: [], answers: {} };
globalThis.skipwireTest = seen;

shell.openExternal = async (address) => {
  seen.opened.push(address);
};
for (const kind of ['showOpenDialog', 'showSaveDialog', 'showMessageBox']) {
  dialog[kind] = async (...given) => {
    seen.dialogs.push({ kind, options: given.at(-1) });
    const answers = seen.answers[kind] ?? [];
    // A dialog that no test answers stays open.
    return answers.length > 0 ? answers.shift() : new Promise(() => {});
  };
}
dialog.showErrorBox = (title, content) =>
  seen.dialogs.push({ kind: 'showErrorBox', options: { title, content } });

// One expression a connection, ended by a zero byte; the answer is JSON.
const server = require('node:net').createServer((connection) => {
  let code = '';
  connection.on('error', () => undefined);
  connection.on('data', async (chunk) => {
    code += chunk;
    if (!code.endsWith('\0')) return;
    let answer;
    try {
      answer = { value: await new Function('electron', `return (${code.slice(0, -1)})`)(electron) };
    } catch (error) {
      answer = { error: String(error?.stack ?? error) };
    }
    connection.end(JSON.stringify(answer));
  });
});
server.listen(process.env.SKIPWIRE_TEST_SOCKET, () => console.log('The test can begin.'));
server.unref();
