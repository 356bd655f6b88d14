/** A study's task, read by SkyPilot itself: `npm run test:cluster`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../main/cli/program';
import { testNeeding } from '../support/needs';

const python = process.env.SKIPWIRE_SKYPILOT ?? 'python3';

const skypilot = {
  met: spawnSync(python, ['-c', 'import sky']).status === 0,
  what: 'SKIPWIRE_SKYPILOT, a Python with skypilot (docs/clusters.md)',
};

const READ = `
import json, sys, sky
task = sky.Task.from_yaml(sys.argv[1])
(resources,) = task.resources
print(json.dumps({"name": task.name, "run": task.run, "workdir": task.workdir, "memory": resources.memory}))
`;

testNeeding(skypilot)('SkyPilot reads the task, which runs the script of the folder', async () => {
  const root = mkdtempSync(join(tmpdir(), 'skipwire-sky-'));
  try {
    const file = join(root, 'study.json');
    writeFileSync(
      file,
      JSON.stringify({
        ...{ format: 'skipwire.study', version: 1, name: "What's a shortcut: worth?" },
        ...{ base: { preset: 'resnet20' }, arms: [{ name: 'a' }], baseline: 'a', seeds: [1] },
        settings: { dataset: 'cifar10' },
      }),
    );
    const out = join(root, 'out');
    expect(await run(['study', 'script', file, '--as', 'sky', '--out', out])).toBe(0);
    const read = execFileSync(python, ['-c', READ, join(out, 'task.yaml')], { encoding: 'utf8' });
    expect(JSON.parse(read.trim().split('\n').at(-1) ?? '')).toEqual({
      ...{ name: 'what-s-a-shortcut-worth', run: 'sh run.sh\n', workdir: '.' },
      memory: expect.stringMatching(/^\d+\+$/),
    });
    execFileSync('sh', ['-n', join(out, 'run.sh')]);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain(
      'sky launch -c what-s-a-shortcut-worth task.yaml',
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});
