/** Prints a page of this machine to a PDF, in a window that nobody sees. */
import { BrowserWindow } from 'electron';

/** @param file an HTML file, whose style sets the size of the paper. */
export async function printPdf(file: string): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, javascript: false },
  });
  try {
    await window.loadFile(file);
    return await window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
  } finally {
    window.destroy();
  }
}
