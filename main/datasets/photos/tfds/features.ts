import { z } from 'zod';
import { listOf } from '../../../../core/messages';
import { shortened } from '../../../archives/names';
import { refuse } from '../../../basics/refusal';

const featuresSchema = z.object({
  get features() {
    return z.record(z.string(), featureSchema);
  },
});
export const featureSchema = z.object({
  image: z.object({ dtype: z.string().optional() }).optional(),
  classLabel: z.object({ numClasses: z.coerce.number().int().positive().optional() }).optional(),
  text: z.unknown().optional(),
  featuresDict: featuresSchema.optional(),
});
type FeatureSpec = z.infer<typeof featureSchema>;

export interface ChosenFeatures {
  imageKey: string;
  labelKey: string;
  /** Feature with the pictures' names, if there is one. */
  nameKey?: string;
  classCount: number;
}

const NAMES = ['image/filename', 'file_name', 'filename', 'image_id', 'id'];

/**
 * Finds the picture and class features of a TensorFlow Datasets set.
 * @param supervised names of input and target, if the set declares them
 * @throws Refusal unless there is one picture and one class label
 */
export function chooseFeatures(
  features: FeatureSpec,
  supervised: readonly (string | undefined)[] | undefined,
  folder: string,
): ChosenFeatures {
  const flat = flattened(features);
  const choose = (kind: 'image' | 'classLabel', wanted: string | undefined): string => {
    const keys = [...flat].filter(([, spec]) => spec[kind]).map(([key]) => key);
    if (wanted !== undefined && keys.includes(wanted)) return wanted;
    if (keys.length === 1) return keys[0]!;
    const all = [...flat.keys()].map((key) => shortened(key, 40)).slice(0, 20);
    refuse('datasets.tfds.feature', {
      kind: kind === 'image' ? 'Image' : 'ClassLabel',
      path: folder,
      count: keys.length,
      all: listOf(all, 'unit'),
    });
  };
  const imageKey = choose('image', supervised?.[0]);
  const labelKey = choose('classLabel', supervised?.[1]);
  const dtype = flat.get(imageKey)!.image?.dtype ?? 'uint8';
  if (dtype !== 'uint8' && dtype !== 'uint16') {
    refuse('datasets.tfds.dtype', { path: folder, dtype });
  }
  return {
    imageKey,
    labelKey,
    nameKey: NAMES.find((key) => flat.get(key)?.text !== undefined),
    classCount: flat.get(labelKey)!.classLabel?.numClasses ?? 0,
  };
}

/** Names of nested features joined by "/", as in the records. */
function flattened(feature: FeatureSpec, prefix = ''): Map<string, FeatureSpec> {
  const flat = new Map<string, FeatureSpec>();
  for (const [name, spec] of Object.entries(feature.featuresDict?.features ?? {})) {
    const key = prefix === '' ? name : `${prefix}/${name}`;
    if (spec.featuresDict) for (const [inner, found] of flattened(spec, key)) flat.set(inner, found);
    else flat.set(key, spec);
  }
  return flat;
}
