/** Follows the training events for what is shown outside the window: how far the whole queue is. */
import type { TrainingEvent } from '../core/contract/training';
import { type RunProgress, studyFraction, trainingSentence } from '../core/study/progress';
import type { RunRecord, RunState } from '../core/study/run';
import { endNews, failureNews, type News } from './news';

export interface Shown {
  active: boolean;
  /** 0 to 1. */
  fraction: number;
  /** Undefined if nothing trains. */
  sentence: string | undefined;
}

export interface StudyListener {
  /** Called for each visible change: a hundredth of the study, a run that begins or ends. */
  show(shown: Shown): void;
  news(news: News): void;
}

const FAILED: ReadonlySet<RunState> = new Set<RunState>(['failed', 'interrupted']);

export class StudyWatch {
  private runs = new Map<string, RunProgress & { record: RunRecord }>();
  private active = false;
  private last = '';

  constructor(private readonly listener: StudyListener) {}

  get shown(): Shown {
    const runs = [...this.runs.values()];
    const fraction = this.active ? Math.floor(100 * studyFraction(runs)) / 100 : 0;
    return { active: this.active, fraction, sentence: this.active ? trainingSentence(runs) : undefined };
  }

  receive(event: TrainingEvent): void {
    if (event.type === 'run') this.receiveRun(event.run);
    else if (event.type === 'step') {
      const run = this.runs.get(event.runId);
      if (run) run.step = event.metrics.step;
    } else if (event.type === 'idle') this.end();
    else return;
    this.tell();
  }

  private receiveRun(record: RunRecord): void {
    if (!this.active) this.runs.clear();
    this.active = true;
    const before = this.runs.get(record.id);
    this.runs.set(record.id, { ...before, record });
    if (before && FAILED.has(record.state) && !FAILED.has(before.record.state)) {
      this.listener.news(failureNews(record));
    }
  }

  private end(): void {
    this.active = false;
    const news = endNews([...this.runs.values()].map(({ record }) => record));
    if (news) this.listener.news(news);
  }

  private tell(): void {
    const { shown } = this;
    const now = JSON.stringify(shown);
    if (now === this.last) return;
    this.last = now;
    this.listener.show(shown);
  }
}
