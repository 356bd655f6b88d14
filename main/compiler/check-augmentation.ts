/** What augmentation requires of the images. */
import { GraphError, type Problem, problem } from '../../core/graph/problem';
import { type Key, type Message, type MessageOrText, message } from '../../core/messages';
import type { CompileOptions } from './types';

interface Rule {
  setting: Key;
  holds: boolean;
  rule: Message;
  received: MessageOrText;
  hint: Message;
}

/** @throws GraphError naming the setting, the rule and what was received. */
export function checkAugmentation({ augmentation, imageShape, batchSize }: CompileOptions): void {
  if (!augmentation) return;
  const [height = 0, width = 0, channels = 0] = imageShape;
  const smallest = Math.min(height, width);
  const size = `${height}×${width}`;
  const { padAndCrop, cutout, randomResizedCrop: crop, colorJitter, mixup, cutmix } = augmentation;

  const rules: Rule[] = [
    {
      setting: 'settings.augmentation.padAndCrop.label',
      holds: padAndCrop < smallest,
      rule: message('compiler.augmentation.padding', { size }),
      received: `${padAndCrop}`,
      hint: message('compiler.augmentation.paddingHint', { pixels: Math.max(1, Math.round(smallest / 8)) }),
    },
    {
      setting: 'settings.augmentation.cutout.label',
      holds: cutout <= smallest,
      rule: message('compiler.augmentation.cutout', { size }),
      received: `${cutout}`,
      hint: message('compiler.augmentation.cutoutHint', { pixels: Math.max(1, Math.round(smallest / 2)) }),
    },
    ...(crop
      ? (
          [
            ['compiler.augmentation.scale', crop.minScale, crop.maxScale],
            ['compiler.augmentation.ratio', crop.minRatio, crop.maxRatio],
          ] as const
        ).map(
          ([rule, least, most]): Rule => ({
            setting: 'settings.augmentation.randomResizedCrop.label',
            holds: least <= most,
            rule: message(rule),
            received: message('compiler.augmentation.swapReceived', { smallest: least, largest: most }),
            hint: message('compiler.augmentation.swapHint'),
          }),
        )
      : []),
    {
      setting: 'settings.augmentation.colorJitter.label',
      holds: !colorJitter || channels === 3,
      rule: message('compiler.augmentation.colorJitter'),
      received: message('compiler.augmentation.colorJitterReceived', { channels }),
      hint: message('compiler.augmentation.colorJitterHint'),
    },
    {
      setting: mixup > 0 ? 'settings.augmentation.mixup.label' : 'settings.augmentation.cutmix.label',
      holds: (mixup === 0 && cutmix === 0) || batchSize > 1,
      rule: message('compiler.augmentation.batch'),
      received: message('compiler.augmentation.batchReceived', { size: batchSize }),
      hint: message('compiler.augmentation.batchHint'),
    },
  ];
  const problems = rules
    .filter(({ holds }) => !holds)
    .map(
      ({ setting, rule, received, hint }): Problem =>
        problem('train.augmentation', { subject: message(setting), rule, received, hint }),
    );
  if (problems.length > 0) throw new GraphError(problems);
}
