/** What a scenario is: one question of the benchmark, answered by a section of the report. */
import type { Options } from '../options';
import type { Section } from '../report';
import type { Roster } from '../roster';

export interface Context {
  options: Options;
  roster: Roster;
  /** Empty, and removed afterwards. */
  folder: string;
  say(line: string): void;
}

export interface Scenario {
  id: string;
  title: string;
  /** Not with `--all`. */
  onlyIfNamed?: true;
  run(context: Context): Promise<Omit<Section, 'title'>>;
}
