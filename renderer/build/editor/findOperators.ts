/** Searching the palette. */
import { type PaletteItem, type PaletteSection, palette } from '../../../core/ops/palette';

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

/** Sections with the items that match every word, best first, in sections too; all of them for an empty query. */
export function findItems(
  query: string,
  fits: (item: PaletteItem) => boolean = () => true,
  sections: readonly PaletteSection[] = palette,
): PaletteSection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = sections.map((section) => {
    const ranked = section.items
      .filter(fits)
      .map((item) => ({ item, score: words.length === 0 ? 1 : rank(item, words) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    return { section: { ...section, items: ranked.map(({ item }) => item) }, best: ranked[0]?.score ?? 0 };
  });
  return found
    .filter(({ best }) => best > 0)
    .sort((a, b) => b.best - a.best)
    .map(({ section }) => section);
}
