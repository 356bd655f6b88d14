/** Saves a picture of core/figures as a file. */
import { standalone } from '../../core/figures/standalone';
import { t } from '../../core/messages';
import { saveBlob } from './saveAs';

/** Pixels of a PNG for each of the picture. */
const DENSITY = 2;

export const svgAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;

export function saveSvg(svg: string, name: string): void {
  saveBlob(new Blob([standalone(svg)], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** @throws Error if the browser cannot draw it */
export async function savePng(svg: string, name: string): Promise<void> {
  const image = new Image();
  image.src = svgAddress(standalone(svg));
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = DENSITY * image.naturalWidth;
  canvas.height = DENSITY * image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(t('surface.view.noPng'));
  saveBlob(blob, `${name}.png`);
}
