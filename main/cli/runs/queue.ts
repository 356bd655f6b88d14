/** `skipwire queue`: the runs of all studies that are not done, whichever process trains them. */
import { Command, Option } from 'commander';
import { prioritySchema, slotsSchema } from '../../../core/contract/queue';
import { t } from '../../../core/messages';
import { isHalved } from '../../../core/study/halved-runs';
import { nameOf } from '../../../core/study/run';
import type { Services } from '../../services';
import type { QueueControl } from '../../training/host/queue-control';
import { number } from '../options/values';
import { columns, headings, print, printJson, say } from '../output/output';

interface Place {
  /** Folder of run folders. */
  out?: string;
}

export function queueCommand(): Command {
  const slots = number(slotsSchema.unwrap());
  return new Command('queue')
    .description(t('queue.cli.description'))
    .addCommand(
      inFolder('list', t('queue.cli.list'))
        .option('--json', t('cli.options.json'))
        .action(({ json, ...place }: Place & { json?: boolean }) =>
          using(place, (services) => show(services, json)),
        ),
      { isDefault: true },
    )
    .addCommand(
      forRuns('move', t('queue.cli.move'))
        .addOption(new Option('--first', t('queue.cli.first')).conflicts('before'))
        .option('--before <run>', t('queue.cli.before'))
        .action((ids: string[], { first, before, ...place }: Place & { first?: boolean; before?: string }) =>
          change(place, async (queue) => {
            const { entries } = await queue.list();
            const front = entries.find(({ runId }) => !ids.includes(runId))?.runId;
            await queue.move(ids, first ? front : before);
          }),
        ),
    )
    .addCommand(
      inFolder('priority', t('queue.cli.priority'))
        .argument('<number>', t('queue.cli.number'), number(prioritySchema))
        .argument('<ids...>', t('queue.cli.ids'))
        .action((priority: number, ids: string[], place: Place) =>
          change(place, (queue) => queue.priority(ids, priority)),
        ),
    )
    .addCommand(
      forRuns('skip', t('queue.cli.skip')).action((ids: string[], place: Place) =>
        change(place, (queue) => queue.skip(ids)),
      ),
    )
    .addCommand(
      forRuns('remove', t('queue.cli.remove')).action((ids: string[], place: Place) =>
        change(place, (queue) => queue.remove(ids)),
      ),
    )
    .addCommand(
      inFolder('pause', t('queue.cli.pause')).action((place: Place) =>
        change(place, (queue) => queue.pause()),
      ),
    )
    .addCommand(
      inFolder('resume', t('queue.cli.resume'))
        .alias('retry')
        .argument('[ids...]', t('queue.cli.ids'))
        .action((ids: string[], place: Place) =>
          goOn(place, (queue) => queue.resume(ids.length > 0 ? ids : undefined)),
        ),
    )
    .addCommand(
      inFolder('slots', t('queue.cli.slots'))
        .argument('<count>', t('queue.cli.count'), (text: string) => (text === 'auto' ? text : slots(text)))
        .action((count: number | 'auto', place: Place) =>
          change(place, (queue) => queue.slots(count === 'auto' ? null : count)),
        ),
    );
}

const inFolder = (name: string, description: string): Command =>
  new Command(name).description(description).option('--out <folder>', t('cli.runs.out'));

const forRuns = (name: string, description: string): Command =>
  inFolder(name, description).argument('<ids...>', t('queue.cli.ids'));

async function rootOf({ out }: Place): Promise<string> {
  const { resolve } = await import('node:path');
  const { runsRoot } = await import('../../basics/paths');
  return out === undefined ? runsRoot() : resolve(out);
}

async function using(place: Place, work: (services: Services) => Promise<void>): Promise<void> {
  const { createServices } = await import('../../services');
  const { version } = await import('../../hosts/app-info');
  const services = await createServices({ host: 'cli', version, runsRoot: await rootOf(place) });
  try {
    await work(services);
  } finally {
    await services.close();
  }
}

const change = (place: Place, how: (queue: QueueControl) => Promise<void>): Promise<void> =>
  using(place, async (services) => {
    await how(services.queue);
    await show(services);
  });

/** Trains here unless another process does. */
async function goOn(place: Place, how: (queue: QueueControl) => Promise<string[]>): Promise<void> {
  let elsewhere = false;
  await using(place, async ({ queue }) => {
    elsewhere = await queue.trainsElsewhere();
    if (elsewhere) await how(queue);
  });
  if (elsewhere) return say(t('queue.cli.handedOver'));
  const { Reporter } = await import('../training/reporter');
  const { follow } = await import('../training/training-run');
  const { INTERRUPTED } = await import('../interrupt');
  const outcome = await follow(await rootOf(place), new Reporter({}), ({ queue }) => how(queue));
  if (outcome.stopped) process.exitCode = INTERRUPTED;
  else if (outcome.runs.some(({ record }) => record.state !== 'finished' && !isHalved(record)))
    process.exitCode = 1;
  await using(place, (services) => show(services));
}

async function show({ queue, runs }: Services, json = false): Promise<void> {
  const { entries, slots } = await queue.list();
  if (json) return printJson({ slots, entries });
  if (entries.length === 0) return say(t('queue.cli.empty'));
  const rows = await Promise.all(
    entries.map(async ({ runId, state, priority }) => {
      const run = await runs.get(runId);
      return [
        runId,
        nameOf(run),
        t('cli.end.state', { state }),
        `${run.epochs.length}/${run.settings.epochs}`,
        String(priority),
        String(run.failures?.length ?? 0),
      ];
    }),
  );
  const heads = headings('id', 'network', 'state', 'epochs', 'priority', 'failures');
  print(columns([heads, ...rows], [3, 4, 5]));
  say(t('queue.cli.atOnce', { now: slots.now, chosen: slots.chosen === null ? 'auto' : 'set' }));
}
