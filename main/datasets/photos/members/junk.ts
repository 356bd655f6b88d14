const folders = new Set([
  '__macosx',
  '@eadir',
  '$recycle.bin',
  'system volume information',
  'lost+found',
  '__pycache__',
]);
const files = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r', 'icon\ufffd']);

/** Files of file managers and tools, and everything hidden (`.DS_Store`, `._photo.jpg`, `.git`). */
export function isJunk(path: readonly string[]): boolean {
  return path.some((part, place) => {
    const name = part.toLowerCase();
    if (name.startsWith('.')) return true;
    return place < path.length - 1 ? folders.has(name) : files.has(name);
  });
}
