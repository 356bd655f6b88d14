/**
 * Messages between the bench and a contestant: one JSON object per line. A contestant is a separate process that
 * prepares itself, sends `ready`, and then handles requests.
 */

/** What every contestant of a training step trains; its one command line argument, as JSON. */
export interface StepAssignment {
  /** A preset of core/presets, style `study`. */
  arm: string;
  /** Height and width of the images; they have three channels. */
  side: number;
  classes: number;
  batch: number;
  learningRate: number;
  clipnorm: number;
  precision: 'float32' | 'bfloat16';
  /** uint8 images, batch after batch, side x side x 3. */
  imagesFile: string;
  /** int32 class indices. */
  labelsFile: string;
  /** Images in the files. */
  count: number;
  /** Initial weights, safetensors by `<layer>/<weight>`; absent: the contestant's own initializers. */
  weightsFile?: string;
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

/** Losses of the first steps from the initial weights, on the first batches of the file in their order. */
export interface Losses {
  type: 'losses';
  losses: readonly number[];
}

export interface Steps {
  type: 'steps';
  /** Milliseconds of each step. */
  ms: readonly number[];
  /** Loss of the last step: a number, or the step did not train. */
  loss: number;
}

/** Figures of a measurement that only one contestant can make, by name. */
export interface Figures {
  type: 'figures';
  figures: Readonly<Record<string, number>>;
}

export type Answer = Ready | Losses | Steps | Figures;

export interface Question {
  ask: 'losses' | 'steps' | 'figures';
  count: number;
  /** Which of the measurements that the contestant knows. */
  what?: string;
}

type Handlers = Partial<Record<Question['ask'], (question: Question) => Promise<Answer>>>;

/** The contestant's side, in JavaScript. Ends when the bench closes its input. */
export async function serve(ready: Ready, handlers: Handlers): Promise<void> {
  const { createInterface } = await import('node:readline');
  const answer = (value: Answer) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer(ready);
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line) as Question;
    const handler = handlers[question.ask];
    if (!handler) throw new Error(`This contestant cannot be asked for "${question.ask}".`);
    answer(await handler(question));
  }
  process.exit(0);
}
