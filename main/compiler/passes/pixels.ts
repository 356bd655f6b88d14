/** A frozen network also takes the pixels of a picture, uint8. */
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

/** @param scaled the float images of `serving_default` are in 0..255 too. */
export const takePixels = (scaled: boolean): Pass => ({
  name: 'take pixels',
  run(program) {
    const scaling = scaled ? scaleImages.run(program) : program;
    let pixels: Value | undefined;
    const fed = rewrite(scaling, (node, build) => {
      if (node.name !== program.landmarks.evalImages?.node) return undefined;
      const { shape } = node.outputs[0] as Value;
      pixels = build.input('.eval/pixels', 'uint8', shape);
      if (scaled) return [build.value('cast', node.name, [pixels], { dtype: 'float32' })];
      const levels = build.value('cast', '.eval/levels', [pixels], { dtype: 'float32' });
      const white = build.scalar('.eval/white', 255);
      return [build.binary('divide', node.name, levels, white)];
    });
    const [{ outputs }] = fed.entries as [(typeof fed.entries)[0]];
    const inputs = { pixels: pixels ?? bug('A frozen network has an input. Received: none.') };
    return { ...fed, entries: [...fed.entries, { name: 'pixels', inputs, outputs, effects: [] }] };
  },
});
