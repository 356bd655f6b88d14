import { parseWhere } from '../../../main/executors/where';

test.each([
  ['local', { kind: 'local' }],
  ['local:/scratch/me', { kind: 'local', folder: '/scratch/me' }],
  ['ssh:box', { kind: 'ssh', host: 'box' }],
  ['ssh:me@box.example', { kind: 'ssh', host: 'me@box.example' }],
  ['ssh:me@[::1]', { kind: 'ssh', host: 'me@[::1]' }],
  ['ssh:box:/scratch/me', { kind: 'ssh', host: 'box', folder: '/scratch/me' }],
  ['ssh:box:~/runs?slots=2', { kind: 'ssh', host: 'box', folder: '~/runs', slots: 2 }],
  ['slurm', { kind: 'slurm' }],
  ['slurm:/scratch/me', { kind: 'slurm', folder: '/scratch/me' }],
  ['slurm:login:/scratch/me', { kind: 'slurm', host: 'login', folder: '/scratch/me' }],
  ['ray:http://127.0.0.1:8265', { kind: 'ray', address: 'http://127.0.0.1:8265' }],
  ['ray:http://head:8265/:/shared', { kind: 'ray', address: 'http://head:8265', folder: '/shared' }],
])('%s', (text, expected) => {
  expect(parseWhere(text)).toEqual({ id: text, options: new Map(), ...expected });
});

test('options are for the scheduler', () => {
  const { host, options } = parseWhere('slurm:login?partition=gpu&time=4:00:00&gres=gpu:1');
  expect(host).toBe('login');
  expect([...options]).toEqual([
    ['partition', 'gpu'],
    ['time', '4:00:00'],
    ['gres', 'gpu:1'],
  ]);
});

test.each([
  ['', 'A place to train is local, ssh:HOST'],
  ['cloud:box', 'A place to train is local, ssh:HOST'],
  ['local:box', 'A place to train is local, ssh:HOST'],
  ['ssh:', 'A host is a name or address'],
  ['ssh:-oProxyCommand=id', 'A host is a name or address'],
  ['ssh:box; id', 'A host is a name or address'],
  ['ssh:me:secret@box', 'A host is a name or address'],
  ['ray:127.0.0.1', 'The address of Ray is that of its dashboard'],
  ['ray:http://me:secret@head:8265', 'The address of Ray is that of its dashboard'],
  ['ssh:box?slots=0', 'slots is a whole number from 1 to 1,000'],
  ['slurm?partition', 'Options are NAME=VALUE'],
  ['slurm?wrap=a b', 'Options are NAME=VALUE'],
])('%j is refused', (text, said) => {
  expect(() => parseWhere(text)).toThrow(said);
});
