/** Replacing or deleting one of our folders leaves the files of others in place, and names them. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discard, stage } from '../../../main/datasets/storage/staging';
import { refuseOthersFiles, runFolder } from '../../../main/runs/folder';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skipwire-foreign-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (...paths: string[]) => {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
};

describe('a data set', () => {
  const import_ = (names: string[] = ['dataset.json']) =>
    stage(root, 'mine', async (folder) => {
      for (const name of names) writeFileSync(join(folder, name), 'new');
    });

  test('is replaced with all that imports write', async () => {
    put('mine/dataset.json', 'mine/train.images.u8', 'mine/val.labels.i32', 'mine/test.files.txt');
    // What a write leaves that is killed.
    put('mine/dataset.json.9240f2e9.tmp', 'mine/.report.json.0a1b2c3d.tmp');
    put('mine/listed.jsonl', 'mine/.report.json', 'mine/images/000/1.jpg', 'mine/train.names.txt');
    await import_();
    expect(readdirSync(join(root, 'mine'))).toEqual(['dataset.json']);
  });

  test.each(['replaced', 'removed'])('is not %s with a file of others in its folder', async (how) => {
    put('mine/dataset.json', 'mine/notes.md', 'mine/thesis/chapter1.tex');
    await expect(how === 'replaced' ? import_() : discard(root, 'mine')).rejects.toThrow(
      /The folder of the data set "mine" contains files that are not from Skipwire: notes\.md and thesis .*would be deleted/,
    );
    expect(existsSync(join(root, 'mine/thesis/chapter1.tex'))).toBe(true);
    expect(readdirSync(root)).toEqual(['mine']);
  });

  test('does not take the place of a folder that is none', async () => {
    put('mine/cat.jpg');
    await expect(import_()).rejects.toThrow(/cat\.jpg/);
  });

  test('is removed where there is nothing of others', async () => {
    put('mine/dataset.json');
    await discard(root, 'mine');
    expect(readdirSync(root)).toEqual([]);
    await discard(root, 'mine');
  });
});

describe('a run', () => {
  test('holds files that are known, in the making too', async () => {
    const { path, ...files } = runFolder('run');
    const folders = ['checkpoints', 'confusion', 'tensorboard', 'compiled'];
    put(...Object.values(files).filter((file) => !folders.some((folder) => file.endsWith(folder))));
    put('run/metrics.jsonl.1234abcd.tmp', 'run/claim-1-2.json', 'run/checkpoints/step-00000012.safetensors');
    put(
      'run/confusion/epoch-0001.json',
      'run/tensorboard/events.out.tfevents.1.host',
      'run/compiled/saved_model.pb',
    );
    await expect(refuseOthersFiles(join(root, path), 'r')).resolves.toBeUndefined();
  });

  test('is not deleted with files of others', async () => {
    put('run/run.json', 'run/plot.png', 'run/checkpoints/mine.h5', 'run/tensorboard/readme.txt');
    await expect(refuseOthersFiles(join(root, 'run'), 'r')).rejects.toThrow(
      /run "r" contains files that are not from Skipwire: checkpoints\/mine\.h5, plot\.png, and tensorboard\/readme\.txt/,
    );
  });
});
