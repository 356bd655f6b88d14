/**
 * What the bench and a contestant say to each other: one JSON object per line. A contestant is a process of its own
 * that prepares itself, says `ready`, and then trains as many steps as it is asked for, whenever it is asked.
 */

/** What every contestant trains; its one command line argument, as JSON. */
export interface Assignment {
  /** A preset of core/presets, style `study`. */
  arm: string;
  batch: number;
  /** uint8 images, batch after batch, 32x32x3. */
  imagesFile: string;
  /** int32 class indices. */
  labelsFile: string;
  /** Images in the files. */
  count: number;
}

export interface Ready {
  type: 'ready';
  /** "TensorFlow 2.21.0, Keras 3.15.1" */
  versions: string;
  /** Milliseconds of the preparations worth knowing, by name. */
  times: Readonly<Record<string, number>>;
  /** Trainable and other weights, as a check that all train the same network. */
  parameters: number;
}

export interface Steps {
  type: 'steps';
  /** Milliseconds of each step. */
  ms: readonly number[];
  /** Loss of the last step: a number, or the step did not train. */
  loss: number;
}

export type Answer = Ready | Steps;

export interface Question {
  steps: number;
}

/** The contestant's side, in JavaScript. Ends when the bench closes its input. */
export async function serve(ready: Ready, run: (steps: number) => Promise<Steps>): Promise<void> {
  const { createInterface } = await import('node:readline');
  const answer = (value: Answer) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer(ready);
  for await (const line of createInterface({ input: process.stdin })) {
    answer(await run((JSON.parse(line) as Question).steps));
  }
  process.exit(0);
}
