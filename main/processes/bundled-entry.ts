import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Path of a bundle: beside this one (build/main), beside another host's, or in the checkout's build folder. */
export function bundledEntry(name: string): string {
  const places = [
    join(__dirname, name),
    join(__dirname, '..', 'main', name),
    join(__dirname, '..', '..', 'build', 'main', name),
  ];
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  // Running from sources (tests).
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const place = join(folder, 'build', 'main', name);
    if (existsSync(place)) return place;
  }
  return join(__dirname, name);
}
