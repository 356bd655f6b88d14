/**
 * `npm run bench`: Skipwire beside Keras, PyTorch and tfjs layers in one run on one machine. It measures and prints; it
 * asserts nothing.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../main/basics/package-root';
import { load, machine } from './machine';
import { HELP, readOptions } from './options';
import { barsTable, formatReport, list, type Section } from './report';
import { findContestants } from './roster';
import { scenarios } from './scenarios';
import type { Scenario } from './scenarios/scenario';

const say = (line: string): void => console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`);

/** A scenario that fails is reported as failed: the others are measured all the same. */
async function measure(
  scenario: Scenario,
  context: Omit<Parameters<Scenario['run']>[0], 'folder' | 'say'>,
): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'skipwire-bench-'));
  const began = { at: Date.now(), load: load() };
  say(`${scenario.title} (${scenario.id})`);
  try {
    const section = await scenario.run({ ...context, folder, say });
    const seconds = Math.round((Date.now() - began.at) / 1000);
    const notes = [...section.notes, `Load average before: ${began.load}; took ${seconds} s.`];
    return { title: scenario.title, ...section, notes };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    say(`failed: ${words}`);
    process.exitCode = 1;
    return { title: scenario.title, bars: [], body: [`Failed: ${words}`], notes: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const ids = scenarios.map(({ id }) => id);
  const usual = scenarios.filter(({ onlyIfNamed }) => !onlyIfNamed).map(({ id }) => id);
  const options = readOptions(process.argv.slice(2), ids, usual);
  if (options.help) return console.log(HELP);
  if (options.list) return console.log(scenarios.map(({ id, title }) => `${id}  ${title}`).join('\n'));

  const date = new Date().toISOString().slice(0, 10);
  const conditions = [machine(), `Load before the first measurement: ${load()}`];
  const roster = await findContestants(options.only);
  conditions.push(`Engine: TensorFlow ${roster.engine.version} (${roster.engine.device})`, ...roster.absent);
  const sections: Section[] = [];
  for (const scenario of scenarios.filter(({ id }) => options.scenarios.includes(id))) {
    const section = await measure(scenario, { options, roster });
    sections.push(section);
    console.log(['', ...section.body, '', barsTable(section.bars), '', list(section.notes), ''].join('\n'));
  }

  const notesFile = join(packageRoot(), 'docs', 'measurements', 'bench-notes.md');
  const notes = existsSync(notesFile) ? readFileSync(notesFile, 'utf8') : undefined;
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  const report = formatReport({ command, date, conditions, sections, notes });
  if (!options.write) return;
  const file = join(packageRoot(), 'docs', 'measurements', 'bench.md');
  writeFileSync(file, report);
  say(`written: ${file}`);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
