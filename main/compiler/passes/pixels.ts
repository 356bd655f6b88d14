/** A frozen network takes pixels as they come out of a picture as well: uint8, which no values in 0..1 can be. */
import type { Value } from '../ir/types';
import { behindImages } from './behind-images';
import type { Pass } from './pass';
import { rewrite } from './rewrite';

/** The float images of `serving_default` are in 0..255, and scaled behind their input. */
export const scaleImages: Pass = {
  name: 'scale images',
  run: (program) =>
    behindImages(program, ['evalImages'], (build, images) =>
      build.value('binary', '.eval/scaled', [images, build.scalar('.eval/white', 255)], {
        function: 'divide',
      }),
    ),
};

/** @param scaled the float images of `serving_default` are in 0..255, too. */
export const takePixels = (scaled: boolean): Pass => ({
  name: 'take pixels',
  run(program) {
    const scaling = scaled ? scaleImages.run(program) : program;
    let pixels: Value | undefined;
    const fed = rewrite(scaling, (node, build) => {
      if (node.name !== program.landmarks.evalImages?.node) return undefined;
      const { shape } = node.outputs[0] as Value;
      pixels = build.value('input', '.eval/pixels', [], { dtype: 'uint8', shape });
      if (scaled) return [build.value('cast', node.name, [pixels], { dtype: 'float32' })];
      const levels = build.value('cast', '.eval/levels', [pixels], { dtype: 'float32' });
      const white = build.scalar('.eval/white', 255);
      return [build.value('binary', node.name, [levels, white], { function: 'divide' })];
    });
    const [{ outputs }] = fed.entries as [(typeof fed.entries)[0]];
    if (!pixels) throw new Error('A frozen network has an input.');
    return {
      ...fed,
      entries: [...fed.entries, { name: 'pixels', inputs: { pixels }, outputs, effects: [] }],
    };
  },
});
