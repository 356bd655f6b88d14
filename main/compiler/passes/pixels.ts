/** Adds entries to a frozen network for pixels of a picture (uint8), and for picture files. */
import type { Preprocessing } from '../../../core/study/data';
import { canBring } from '../../../core/study/input-shape';
import { bug, type Value } from '../ir/types';
import { behindImages } from './behind-images';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** The float images of `serving_default` are in 0..255. */
export const scaleImages: Pass = {
  name: 'scale images',
  run: (program) =>
    behindImages(program, ['evalImages'], (build, images) =>
      build.binary('divide', '.eval/scaled', images, build.scalar('.eval/white', 255)),
    ),
};

/**
 * @param scaled the float images of `serving_default` are in 0..255 too.
 * @param preprocessing how pictures become images of the network's size; without it, it takes no files.
 */
export const takePixels = (scaled: boolean, preprocessing?: Preprocessing): Pass => ({
  name: 'take pixels',
  run(program) {
    const scaling = scaled ? scaleImages.run(program) : program;
    let files: Value | undefined;
    let pixels: Value | undefined;
    const fed = rewrite(scaling, (node, build) => {
      if (node.name !== program.landmarks.evalImages?.node) return undefined;
      const { shape } = node.outputs[0] as Value;
      const imageShape = shape.slice(1) as number[];
      if (preprocessing && canBring(3, imageShape.at(-1) as number)) {
        files = build.input('.eval/files', 'string', [null]);
        pixels = build.value('decode_pictures', '.eval/pixels', [files], { imageShape, preprocessing });
      } else {
        pixels = build.input('.eval/pixels', 'uint8', shape);
      }
      if (scaled) return [build.value('cast', node.name, [pixels], { dtype: 'float32' })];
      const levels = build.value('cast', '.eval/levels', [pixels], { dtype: 'float32' });
      const white = build.scalar('.eval/white', 255);
      return [build.binary('divide', node.name, levels, white)];
    });
    const [{ outputs }] = fed.entries as [(typeof fed.entries)[0]];
    const taken = pixels ?? bug('A frozen network has an input. Received: none.');
    const entry = (name: string, inputs: Record<string, Value>) => ({ name, inputs, outputs, effects: [] });
    return {
      ...fed,
      stages: [...fed.stages, 'fed'],
      entries: [
        ...fed.entries,
        entry('pixels', { pixels: taken }),
        ...(files ? [entry('serving_bytes', { image_bytes: files })] : []),
      ],
    };
  },
});
