/** Reports what is new in a run's copied folder, in a worker's order: each step and epoch once, then the checkpoints. */
import { readFile } from 'node:fs/promises';
import type { RunRecord } from '../../core/study/run';
import { parseJson } from '../disk/json';
import { runFolder } from '../runs/folder';
import { lineSchema } from '../runs/repair/tidy-metrics';
import type { FromWorker } from '../training/protocol/messages';
import type { Fetched, Marks } from './executor';

const METRICS = 'metrics.jsonl';

export class News {
  /** Bytes of metrics.jsonl that were read. */
  private read_ = 0;
  /** The file that they are in. */
  private inode: number | undefined;
  private started = false;
  private checkpoints = '';
  private tested: boolean;
  /** The newest that was reported. */
  private readonly last: { epoch: number; step: number; diagnostics: number };

  constructor(
    run: RunRecord,
    private readonly folder: string,
    private readonly report: (message: FromWorker) => void,
  ) {
    const step = run.checkpoints.at(-1)?.step ?? 0;
    this.last = { epoch: run.epochs.at(-1)?.epoch ?? 0, step, diagnostics: step };
    this.tested = run.test !== undefined;
  }

  async read({ record }: Fetched, marks: Marks): Promise<void> {
    if (record?.startedAt !== undefined && record.stepsPerEpoch !== undefined && !this.started) {
      this.started = true;
      const { stepsPerEpoch, split } = record;
      const perClass = split?.perClass;
      this.report({ type: 'started', stepsPerEpoch, ...(perClass ? { perClass } : {}) });
    }
    await this.readMetrics(marks);
    if (!record) return;
    const { checkpoints, test } = record;
    const now = JSON.stringify(checkpoints);
    const isHere = checkpoints.every(({ file }) => marks.has(`checkpoints/${file}`));
    if (checkpoints.length > 0 && isHere && now !== this.checkpoints) {
      this.checkpoints = now;
      this.report({ type: 'checkpoint', checkpoints });
    }
    if (test && !this.tested) {
      this.tested = true;
      this.report({ type: 'test', metrics: test });
    }
  }

  private async readMetrics(marks: Marks): Promise<void> {
    const mark = marks.get(METRICS);
    if (!mark) return;
    // A resumed run writes a new file, with what it had before.
    if (mark.inode !== this.inode) this.read_ = 0;
    this.inode = mark.inode;
    if (mark.size <= this.read_) return;
    const bytes = (await readFile(runFolder(this.folder).metrics)).subarray(this.read_);
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    this.read_ += whole.length;
    for (const line of whole.toString('utf8').split('\n').slice(0, -1)) this.reportLine(line);
  }

  private reportLine(line: string): void {
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) return;
    const { data } = parsed;
    if (data.type === 'step' && data.step > this.last.step) {
      this.last.step = data.step;
      this.report({ type: 'step', metrics: data });
    }
    if (data.type === 'diagnostics' && data.step > this.last.diagnostics) {
      this.last.diagnostics = data.step;
      this.report({ type: 'diagnostics', diagnostics: data });
    }
    if (data.type === 'epoch' && data.epoch > this.last.epoch) {
      this.last.epoch = data.epoch;
      this.report({ type: 'epoch', metrics: data });
    }
  }
}
