/** What the window offers to do in one click: each offer does what it says. Nothing is trained. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { EngineStatus } from '../../core/contract/engine';
import { DatasetStore } from '../../main/datasets';
import { eventually } from '../support/eventually';
import { journey } from '../support/journey';
import { fakeServices } from '../unit/hosts/fake-services';
import { run } from '../unit/renderer-views/fixtures';
import { describeInBrowser } from './support/app';
import { type OpenWindow, openWindow } from './support/window';

const crashed = run('20261129-200000-resnet50-s1-ab12', {
  state: 'failed',
  error: 'The training process ended unexpectedly on the GPU.',
  tryCpu: true,
  startedAt: '2026-11-29T20:00:00.000Z',
  endedAt: '2026-11-29T20:01:00.000Z',
  checkpointEpoch: 1,
  checkpoints: [{ file: 'epoch-1.safetensors', epoch: 1, step: 10, roles: ['last'] }],
});

/** Pictures of three classes and a table whose columns both would do for labels. */
async function makePictures(folder: string): Promise<void> {
  const create = { width: 16, height: 16, channels: 3 as const };
  const picture = (level: number) =>
    sharp({ create: { ...create, background: { r: level, g: 90, b: 200 - level } } })
      .jpeg()
      .toBuffer();
  const breeds = ['Cat', 'cat', 'dog', 'dog', 'Cat', 'dog'];
  mkdirSync(join(folder, 'pets', 'images'), { recursive: true });
  const rows: string[] = [];
  for (const [index, breed] of breeds.entries()) {
    writeFileSync(join(folder, 'pets', 'images', `${index}.jpg`), await picture(30 * index));
    rows.push(`${index}.jpg,${breed},${index % 2 ? 'indoors' : 'outdoors'}`);
  }
  writeFileSync(join(folder, 'pets', 'labels.csv'), ['file,breed,place', ...rows, ''].join('\n'));
  for (const name of ['Cat', 'Dog']) {
    mkdirSync(join(folder, 'download', 'PetImages', name), { recursive: true });
    for (let i = 0; i < 3; i++) {
      writeFileSync(join(folder, 'download', 'PetImages', name, `${i}.jpg`), await picture(40 * i));
    }
  }
}

describeInBrowser('offers', () => {
  const step = journey();
  let opened: OpenWindow;
  let page: Page;
  let pictures: string;
  const asked: string[] = [];
  let status: EngineStatus = {
    state: 'ready',
    runtime: 'TensorFlow 2.21.0',
    device: 'gpu',
    deviceName: 'A card',
  };

  beforeAll(async () => {
    pictures = mkdtempSync(join(tmpdir(), 'skipwire-offers-'));
    await makePictures(pictures);
    const fakes = fakeServices({
      engine: {
        status: async () => status,
        trainOnCpu: async () => {
          asked.push('trainOnCpu');
          status = { ...status, device: 'cpu', deviceName: 'CPU, 2 threads' };
          return status;
        },
      },
      training: {
        status: () => ({ studyId: 'study-1', active: false, runs: [crashed] }),
        events: async function* (): AsyncGenerator<never, undefined> {
          return new Promise<undefined>(() => {});
        },
      },
      queue: {
        list: async () => ({ slots: { chosen: null, now: 1 }, entries: [] }),
        resume: async (runIds = []) => {
          asked.push(`resume ${runIds.join()}`);
          return [...runIds];
        },
      },
    });
    opened = await openWindow(
      () => ({ engine: fakes.engine, training: fakes.training, queue: fakes.queue }),
      (folder) =>
        new DatasetStore({ root: join(folder, 'datasets') }).generate({
          trainCount: 200,
          valCount: 40,
          seed: 1,
        }),
    );
    page = opened.page;
  }, 120_000);
  afterAll(async () => {
    await opened?.close();
    rmSync(pictures, { recursive: true, force: true });
  });

  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view }).click();

  step('a run that crashed on the GPU is resumed on the CPU', async () => {
    await go('Train');
    await page.getByRole('button', { name: 'Resume on the CPU' }).click();
    await page.getByRole('status', { name: 'Runtime' }).filter({ hasText: 'CPU, 2 threads' }).waitFor();
    expect(asked).toEqual(['trainOnCpu', `resume ${crashed.id}`]);
  });

  step('precise BatchNorm is turned on from its warning, and off again', async () => {
    await page.getByRole('combobox', { name: 'data set' }).click();
    await page.getByRole('option', { name: /^Shapes/ }).click();
    await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('1');
    const warning = page.getByRole('status', { name: 'BatchNorm statistics' });
    await page.getByRole('button', { name: /^1 warning/ }).click();
    await warning.getByRole('button', { name: 'Turn on precise BatchNorm' }).click();
    await warning.waitFor({ state: 'detached' });
    const notice = page.getByText(
      /^BatchNorm statistics will be re-estimated before each validation, from up to \d+ training batches\./,
    );
    await notice.waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await page.getByRole('button', { name: /^1 warning/ }).waitFor();
  });

  async function lookAt(name: string) {
    await go('Data');
    await page
      .getByRole('button', { name: /Add your own/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Or enter its path/).fill(join(pictures, name));
    await dialog.getByRole('button', { name: 'Continue' }).click();
    return dialog;
  }

  step('the label column and merged classes are chosen before an import', async () => {
    const dialog = await lookAt('pets');
    await dialog.getByText('Images with a table of labels, labels.csv: 3 classes.').waitFor();
    await dialog.getByRole('checkbox', { name: 'Merge them into one class' }).check();
    await dialog.getByText('Images with a table of labels, labels.csv: 2 classes.').waitFor();
    await dialog.getByRole('combobox', { name: 'Class column' }).click();
    await page.getByRole('option', { name: 'place' }).click();
    await dialog.getByText(/differ only in spelling/).waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Import' }).click();
    const imported = async () =>
      (await opened.services.datasets.list()).find(({ name, state }) => name === 'pets' && state === 'ready');
    await eventually(async () => expect((await imported())?.classes).toEqual(['indoors', 'outdoors']));
    await dialog.waitFor({ state: 'detached' });
  });

  step('pictures of a set of the catalogue are imported as it, or as one of one’s own', async () => {
    const dialog = await lookAt('download');
    await dialog.getByText('This looks like Cats vs. dogs from the catalog.').waitFor();
    const choice = dialog.getByRole('group', { name: 'Import as' });
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.waitFor();
    await choice.getByRole('button', { name: 'Cats vs. dogs from the catalog' }).click();
    await dialog.getByText(/^Only 6 of the [\d,]+ images of Cats vs\. dogs\./).waitFor();
    expect(await name.count()).toBe(0);
    await choice.getByRole('button', { name: 'Your own data set' }).click();
    await name.fill('Six pets');
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('button', { name: /^Six pets / }).waitFor();
  });

  step('the page raised no error on the way', () => {
    expect(opened.pageErrors).toEqual([]);
  });
});
