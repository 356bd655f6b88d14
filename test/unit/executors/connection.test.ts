/** The connection to a courier, with a program in its place. */
import { Connection, ConnectionLost } from '../../../main/executors/site/connection';
import { localShell, runIn } from '../../../main/executors/site/shell';

const HELLO = 'echo "Welcome to the cluster"; echo "@@skipwire courier 1@@"';

/** A courier that prints `answers` after each line that it reads. */
const answering = (answers: string) =>
  new Connection(localShell, () => `${HELLO}; while read -r line; do ${answers}; done`);

test('an answer comes with its files, whatever the connection printed before', async () => {
  const mark = '{"inode":1,"size":5,"changed":2}';
  const file = `{"type":"file","name":"log.txt","from":0,"bytes":5,"mark":${mark}}`;
  const looked =
    '{"type":"looked","there":true,"names":["log.txt"],"owner":"none","ended":false,"said":"","free":1}';
  const connection = answering(`printf '%s\\na\\nb\\nc%s\\n' '${file}' '${looked}'`);
  const received: string[] = [];
  const ask = () =>
    connection.ask({ type: 'look', id: 'one', marks: {} }, 'looked', async ({ name }, content) => {
      let text = '';
      for await (const part of content) text += part.toString();
      received.push(`${name}: ${text}`);
    });
  const [first] = await Promise.all([ask(), ask()]);
  expect(first.names).toEqual(['log.txt']);
  expect(received).toEqual(['log.txt: a\nb\nc', 'log.txt: a\nb\nc']);
  await connection.close();
});

test('one that is cut in the middle of a file is made again by the next request', async () => {
  const mark = '{"inode":1,"size":9,"changed":2}';
  const file = `{"type":"file","name":"log.txt","from":0,"bytes":9,"mark":${mark}}`;
  const connection = answering(
    `case "$line" in *sh*) echo '{"type":"ran","code":0,"output":"","errors":""}';; *) printf '%s\\nhalf' '${file}'; exit 3;; esac`,
  );
  let text = '';
  const cut = connection.ask({ type: 'look', id: 'one', marks: {} }, 'looked', async (_, content) => {
    for await (const part of content) text += part.toString();
  });
  await expect(cut).rejects.toThrow(ConnectionLost);
  expect(text).toBe('half');
  expect(await connection.ask({ type: 'sh', script: 'true' }, 'ran')).toMatchObject({ code: 0 });
  await connection.close();
});

test('what the courier refuses is an error of the request, and the connection stays', async () => {
  const connection = answering(`echo '{"type":"refused","error":"no such run"}'`);
  const ask = () => connection.ask({ type: 'end', id: 'one', as: 'paused' }, 'ended');
  await expect(ask()).rejects.toThrow('no such run');
  await expect(ask()).rejects.toThrow('no such run');
  await connection.close();
});

test('a command reads its input, and its output is not mixed with what a profile prints', async () => {
  const shell = { ...localShell, open: (script: string) => localShell.open(`echo Hello; ${script}`) };
  expect(await runIn(shell, 'echo out; echo error >&2; exit 3')).toEqual({
    code: 3,
    output: 'out\n',
    errors: 'error\n',
  });
});
