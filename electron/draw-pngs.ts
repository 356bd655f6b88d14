/** Draws SVG files as PNG with the fonts of the system, in a window that nobody sees. */
import { BrowserWindow } from 'electron';

/** Pixels of a PNG for each of the picture, for print. */
const DENSITY = 2;

/** @throws Error if one cannot be drawn */
export async function drawPngs(svgs: readonly string[]): Promise<Uint8Array[]> {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  try {
    await window.loadURL('about:blank');
    const drawn: Uint8Array[] = [];
    for (const svg of svgs) {
      const script = `(${drawIn.toString()})(${JSON.stringify(svg)}, ${DENSITY})`;
      const address: string = await window.webContents.executeJavaScript(script);
      drawn.push(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
    }
    return drawn;
  } finally {
    window.destroy();
  }
}

/** Runs in the window, so it uses nothing of this file. @returns a data URL */
async function drawIn(svg: string, density: number): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = density * image.naturalWidth;
  canvas.height = density * image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
