/** Searching the palette. */
import { type PaletteItem, type PaletteSection, palette } from '../../core/ops/palette';

function rank(item: PaletteItem, words: readonly string[]): number {
  const title = item.title.toLowerCase();
  const keywords = item.keywords.map((word) => word.toLowerCase());
  let score = 0;
  for (const word of words) {
    if (title.startsWith(word)) score += 3;
    else if (title.includes(word)) score += 2;
    else if (keywords.some((keyword) => keyword.includes(word))) score += 1;
    else return 0;
  }
  return score;
}

/** Sections with the items that match every word, best first; all of them for an empty query. */
export function findItems(
  query: string,
  fits: (item: PaletteItem) => boolean = () => true,
  sections: readonly PaletteSection[] = palette,
): PaletteSection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return sections
    .map((section) => {
      const fitting = section.items.filter(fits);
      if (words.length === 0) return { ...section, items: fitting };
      const ranked = fitting
        .map((item) => ({ item, score: rank(item, words) }))
        .filter(({ score }) => score > 0);
      ranked.sort((a, b) => b.score - a.score);
      return { ...section, items: ranked.map(({ item }) => item) };
    })
    .filter((section) => section.items.length > 0);
}
